import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { TicketId } from '../../../src-main/contract/shared/ids.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { demonstrationOffice, newRequestId, service } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { virtualProfile } from '../../support/printing.ts';
import { staffAt } from '../../support/staff-at-screen.ts';
import { TECHNICIAN_PIN, technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EMPADRONAMENT = service('empadronament');

async function kioskWithStaff(profile?: string) {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => printer.close());
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  const core = startCoreInProcess({
    data,
    ...(profile === undefined ? {} : { profile }),
    deviceRoot: createDeviceTree().root,
    printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port ?? 0 } },
  });
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  const staff = await staffAt(core);
  const papers = (kind: string) =>
    core.log.filter(({ kind: event, fields }) => event === 'job-printed' && fields.kind === kind).length;
  return {
    core,
    data,
    printer,
    staff,
    printed: (kind: string, count: number) => core.until(() => papers(kind) === count),
    async acted() {
      await core.close();
      const database = new Database(join(data, 'torn.db'), { readonly: true });
      onTestFinished(() => void database.close());
      return database
        .prepare<[], string>("SELECT payload FROM event WHERE type = 'technician-acted' ORDER BY ord")
        .pluck()
        .all()
        .map((payload) => JSON.parse(payload) as { action: string; result: string; subject?: string })
        .filter(({ action }) => action.startsWith('staff'))
        .map(({ action, result, subject }) => [action, result, ...(subject === undefined ? [] : [subject])].join(' '));
    },
  };
}

test('wrong staff codes do not lock out a technician, who enters by the PIN at once', async () => {
  const { core, staff } = await kioskWithStaff();
  staff.does('openTechnician', {});
  const pad = () => {
    const { view } = core.view();
    if (view.screen !== 'technician-pin') throw new Error(view.screen);
    return view;
  };
  for (let times = 0; times < 3; times += 1) {
    staff.does('enterPin', { pin: '1840' });
    await core.until(() => !pad().checking);
  }
  expect(pad()).toMatchObject({ notice: 'wrong', waitSeconds: null, codeWaitSeconds: expect.any(Number) });
  expect(staff.touch('enterPin', { pin: '1840' })).toMatchObject({ error: { kind: 'not-possible-here' } });
  staff.does('enterPin', { pin: TECHNICIAN_PIN });
  await core.until(() => core.view().view.screen === 'technician');
});

