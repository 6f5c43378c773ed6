import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CentreTickets } from '../../../src-main/contract/centre/administration.ts';
import { AttendanceAnswer } from '../../../src-main/contract/centre/appointments.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import { localDateTime, serviceDayOf } from '../../../src-main/domain/service-day.ts';
import {
  EXIT_START_ANEW,
  type ParamsOf,
  TicketRecord,
  type TouchMethod,
} from '../../../src-main/session/contract/kiosk-api.ts';
import { officeWithCheckIns, ZONE } from '../../support/booked-office.ts';
import { channelAt } from '../../support/booking.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import {
  type CoreProcess,
  type CoreProcessOptions,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { networkTo } from '../../support/cuttable-network.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { openKioskDevices } from '../../support/kiosk-devices.ts';
import { centreStatusWhen } from '../../support/paired-core.ts';
import { centreWhen } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const OFFICE = 'demonstration';
const MINUTE_MS = 60_000;
const CHANGES = '/changes?';

/**
 * Pairs the kiosk of the folder `data` with the centre, in this process. The kiosk asks for a restart to get its
 * numbers, then for another to use the centre's profile.
 */
async function pairFolder(centre: TestCentre, slot: number, data: string, url: string, profile: string): Promise<void> {
  const own = { data, profile, slot: null, deviceRoot: createDeviceTree().root };
  const options = { ...own, centre: CentreSetting.parse({ url, cityId: terrassa }) };
  mkdirSync(data, { mode: 0o700 });
  const first = startCoreInProcess(options);
  expect(first.call('startPairing', {}).ok).toBe(true);
  const { pairing } = await centreWhen(first, (status) => status.pairing !== null);
  const { code, fingerprint } = pairing ?? {};
  const confirmation = { code, fingerprint, officeId: OFFICE, slot, name: `quiosc ${slot}` };
  expect((await centre.order('confirmEnrolment', {}, confirmation)).status).toBe(201);
  await first.until(() => first.restarts() > 0);
  await first.close();
  const second = startCoreInProcess(options);
  await second.until(() => second.restarts() > 0);
  await second.close();
}

/** A paired kiosk in its own process and network, which is started again whenever it asks for a restart. */
async function pairKiosk(
  centre: TestCentre,
  slot: number,
  profile: string,
  { args = [], ...devices }: Pick<CoreProcessOptions, 'printer' | 'args'> = {},
) {
  const network = await networkTo(centre.url);
  const data = join(temporaryFolder(), 'data');
  let core: CoreProcess | null = null;
  let isOver = false;
  let askedBefore = 0;
  const settled = Promise.withResolvers<void>();
  const start = (): CoreProcess => {
    const started = startCoreProcess({
      data,
      slot: null,
      profile,
      ...devices,
      args: ['--centre', `${network.url}/terrassa`, ...args],
    });
    core = started;
    askedBefore = network.count(CHANGES);
    void centreStatusWhen(started, ({ profileVersion }) => profileVersion !== null).then(
      () => settled.resolve(),
      () => {
        // The core had already ended to restart.
      },
    );
    void started.ended.then(({ code }) => {
      if (code === EXIT_START_ANEW && !isOver) start();
    });
    return started;
  };
  onTestFinished(async () => {
    isOver = true;
    core?.child.kill('SIGKILL');
    await core?.ended;
  });
  await pairFolder(centre, slot, data, network.url, profile);
  start();
  await settled.promise;
  // A request for changes shows that the kiosk has stored the snapshot.
  await network.seen(CHANGES, askedBefore + 1);
  const running = (): CoreProcess => {
    if (core === null) throw new Error('no core runs');
    return core;
  };
  const touch = <M extends TouchMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) => {
    const last = running().pushes.findLast((push) => push.push === 'view');
    if (last?.push !== 'view') throw new Error('nothing was shown');
    const stamp = { sessionId: last.value.sessionId, stateNo: last.value.stateNo };
    return running().call(method, { stamp, ...params } as unknown as ParamsOf<M>);
  };
  return {
    network,
    running,
    touch,
    async losePower(meanwhile: () => Promise<void>) {
      const dying = running();
      dying.child.kill('SIGKILL');
      await dying.ended;
      await meanwhile();
      start();
    },
    async allSent() {
      await running().call('tryCentre', {});
      await centreStatusWhen(running(), ({ unsent }) => unsent === 0);
    },
    /** Polls twice, because the kiosk starts the second poll only after storing the first answer. */
    async poll() {
      const asked = network.count(CHANGES);
      for (const times of [1, 2]) {
        await running().call('tryCentre', {});
        await network.seen(CHANGES, asked + times);
      }
    },
    async type(locator: string) {
      await running().waitFor('view', ({ value }) => value.view.screen === 'idle');
      await touch('openEntry', { visitType: 'appointment' });
      await touch('openCheckIn', { method: 'locator' });
      const after = running().waitForNext(
        'view',
        ({ value }) => 'ticket' in value.view || value.view.screen === 'check-in-result',
      );
      await touch('presentLocator', { requestId: newRequestId(), text: locator });
      return (await after).value.view;
    },
  };
}

