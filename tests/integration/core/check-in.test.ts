import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  CoreStatus,
  type ParamsOf,
  TicketRecord,
  type TouchMethod,
} from '../../../src-main/session/contract/kiosk-api.ts';
import type { Screen, ScreenName } from '../../../src-main/session/contract/view-state.ts';
import { type Booked, bookingsOf, officeWithCheckIns } from '../../support/booked-office.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { newRequestId, service, startCoreProcess } from '../../support/core-process.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { openKioskDevices } from '../../support/kiosk-devices.ts';
import { centreStatusWhen } from '../../support/paired-core.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MINUTE_MS = 60_000;
const INVENTED_DNI = '12345678Z';

/** A time some minutes from now, rounded down to whole seconds, the unit of codes. */
const fromNow = (minutes: number): number => Math.floor((Date.now() + minutes * MINUTE_MS) / 1_000) * 1_000;

async function standAt(
  wish: (book: ReturnType<typeof bookingsOf>['book']) => readonly Booked[],
  more: Record<string, unknown> = {},
) {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const centre = await startWireCentre();
  onTestFinished(() => centre.close());
  const bookings = bookingsOf('demonstration', centre.cityId, centre.key);
  const booked = wish(bookings.book);
  centre.feed = bookings.feed(booked, Date.now());
  await enrolFolder(data, centre);
  const { line, printer, scanner, options } = await openKioskDevices();
  const start = (slot: number | null = null) => {
    const core = startCoreProcess({
      data,
      slot,
      profile: officeWithCheckIns(folder, more),
      printer: options.printer,
      args: ['--centre', `${centre.url}/terrassa`, ...('scanner' in more ? [] : options.args)],
    });
    onTestFinished(async () => {
      core.child.kill('SIGKILL');
      await core.ended;
    });
    const at = <N extends ScreenName>(screen: N) =>
      core
        .waitFor('view', ({ value }) => value.view.screen === screen)
        .then(({ value }) => value.view as Extract<Screen, { screen: N }>);
    const stamp = () => {
      const last = core.pushes.findLast((push) => push.push === 'view');
      if (last?.push !== 'view') throw new Error('nothing was shown');
      return { sessionId: last.value.sessionId, stateNo: last.value.stateNo };
    };
    /** The next screen after the current one. Pushes of the current screen, caused by a printer or the network, are skipped. */
    const next = <N extends ScreenName>(screen: N) => {
      const before = stamp();
      return core
        .waitForNext(
          'view',
          ({ value: { view, sessionId, stateNo } }) =>
            view.screen === screen && (sessionId !== before.sessionId || stateNo !== before.stateNo),
        )
        .then(({ value }) => value.view as Extract<Screen, { screen: N }>);
    };
    const touch = <M extends TouchMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) =>
      core.call(method, { stamp: stamp(), ...params } as unknown as ParamsOf<M>);
    return { core, at, next, touch };
  };
  const running = start();
  await running.core.waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
  await centreStatusWhen(running.core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  await centre.until(() => centre.asked.includes('readChanges'));
  const events = (type: string) => centre.events.filter(({ event }) => event.type === type).map(({ event }) => event);
  return { ...running, line, start, centre, bookings, booked, printer, scanner, data, events };
}

test('a QR code read without a network gives the appointment’s ticket, and the centre receives one check-in later', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(10), documentNumber: INVENTED_DNI })]);
  const [mine] = place.booked;
  place.centre.intercept = () => 'cut';
  await place.scanner.scan(mine?.qr ?? '');
  const ticket = await place.at('take-ticket');
  expect(ticket.ticket).toMatchObject({
    visitType: 'appointment',
    serviceId: 'empadronament',
    appointment: { waitAt: null },
  });
  expect(place.printer.papers).toHaveLength(1);
  place.centre.intercept = () => null;
  await place.core.call('tryCentre', {});
  await place.centre.until(() => place.events('appointment-checked-in').length > 0);
  expect(place.events('appointment-checked-in')).toMatchObject([
    {
      payload: {
        appointmentId: mine?.appointment.appointmentId,
        ticketId: ticket.ticket.ticketId,
        way: 'qr',
        trust: 'cache',
        arrivedInWindow: 'in-time',
        appointmentStart: new Date(Date.parse(mine?.appointment.start ?? '')).toISOString(),
      },
    },
  ]);
  await place.touch('finish', {});
  await place.at('idle');
});

