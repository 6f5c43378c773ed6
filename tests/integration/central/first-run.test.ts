import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { officeAt } from '../../support/city-office.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { virtualProfile } from '../../support/printing.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OFFICE, startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const NEVER_OPEN = { week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } };

const stepOf = (core: CoreInProcess) => {
  const { view } = core.view();
  return view.screen === 'technician-first-run' ? view.step : null;
};

/** A machine whose battery is empty: its clock starts in 2019. */
const EMPTY_BATTERY: Clock = (() => {
  const clock = createSystemClock();
  const behindMs = clock.wallMs() - Date.parse('2019-01-01T00:00:30Z');
  return { ...clock, wallMs: () => clock.wallMs() - behindMs };
})();

test.each([
  ['a right clock', createSystemClock(), 'closed'],
  ['a clock of 2019', EMPTY_BATTERY, 'idle'],
])(
  'with %s a first run with pairing prints its proof ticket, marked as a sample, while the office is closed',
  async (_which, clock, screen) => {
    const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
    await centre.makeOffice(OFFICE);
    await officeAt(centre, OFFICE).publish('2026-01-01', { hours: NEVER_OPEN });
    const printer = await startVirtualPrinter({ profile: virtualProfile });
    onTestFinished(() => printer.close());
    const data = join(temporaryFolder(), 'data');
    mkdirSync(data, { mode: 0o700 });
    const start = () =>
      startCoreInProcess({
        data,
        clock,
        profile: null,
        deviceRoot: createDeviceTree().root,
        printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port } },
      });
    const first = start();
    const unpaired = technicianAt(first);
    unpaired.does('beginFirstRun', { language: 'ca' });
    for (const step of ['pin', 'panel'] as const) unpaired.does('endStep', { step, end: 'skipped' });
    unpaired.does('setCentre', { address: `${centre.url}/terrassa` });
    expect(first.restarts()).toBe(1);
    await first.close();

    let core = start();
    let starts = 1;
    await centreWhen(core, ({ seen }) => seen);
    expect(stepOf(core)).toMatchObject({
      at: 'network',
      centre: { url: centre.url, cityId: 'terrassa', canBeSet: true },
    });
    const pairs = technicianAt(core);
    pairs.does('endStep', { step: 'network', end: 'done' });
    pairs.does('startPairing', {});
    const { pairing } = await centreWhen(core, (status) => status.pairing !== null);
    const { code, fingerprint } = pairing ?? {};
    const confirmed = await centre.order(
      'confirmEnrolment',
      {},
      { code, fingerprint, officeId: OFFICE, slot: 1, name: 'quiosc 1' },
    );
    expect(confirmed.status).toBe(201);
    // The kiosk restarts once for its enrolment and once for the profile.
    while (core.status().centre.profileVersion === null) {
      await centreWhen(core, ({ profileVersion }) => core.restarts() > 0 || profileVersion !== null);
      if (core.restarts() === 0) continue;
      await core.close();
      core = start();
      starts += 1;
      expect(starts).toBeLessThanOrEqual(3);
    }

    const technician = technicianAt(core);
    await core.until(() => stepOf(core)?.at === 'printer');
    for (const step of ['printer', 'scanner'] as const) technician.does('endStep', { step, end: 'skipped' });
    await core.until(() => core.status().printers[0]?.condition === 'ready');
    expect(stepOf(core)).toEqual({ at: 'ticket', missing: null, ticket: null });
    technician.does('takeFirstTicket', {});
    await core.until(() => {
      const step = stepOf(core);
      return step?.at === 'ticket' && step.ticket?.print === 'printed';
    });
    expect(printer.papers.at(-1)?.lines).toEqual(expect.arrayContaining(['A001', 'TIQUET DE MOSTRA: no és un torn']));
    technician.does('endStep', { step: 'ticket', end: 'done' });
    technician.does('finishFirstRun', {});
    // The centre contradicts the kiosk's clock, so the kiosk does not close the office by that clock.
    await core.until(() => core.view().view.screen === screen);
    expect(core.view().knowsHour).toBe(screen === 'closed');
    expect(core.view().office.name).toBe('Oficina de proves');
    expect(core.restarts()).toBe(0);
  },
);

test('a centre that was never reached is not good: an invalid address, and a port without a listener', async () => {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  const start = () => startCoreInProcess({ data, profile: null, deviceRoot: createDeviceTree().root });
  let core = start();
  technicianAt(core).does('beginFirstRun', { language: 'ca' });
  for (const step of ['pin', 'panel'] as const) technicianAt(core).does('endStep', { step, end: 'skipped' });
  expect(stepOf(core)).toMatchObject({ centre: { url: null, seen: false, trouble: null } });
  for (const bad of ['torn', 'ftp://torn.exemple.cat/terrassa', 'http://torn.exemple.cat/terrassa', 'a b/c'])
    expect(technicianAt(core).touch('setCentre', { address: bad })).toMatchObject({ ok: false });
  expect(core.restarts()).toBe(0);
  for (const address of ['torn.invalid/terrassa', 'https://127.0.0.1:9/terrassa']) {
    technicianAt(core).does('setCentre', { address });
    await core.close();
    core = start();
    await centreWhen(core, ({ isAsked, trouble }) => !isAsked && trouble !== null);
    expect(stepOf(core)).toMatchObject({ centre: { seen: false, trouble: 'central-unreachable' } });
  }
});
