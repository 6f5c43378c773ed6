import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import type { RequestId } from '../../../src-main/contract/shared/ids.ts';
import { EXIT_START_ANEW, TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import {
  type CoreProcess,
  demonstrationOffice,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreStatusWhen } from '../../support/paired-core.ts';
import { virtualProfile } from '../../support/printing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function start(data: string, options: Partial<Parameters<typeof startCoreProcess>[0]>): CoreProcess {
  const core = startCoreProcess({ data, ...options });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

async function answerOf(core: CoreProcess, requestId: RequestId): Promise<unknown> {
  const found = await core.call('getTicket', { requestId });
  return found.ok ? found.value : found.error;
}

const stamp = ({ sessionId, stateNo }: ViewState) => ({ sessionId, stateNo });
const view = (core: CoreProcess, name: string) => core.waitFor('view', ({ value }) => value.view.screen === name);

test('a new profile waits until the citizen at the screen has gone', async () => {
  const centre = await startWireCentre();
  onTestFinished(() => centre.close());
  const data = join(temporaryFolder(), 'data');
  await enrolFolder(data, centre);
  const core = start(data, { slot: null, args: ['--centre', `${centre.url}/${centre.cityId}`] });
  await centreStatusWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  await centre.until(() => centre.asked.includes('followHints'));
  const idle = await view(core, 'idle');
  await core.call('openEntry', { stamp: stamp(idle.value), visitType: 'walk-in' });
  const services = await view(core, 'services');

  const profile = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const reads = () => centre.asked.filter((name) => name === 'readChanges').length;
  const before = reads();
  centre.publish({ ...profile, officeId: centre.officeId, name: 'Oficina nova' }, '2020-01-01');
  await centre.until(() => reads() > before);
  // The core checks at each heartbeat whether it may restart. At the first heartbeat the new profile may not have
  // arrived, so the test waits for three.
  for (let beats = 0; beats < 3; beats += 1) await core.waitForNext('heartbeat');
  expect(core.child.exitCode).toBeNull();

  expect(await core.call('back', { stamp: stamp(services.value) })).toMatchObject({ ok: true });
  expect((await core.ended).code).toBe(EXIT_START_ANEW);
});

test('a core that is asked to end finishes the slip being printed, records it, and begins no other', async () => {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 150 });
  onTestFinished(() => printer.close());
  const data = join(temporaryFolder(), 'data');
  const core = start(data, { printer: `torn-virtual@tcp://127.0.0.1:${printer.port}` });
  await core.waitFor('printer', ({ value }) => value.condition === 'ready');
  for (let tickets = 0; tickets < 2; tickets += 1) {
    const request = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' as const };
    expect(await core.call('takeTicket', request)).toMatchObject({ ok: true });
  }
  await core.stop();

  const database = new Database(join(data, 'torn.db'), { readonly: true });
  const states = database.prepare<[], string>('SELECT state FROM paper_job ORDER BY paper_no').pluck().all();
  database.close();
  expect(states[0]).toBe('printed');
  // The second slip is `waiting`, unless a slow machine began it before the request to end. An interrupted slip would be
  // `unknown`.
  expect(['printed', 'waiting']).toContain(states[1]);
  expect(printer.papers).toHaveLength(states.filter((state) => state === 'printed').length);
});

test('a core that is asked to end in the middle of a slip ends after it, and records it as printed', async () => {
  // At this speed a slip takes long enough to be interrupted, and less than the driver's time limit.
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 60 });
  onTestFinished(() => printer.close());
  const data = join(temporaryFolder(), 'data');
  const core = start(data, { printer: `torn-virtual@tcp://127.0.0.1:${printer.port}` });
  await core.waitFor('printer', ({ value }) => value.condition === 'ready');
  const requestId = newRequestId();
  const request = { requestId, serviceId: service('empadronament'), language: 'ca' as const };
  expect(await core.call('takeTicket', request)).toMatchObject({ ok: true });
  const printOf = async () => TicketRecord.parse(await answerOf(core, requestId)).print.state;
  while ((await printOf()) === 'waiting') await core.waitForNext('heartbeat');
  expect(await printOf()).toBe('sending');
  await core.stop();
  expect((await core.ended).code).toBe(0);
  expect(core.log()).not.toContain('program-fault');

  const database = new Database(join(data, 'torn.db'), { readonly: true });
  const states = database.prepare<[], string>('SELECT state FROM paper_job').pluck().all();
  database.close();
  expect(states).toEqual(['printed']);
});