test('the same code again shows its number and prints it once more', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(5) })]);
  const [mine] = place.booked;
  await place.scanner.scan(mine?.qr ?? '');
  const { ticket } = await place.at('take-ticket');
  await place.touch('openHelp', {});
  await place.touch('finish', {});
  await place.touch('openEntry', { visitType: 'appointment' });
  await place.touch('openCheckIn', { method: 'locator' });
  const result = place.next('check-in-result');
  await place.touch('presentLocator', { requestId: newRequestId(), text: mine?.locator.toLowerCase() ?? '' });
  expect(await result).toMatchObject({
    result: 'already-checked-in',
    label: ticket.label,
    nextActions: ['reprint', 'another-ticket'],
  });
  const again = place.next('take-ticket');
  expect(await place.touch('reprintCheckIn', {})).toEqual({ ok: true, value: null });
  expect((await again).ticket.label).toBe(ticket.label);
  expect(place.printer.papers).toHaveLength(2);
});

test('a QR code, known or unverified, leads to its number after a restart without the network', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(8) })]);
  const mine = place.bookings.book({ startMs: fromNow(8) });
  for (const { qr } of [mine, ...place.booked]) {
    const printed = place.next('take-ticket');
    await place.scanner.scan(qr);
    if (qr === mine.qr) {
      // The kiosk does not know this appointment yet, so the citizen chooses the service.
      await place.at('check-in-result');
      await place.touch('continueCheckIn', { requestId: newRequestId() });
      await place.touch('chooseCheckInService', { requestId: newRequestId(), serviceId: service('empadronament') });
    }
    await printed;
    await place.touch('finish', {});
  }
  expect(place.printer.papers).toHaveLength(2);
  place.centre.intercept = () => 'cut';
  place.core.child.kill('SIGKILL');
  await place.core.ended;
  const { core, at, next, touch } = place.start();
  await core.waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
  const labels = [];
  for (const { qr } of [mine, ...place.booked]) {
    const shown = next('check-in-result');
    await place.scanner.scan(qr);
    const { result, label } = await shown;
    labels.push([result, label]);
  }
  expect(labels).toEqual([
    ['already-checked-in', 'A001'],
    ['already-checked-in', 'A002'],
  ]);
  const asks = next('another-ticket');
  await touch('askAnotherTicket', {});
  await asks;
  await at('idle');
  expect(place.printer.papers).toHaveLength(2);
});

test('a late citizen with a specialist’s appointment gets a walk-in ticket in one touch, and the desk learns it', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(-25), deskId: 'taula-3' })]);
  const [mine] = place.booked;
  await place.scanner.scan(mine?.qr ?? '');
  expect(await place.at('check-in-result')).toMatchObject({
    result: 'too-late',
    walkIn: 'ticket',
    nextActions: ['walk-in'],
  });
  await place.touch('setAttention', { attention: { preferential: true, comeAndFetch: true } });
  await place.touch('takeWalkIn', { requestId: newRequestId() });
  expect((await place.at('take-ticket')).ticket).toMatchObject({
    serviceId: 'orientacio',
    visitType: 'walk-in',
    appointment: null,
  });
  await place.centre.until(() => place.events('appointment-checked-in').length > 0);
  expect(place.events('appointment-checked-in')[0]?.payload).toMatchObject({
    appointmentId: mine?.appointment.appointmentId,
    arrivedInWindow: 'first-attention',
    deskId: 'taula-3',
    preferential: true,
    comeAndFetch: true,
  });
  expect(place.events('ticket-issued')[0]?.payload).toMatchObject({ preferential: true, comeAndFetch: true });
});