describe('the staff’s view', () => {
  test('shows that a service is full for walk-ins, also when its profile names appointments first', async () => {
    const office = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as { services: { serviceId: string }[] };
    const full = { ways: ['appointment', 'walk-in'], dailyLimit: 1 };
    const services = office.services.map((one) => (one.serviceId === EMPADRONAMENT ? { ...one, ...full } : one));
    const profile = join(temporaryFolder(), 'office.json');
    writeFileSync(profile, JSON.stringify({ ...office, services }));
    const { core, staff } = await kioskWithStaff(profile);
    expect(await core.takeTicket()).toBe('printed');
    await staff.enter();
    const row = staff.page('staff').services.find(({ serviceId }) => serviceId === EMPADRONAMENT);
    expect(row).toMatchObject({ waiting: 1, closed: { reason: 'full' } });
  });

  test('shows how many wait for each service, and pauses one with a reason and an end, which the centre receives', async () => {
    const { core, staff, acted } = await kioskWithStaff();
    expect(await core.takeTicket()).toBe('printed');
    expect(await core.takeTicket()).toBe('printed');
    await staff.enter();
    const row = () => staff.page('staff').services.find(({ serviceId }) => serviceId === EMPADRONAMENT);
    expect(row()).toMatchObject({ name: 'Empadronament', waiting: 2, oldestMinutes: 0, closed: null });
    staff.does('showStaff', { to: { page: 'staff-service', serviceId: EMPADRONAMENT } });
    const [, , until] = staff.page('staff-service').ends;
    if (until === undefined) throw new Error('no end');
    staff.does('pauseService', { serviceId: EMPADRONAMENT, reason: 'meeting', until });
    expect(staff.page('staff-service')).toMatchObject({
      said: { action: 'staff-pause-service', result: 'done' },
      service: { closed: { reason: 'meeting', until } },
      isPaused: true,
    });
    staff.does('resumeService', { serviceId: EMPADRONAMENT });
    expect(staff.page('staff-service')).toMatchObject({ service: { closed: null }, isPaused: false });
    const past = { date: '2020-01-01', time: '10:00' };
    expect(staff.touch('pauseService', { serviceId: EMPADRONAMENT, reason: 'full', until: past })).toMatchObject({
      error: { kind: 'pause-not-ahead' },
    });
    expect(staff.page('staff-service').said).toEqual({ action: 'staff-pause-service', result: 'pause-not-ahead' });
    staff.does('back', {});
    expect(staff.page('staff').said).toBeNull();
    staff.does('finish', {});
    expect(await acted()).toEqual([
      'staff-enter done',
      `staff-pause-service done ${EMPADRONAMENT}`,
      `staff-resume-service done ${EMPADRONAMENT}`,
      `staff-pause-service pause-not-ahead ${EMPADRONAMENT}`,
      'staff-leave done',
    ]);
  });

  test('reprints a number and voids one; a void ticket no longer waits and cannot be reprinted', async () => {
    const { core, staff, printed, acted } = await kioskWithStaff();
    await core.takeTicket();
    await staff.enter();
    staff.does('showStaff', { to: { page: 'staff-number', typed: 1 } });
    const [found] = staff.page('staff-number').found;
    if (found === undefined) throw new Error('no number');
    expect(found).toMatchObject({ label: 'A001', state: 'counts', print: 'printed' });
    const { ticketId } = found;
    staff.does('reprintNumber', { ticketId });
    await printed('ticket', 2);
    staff.does('voidNumber', { ticketId });
    expect(staff.page('staff-number').found).toMatchObject([{ state: 'withdrawn' }]);
    expect(staff.touch('reprintNumber', { ticketId })).toMatchObject({ error: { kind: 'ticket-withdrawn' } });
    expect(staff.touch('voidNumber', { ticketId })).toMatchObject({ error: { kind: 'ticket-withdrawn' } });
    const nobodys = TicketId.parse('00000000-0000-4000-8000-000000000000');
    expect(staff.touch('voidNumber', { ticketId: nobodys })).toMatchObject({ error: { kind: 'unknown-request' } });
    staff.does('back', {});
    expect(staff.page('staff').services.map(({ waiting }) => waiting)).not.toContain(1);
    expect(await acted()).toEqual([
      'staff-enter done',
      `staff-reprint done ${ticketId}`,
      `staff-void done ${ticketId}`,
      `staff-reprint ticket-withdrawn ${ticketId}`,
      `staff-void ticket-withdrawn ${ticketId}`,
      `staff-void unknown-request ${nobodys}`,
    ]);
  });

  test('removes served tickets from the waiting ones, one or all up to a number, and puts them back by one touch', async () => {
    const { core, printer, staff, printed, acted } = await kioskWithStaff();
    for (let no = 0; no < 4; no += 1) await core.takeTicket();
    await staff.enter();
    const waiting = () => {
      staff.does('showStaff', { to: { page: 'staff' } });
      return staff.page('staff').services.find(({ serviceId }) => serviceId === EMPADRONAMENT)?.waiting;
    };
    staff.does('showStaff', { to: { page: 'staff-served', series: 'A', typed: 2 } });
    expect(staff.page('staff-served')).toMatchObject({ found: { label: 'A002', waiting: 2 }, undo: null });
    staff.does('noteServed', { series: 'A', number: 2, isUpTo: true });
    const { undo: markId } = staff.page('staff-served');
    if (markId === null) throw new Error('nothing to take back');
    expect(staff.page('staff-served')).toMatchObject({
      said: { action: 'staff-note-served', result: 'done' },
      found: { waiting: 0 },
    });
    expect(waiting()).toBe(2);
    staff.does('showStaff', { to: { page: 'staff-number', typed: 4 } });
    staff.does('noteServed', { series: 'A', number: 4, isUpTo: false });
    expect(staff.page('staff-number').found).toMatchObject([{ label: 'A004', state: 'served' }]);
    expect(waiting()).toBe(1);
    staff.does('printWaiting', {});
    await printed('staff', 1);
    expect(
      printer.papers
        .at(-1)
        ?.lines.join(' ')
        .match(/A\d{3}/g),
    ).toEqual(['A003']);
    staff.does('undoServed', { markId });
    expect(waiting()).toBe(3);
    staff.does('showStaff', { to: { page: 'staff-number', typed: 1 } });
    expect(staff.page('staff-number').found).toMatchObject([{ state: 'counts' }]);
    for (const [number, series] of [
      [400, 'A'],
      [1, 'B'],
    ] as const)
      expect(staff.touch('noteServed', { series, number, isUpTo: true })).toMatchObject({
        error: { kind: 'unknown-request' },
      });
    const nobodys = '00000000-0000-4000-8000-000000000000';
    expect(staff.touch('undoServed', { markId: nobodys })).toMatchObject({ error: { kind: 'undo-too-late' } });
    expect(await acted()).toEqual([
      'staff-enter done',
      'staff-note-served done ≤ A002',
      'staff-note-served done A004',
      'staff-print-list done',
      'staff-undo-served done',
      'staff-note-served unknown-request ≤ A400',
      'staff-note-served unknown-request ≤ B001',
      'staff-undo-served undo-too-late',
    ]);
  });

  test('lists unprinted tickets and prints them now', async () => {
    const { core, printer, staff, printed } = await kioskWithStaff();
    printer.plan([{ atLine: 2, fault: { kind: 'reset' } }]);
    expect(await core.takeTicket()).not.toBe('printed');
    printer.mend();
    await core.until(() => core.status().printers[0]?.condition === 'ready');
    await staff.enter();
    expect(staff.page('staff').unprinted).toBe(1);
    staff.does('showStaff', { to: { page: 'staff-unprinted' } });
    const [left] = staff.page('staff-unprinted').left;
    if (left === undefined) throw new Error('nothing is left');
    staff.does('reprintNumber', { ticketId: left.ticketId });
    await printed('ticket', 1);
    expect(staff.page('staff-unprinted').left).toEqual([]);
  });

  test('accepts a new roll, whose count begins at zero even for a printer without a sensor', async () => {
    const { core, staff } = await kioskWithStaff();
    await core.takeTicket();
    await staff.enter();
    expect(staff.page('staff').printers).toMatchObject([{ papers: 1 }]);
    staff.does('paperChanged', {});
    expect(staff.page('staff')).toMatchObject({
      said: { action: 'staff-paper-changed', result: 'done' },
      printers: [{ papers: 0 }],
    });
  });

  test('prints the waiting tickets and the desk’s numbers; a second strip of a day is marked', async () => {
    const { core, printer, staff, printed } = await kioskWithStaff();
    await core.takeTicket();
    await staff.enter();
    staff.does('printWaiting', {});
    await printed('staff', 1);
    staff.does('showStaff', { to: { page: 'staff-service', serviceId: EMPADRONAMENT } });
    expect(staff.page('staff-service').strip).toEqual({ first: 900, last: 999, wasPrinted: false });
    staff.does('printStrip', { serviceId: EMPADRONAMENT });
    await printed('staff', 5);
    expect(staff.page('staff-service').strip.wasPrinted).toBe(true);
    staff.does('printStrip', { serviceId: EMPADRONAMENT });
    await printed('staff', 9);
    const [, list, ...strips] = printer.papers.map(({ lines }) => lines.join('\n'));
    expect(list).toMatch(/Qui espera[\s\S]*Empadronament[\s\S]*A001 · /);
    const numbers = strips.map((strip) => strip.match(/A\d{3}/g) ?? []);
    const desk = Array.from({ length: 100 }, (_, at) => `A${900 + at}`);
    expect(numbers.slice(0, 4).flat()).toEqual(desk);
    expect(numbers.slice(4).flat()).toEqual(desk);
    expect(strips.map((strip) => strip.includes('DUPLICAT'))).toEqual([
      ...Array(4).fill(false),
      ...Array(4).fill(true),
    ]);
  });

  test('prints the waiting tickets in calling order', async () => {
    const { core, printer, staff, printed } = await kioskWithStaff();
    await core.takeTicket();
    staff.does('openEntry', { visitType: 'walk-in' });
    staff.does('setAttention', { attention: { preferential: true, comeAndFetch: false } });
    staff.does('takeTicket', { requestId: newRequestId(), serviceId: EMPADRONAMENT, language: 'ca' });
    await printed('ticket', 2);
    staff.does('finish', {});
    await staff.enter();
    staff.does('printWaiting', {});
    await printed('staff', 1);
    expect(
      printer.papers
        .at(-1)
        ?.lines.join(' ')
        .match(/A\d{3}/g),
    ).toEqual(['A002', 'A001']);
  });

  test('explains a printer’s fault and leads back to the same page, for a technician too', async () => {
    const { core, printer, staff } = await kioskWithStaff();
    printer.setPaper('out');
    await core.until(() => core.status().printers[0]?.condition === 'paper-out');
    const technician = technicianAt(core);
    expect(technician.touch('showFault', { kind: 'paper-out' })).toMatchObject({
      error: { kind: 'not-possible-here' },
    });
    await staff.enter();
    staff.does('showFault', { kind: 'paper-out' });
    expect(staff.page('staff-fault')).toMatchObject({
      kind: 'paper-out',
      level: 'fault',
      picture: 'roll',
      steps: ['open-lid', 'put-roll', 'close-lid'],
    });
    staff.does('back', {});
    expect(staff.page('staff').printers).toMatchObject([{ condition: 'paper-out' }]);
    staff.does('finish', {});
    await staff.enter(TECHNICIAN_PIN);
    staff.does('showPage', { page: 'technician-log' });
    staff.does('showFault', { kind: 'core-started' });
    expect(core.view().view).toMatchObject({ screen: 'technician-fault', steps: ['nothing'] });
    staff.does('back', {});
    await technician.sees('technician-log');
  });

  test('is missing when the office does not allow it: a technician can choose no code', async () => {
    const { staffView: _none, ...profile } = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<
      string,
      unknown
    >;
    const file = join(temporaryFolder(), 'office.json');
    writeFileSync(file, JSON.stringify(profile));
    const data = join(temporaryFolder(), 'data');
    mkdirSync(data, { mode: 0o700 });
    const core = startCoreInProcess({ data, deviceRoot: createDeviceTree().root, profile: file });
    const technician = technicianAt(core);
    await technician.enterStatus();
    expect(technician.touch('showPage', { page: 'technician-access' })).toMatchObject({ ok: true });
    expect(core.view().view).toMatchObject({ screen: 'technician-access', staffCode: 'not-allowed' });
    expect(technician.touch('setStaffCode', { code: '7294' })).toMatchObject({ error: { kind: 'not-possible-here' } });
  });

  test('does nothing for a technician, and opens no page of a technician', async () => {
    const { core, staff } = await kioskWithStaff();
    const technician = technicianAt(core);
    await staff.enter();
    for (const [method, params] of [
      ['showPage', { page: 'technician' }],
      ['startPairing', {}],
      ['requeueDeadLetters', {}],
      ['forgetStaffCode', {}],
      ['setStaffCode', { code: '4071' }],
    ] as const)
      expect(technician.touch(method, params), method).toMatchObject({ error: { kind: 'not-possible-here' } });
    staff.does('finish', {});
    for (const [method, params] of [
      ['showStaff', { to: { page: 'staff' } }],
      ['pauseService', { serviceId: EMPADRONAMENT, reason: 'full' }],
      ['printWaiting', {}],
      ['noteServed', { series: 'A', number: 1, isUpTo: true }],
      ['paperChanged', {}],
    ] as const)
      expect(technician.touch(method, params), method).toMatchObject({ error: { kind: 'not-possible-here' } });
  });
});