async function ticketsOf(centre: TestCentre) {
  const day = serviceDayOf(Date.now(), ZONE);
  const path = `/v1/cities/terrassa/admin/offices/${OFFICE}/tickets?serviceDay=${day}`;
  const response = await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${centre.token}` } });
  return CentreTickets.parse(await response.json()).tickets;
}

async function openCentre() {
  const clock = {
    get ms() {
      return Date.now();
    },
  };
  const centre = await startTestCentre(await postgres.newDatabase(), { clock });
  const profile = officeWithCheckIns(temporaryFolder());
  await centre.makeOffice(OFFICE);
  const published = await centre.order(
    'publishProfile',
    { officeId: OFFICE },
    { profile: JSON.parse(readFileSync(profile, 'utf8')) as unknown, effectiveFrom: '2026-01-01' },
  );
  expect(published.status).toBeLessThan(300);
  return { centre, profile, channel: await channelAt(centre, '010', OFFICE) };
}

async function openCentreWithDevices() {
  const { centre, profile, channel } = await openCentre();
  const { options, ...devices } = await openKioskDevices();
  const kiosk = await pairKiosk(centre, 1, profile, options);
  await kiosk.running().waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
  return { centre, channel, kiosk, ...devices };
}

/** A time some minutes from now, rounded down to whole seconds. */
const inMinutes = (minutes: number): string =>
  new Date(Math.floor(Date.now() / 1_000) * 1_000 + minutes * MINUTE_MS).toISOString();

test('one appointment at two kiosks without a network gives two tickets, and the centre makes one visit of them', async () => {
  const { centre, profile, channel } = await openCentre();
  const booked = await channel.book('T-1', {
    serviceId: 'empadronament',
    start: inMinutes(10),
  });
  const [one, other] = [await pairKiosk(centre, 1, profile), await pairKiosk(centre, 2, profile)];
  for (const { network } of [one, other]) network.cut();
  const [here, there] = [await one.type(booked.locator ?? ''), await other.type(booked.locator ?? '')];
  if (!('ticket' in here && 'ticket' in there)) throw new Error(`no ticket: ${JSON.stringify([here, there])}`);
  one.network.mend();
  await one.allSent();
  other.network.mend();
  await other.allSent();
  const tickets = await ticketsOf(centre);
  const visits = new Map(tickets.map(({ ticketId, appointment }) => [ticketId, appointment]));
  // Trusted clocks date both check-ins, with an error that may exceed the moment between them; so either may be the first.
  const isFirst = visits.get(here.ticket.ticketId)?.duplicateOf === null;
  const [first, second] = isFirst ? [here.ticket, there.ticket] : [there.ticket, here.ticket];
  const about = { appointmentId: booked.appointmentId, way: 'locator', trust: 'cache' };
  expect(visits.get(first.ticketId)).toMatchObject({ ...about, duplicateOf: null });
  expect(visits.get(second.ticketId)).toMatchObject({ ...about, duplicateOf: first.ticketId });
  const answered = (await channel.read('T-1')).body;
  expect(answered).toMatchObject({ state: 'checked-in' });
});

test('a number given up just before a power cut frees its appointment for one other number, not for two', async () => {
  const { centre, profile, channel } = await openCentre();
  const { locator } = await channel.book('T-1', { serviceId: 'empadronament', start: inMinutes(10) });
  const [one, other] = [await pairKiosk(centre, 1, profile), await pairKiosk(centre, 2, profile)];
  const given = await one.type(locator ?? '');
  if (!('ticket' in given)) throw new Error(given.screen);
  await one.allSent();
  one.network.loseAnswersTo('/events ');
  await one.touch('withdrawTicket', { ticketId: given.ticket.ticketId });
  while ((await ticketsOf(centre)).some(({ state }) => state !== 'withdrawn'))
    await one.running().call('tryCentre', {});
  await one.losePower(async () => {
    one.network.cut();
    await other.poll();
    expect(await other.type(locator ?? '')).toMatchObject({ ticket: { visitType: 'appointment' } });
    await other.allSent();
    one.network.mend();
  });
  await one.allSent();
  await one.poll();
  expect(await one.type(locator ?? '')).toMatchObject({ result: 'already-checked-in', label: null });
});

test('cancellations, moves and imports at the API are known to the kiosk after one poll, and then work without a network', async () => {
  const { centre, profile, channel } = await openCentre();
  const order = { serviceId: 'empadronament', start: inMinutes(10) };
  const [cancelled, moved] = [await channel.book('T-1', order), await channel.book('T-2', order)];
  const postponed = await channel.book('T-4', order);
  const kiosk = await pairKiosk(centre, 1, profile);
  await channel.cancel('T-1');
  await channel.book('T-2', { ...order, start: inMinutes(24 * 60) });
  await channel.book('T-4', { ...order, start: inMinutes(6 * 24 * 60) });
  const formats = [{ prefix: 'SE-', length: 10, characters: 'digits' }];
  await centre.order('putChannel', { channelId: '010' }, { name: 'Telèfon 010', formats });
  const report = await channel.import(
    `reference,officeId,serviceId,start,code\nT-3,${OFFICE},empadronament,${inMinutes(5)},SE-1234567890\n`,
  );
  expect(report).toMatchObject({ created: 1, refused: [] });
  await kiosk.poll();
  kiosk.network.cut();
  const again = async (locator: string | null) => {
    const view = await kiosk.type(locator ?? '');
    await kiosk.touch('finish', {});
    return view;
  };
  expect(await again(cancelled.locator)).toMatchObject({ result: 'cancelled' });
  expect(await again(moved.locator)).toMatchObject({ result: 'wrong-day' });
  expect(await again(postponed.locator)).toMatchObject({ result: 'wrong-day' });
  expect(await again('se-1234567890')).toMatchObject({
    ticket: { visitType: 'appointment', serviceId: 'empadronament' },
  });
});

test('the centre’s QR code gives a ticket without a network, and the centre later has one check-in', async () => {
  const { centre, channel, kiosk, printer, scanner } = await openCentreWithDevices();
  const booked = await channel.book('T-1', { serviceId: 'empadronament', start: inMinutes(10) });
  await kiosk.poll();
  kiosk.network.cut();
  await scanner.scan(booked.qr);
  const shown = await kiosk.running().waitFor('view', ({ value }) => value.view.screen === 'take-ticket');
  const { view } = shown.value;
  if (view.screen !== 'take-ticket') throw new Error(view.screen);
  expect(view.ticket).toMatchObject({ visitType: 'appointment', serviceId: 'empadronament' });
  expect(printer.papers).toHaveLength(1);
  expect(printer.papers[0]?.lines.join('\n')).toContain(view.ticket.label);
  expect((await channel.read('T-1')).body).toMatchObject({ state: 'booked' });
  kiosk.network.mend();
  await kiosk.allSent();
  expect((await channel.read('T-1')).body).toMatchObject({ state: 'checked-in' });
  const tickets = await ticketsOf(centre);
  expect(tickets).toMatchObject([
    {
      ticketId: view.ticket.ticketId,
      appointment: { appointmentId: booked.appointmentId, way: 'qr', trust: 'cache', duplicateOf: null },
    },
  ]);
  expect(await centre.database.query('SELECT appointment_id AS "appointmentId" FROM appointment_check_in')).toEqual([
    { appointmentId: booked.appointmentId },
  ]);
});

test('a printed proof of attendance is genuine at the centre, and one with another code is not', async () => {
  const { centre, kiosk, printer, scanner } = await openCentreWithDevices();
  const core = kiosk.running();
  await kiosk.touch('openEntry', { visitType: 'walk-in' });
  const taken = await kiosk.touch('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });
  const { issuedAtMs } = TicketRecord.parse(taken.ok ? taken.value : null);
  await core.waitFor('view', ({ value }) => value.view.screen === 'take-ticket');
  await scanner.scan(printer.papers[0]?.codes[0] ?? '');
  await core.waitFor('view', ({ value }) => value.view.screen === 'attendance-proof' && value.view.paper === 'out');
  await kiosk.allSent();
  const printed = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(printer.papers[1]?.lines.join('\n') ?? '')?.[0] ?? '';
  const verify = async (code: string) => {
    const response = await fetch(`${centre.url}${pathOf('verifyAttendance', { cityId: terrassa, code })}`);
    return AttendanceAnswer.parse(await response.json());
  };
  const answered = await verify(printed);
  if (!answered.genuine) throw new Error(`the code ${printed} is not known`);
  // The certificate of attendance names the calendar day. Before 04:00 the service day still is the previous day.
  expect(answered.day).toBe(localDateTime(issuedAtMs, ZONE).date);
  expect(Math.abs(Date.parse(answered.from) - issuedAtMs)).toBeLessThan(1_000);
  expect(Date.parse(answered.to)).toBeGreaterThanOrEqual(Date.parse(answered.from));
  const altered = `${printed.slice(0, -1)}${printed.endsWith('7') ? '4' : '7'}`;
  expect(await verify(altered)).toEqual({ genuine: false });
});

test('after a revocation the office’s other kiosks find an appointment by its locator, and by its code once the channel sends it again', async () => {
  const { centre, profile, channel } = await openCentre();
  const formats = [{ prefix: 'SE-', length: 10, characters: 'digits' }];
  await centre.order('putChannel', { channelId: '010' }, { name: 'Telèfon 010', formats });
  const order = { serviceId: 'empadronament', start: inMinutes(10), code: 'SE-5550001112' };
  await channel.book('T-1', order);
  const { locator } = await channel.book('T-2', { ...order, code: 'SE-5550001113' });
  const kiosk = await pairKiosk(centre, 1, profile);
  const stolen = await centre.enrol(2, OFFICE);
  const type = async (text: string) => {
    const view = await kiosk.type(text);
    await kiosk.touch('finish', {});
    return view;
  };
  await centre.order('revokeKiosk', { kioskId: stolen.kioskId }, { reason: 'stolen' });
  await kiosk.poll();
  expect(await type('se-5550001112')).toMatchObject({ screen: 'check-in-result', result: 'not-found' });
  expect(await type(locator ?? '')).toMatchObject({ ticket: { visitType: 'appointment' } });
  await channel.book('T-1', order);
  await kiosk.poll();
  kiosk.network.cut();
  expect(await type('se-5550001112')).toMatchObject({ ticket: { visitType: 'appointment' } });
});