test('typed and booked numbers are nowhere in clear: not in the log, the data folder or a view state', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(10), documentNumber: INVENTED_DNI })]);
  const [mine] = place.booked;
  const wrong = '99999999R';
  const chooseAndType = async (text: string) => {
    await place.touch('openEntry', { visitType: 'appointment' });
    await place.touch('openCheckIn', { method: 'document' });
    await place.touch('chooseCheckInService', { requestId: newRequestId(), serviceId: service('empadronament') });
    await place.touch('presentDocument', {
      requestId: newRequestId(),
      kind: 'dni',
      text: `${text}${'x'.repeat(90)}`,
    });
    const out = place.next('take-ticket');
    await place.touch('presentDocument', { requestId: newRequestId(), kind: 'dni', text: text.toLowerCase() });
    const { ticket } = await out;
    await place.touch('finish', {});
    return ticket;
  };
  expect((await chooseAndType(wrong)).appointment).toBeNull();
  expect((await chooseAndType(INVENTED_DNI)).appointment).toBeNull();
  await place.centre.until(() => place.events('appointment-checked-in').length > 1);
  expect(place.events('appointment-checked-in').map(({ payload }) => payload.appointmentId)).toEqual([
    null,
    mine?.appointment.appointmentId,
  ]);
  const [ofStranger = [], ofHolder = []]: (readonly string[])[] = place.printer.papers.map(({ lines }) => lines);
  const withoutNumber = (lines: readonly string[]) => lines.join('\n').replace(/[A-Z]\d{3}|\d{1,2}[.:]\d\d/g, '');
  expect(withoutNumber(ofHolder)).toBe(withoutNumber(ofStranger));
  await place.core.stop();
  const { document, locatorHash } = mine?.appointment ?? {};
  const secrets = [
    wrong,
    INVENTED_DNI,
    '12345678',
    mine?.locator,
    document?.hash,
    locatorHash,
    place.bookings.officeKey,
  ];
  const written = readdirSync(place.data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const said = [...written, place.core.log(), JSON.stringify(place.core.pushes), JSON.stringify(place.centre.events)];
  for (const secret of secrets)
    for (const text of said) expect(text.toUpperCase().includes((secret ?? '?').toUpperCase())).toBe(false);
  expect(readdirSync(place.data).some((name) => name.startsWith('torn-appointments-2'))).toBe(true);
});

test('an expired day’s key is deleted at the start; a key that the disk does not delete is logged, and the kiosk goes on', async () => {
  const data = join(temporaryFolder(), 'data');
  const fileOf = (day: string) => join(data, `torn-appointments-${day}.key`);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(fileOf('2026-01-02'), 'k'.repeat(43), { mode: 0o600 });
  mkdirSync(fileOf('2026-01-01'));
  const core = startCoreProcess({ data });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  await core.waitFor('heartbeat');
  await core.waitForNext('heartbeat');
  expect(existsSync(fileOf('2026-01-02'))).toBe(false);
  expect(core.log()).toMatch(/sealing-key-left.*2026-01-01|2026-01-01.*sealing-key-left/);
});

test('a cancelled or moved appointment is known after one poll, and still after a restart without a network', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(10) }), book({ startMs: fromNow(12) })]);
  const [cancelled, moved] = place.booked;
  if (!cancelled || !moved) throw new Error('two were booked');
  place.centre.tell({ kind: 'appointment-changed', appointment: { ...cancelled.appointment, state: 'cancelled' } });
  place.centre.tell({
    kind: 'appointment-changed',
    appointment: {
      ...moved.appointment,
      state: 'moved',
      movedTo: {
        officeId: place.centre.feed?.offices[0]?.officeId ?? (moved.appointment.serviceId as never),
        start: new Date(fromNow(90)).toISOString(),
      },
    },
  });
  const reads = () => place.centre.asked.filter((name) => name === 'readChanges').length;
  const before = reads();
  // Polls twice, because the kiosk starts the second poll only after storing the first answer.
  for (const times of [1, 2]) {
    await place.core.call('tryCentre', {});
    await place.centre.until(() => reads() >= before + times);
  }
  await place.core.stop();
  place.centre.intercept = () => 'cut';
  const later = place.start();
  await later.core.waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
  await place.scanner.scan(cancelled.qr);
  expect(await later.at('check-in-result')).toMatchObject({ result: 'cancelled', nextActions: ['desk', 'walk-in'] });
  const away = later.core.waitForNext(
    'view',
    ({ value }) => value.view.screen === 'check-in-result' && value.view.result === 'wrong-office',
  );
  await place.scanner.scan(moved.qr);
  expect((await away).value.view).toMatchObject({ where: { name: 'OAC Didó', address: 'Plaça Didó, 5' } });
  const papers = place.printer.papers.length;
  await later.touch('goToOtherOffice', {});
  expect(await later.at('other-office')).toMatchObject({ name: 'OAC Didó', paper: null });
  const out = later.core.waitForNext(
    'view',
    ({ value }) => value.view.screen === 'other-office' && value.view.paper === 'out',
  );
  await later.touch('printDirections', {});
  await out;
  expect(place.printer.papers).toHaveLength(papers + 1);
});

test('an unplugged reader is a state of the kiosk, the screen no longer offers it, and it reads again when it is back', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(10) })]);
  const scannerIs = async () => {
    const status = await place.core.call('getStatus', {});
    return status.ok ? CoreStatus.parse(status.value).scanner : null;
  };
  expect(await scannerIs()).toBe('ready');
  const blind = place.core.waitForNext('view', ({ value }) => value.view.screen === 'idle' && !value.view.scans);
  await place.line.tear();
  await blind;
  expect(await scannerIs()).toBe('not-there');
  const sees = place.core.waitForNext('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
  const plugged = new Promise<void>((resolve) => {
    place.scanner.onPlugged(resolve);
  });
  await place.line.lay();
  await Promise.all([sees, plugged]);
  await place.scanner.scan(place.booked[0]?.qr ?? '');
  expect((await place.at('take-ticket')).ticket.visitType).toBe('appointment');
});

test('a code typed by a keyboard scanner is treated like one from a cable: one ticket, and no second one while it is held', async () => {
  const place = await standAt((book) => [book({ startMs: fromNow(10) })], { scanner: { kind: 'wedge' } });
  const text = place.booked[0]?.qr ?? '';
  const answers = await Promise.all([1, 2].map(() => place.core.call('scanned', { text })));
  expect(answers).toEqual([1, 2].map(() => ({ ok: true, value: null })));
  expect((await place.at('take-ticket')).ticket.visitType).toBe('appointment');
  expect(place.printer.papers).toHaveLength(1);
  await expect.poll(() => place.core.log()).toContain('"cause":"repeated"');
  expect(place.core.log()).not.toContain(text);
});

test('text that no keyboard types is refused as a code, and so is any code without a keyboard scanner', async () => {
  const place = await standAt(() => [], { scanner: { kind: 'wedge' } });
  for (const text of ['', 'Ñandú-47', 'TORN\u0000', 'A'.repeat(513)]) {
    const answer = await place.core.call('scanned', { text });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'bad-message' } });
  }
  await place.core.stop();
  const other = startCoreProcess({ data: join(temporaryFolder(), 'data') });
  expect(await other.call('scanned', { text: 'TORN-47' })).toEqual({ ok: false, error: { kind: 'not-possible-here' } });
  await other.stop();
});

test('a ticket shown on leaving prints a proof of attendance, and the centre receives the code that verifies it', async () => {
  const place = await standAt(() => []);
  await place.touch('openEntry', { visitType: 'walk-in' });
  const taken = await place.touch('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });
  await place.at('take-ticket');
  const [code] = place.printer.papers[0]?.codes ?? [];
  const proof = place.core.waitForNext(
    'view',
    ({ value }) => value.view.screen === 'attendance-proof' && value.view.paper === 'out',
  );
  await place.scanner.scan(code ?? '');
  expect((await proof).value.view).toMatchObject({ label: TicketRecord.parse(taken.ok ? taken.value : null).label });
  await place.centre.until(() => place.events('attendance-proof-printed').length > 0);
  const [recorded] = place.events('attendance-proof-printed');
  const printed = String(recorded?.payload.code).replace(/(.{4})(?=.)/g, '$1-');
  expect(place.printer.papers[1]?.lines.join('\n')).toContain(printed);
});
