import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ViewState, ViewState as ViewStateSchema } from '../../../src-main/session/contract/view-state.ts';
import type { ServiceChoice } from '../../../src-main/tickets/contract/ticket.ts';
import {
  type CoreProcess,
  demonstrationOffice,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EMPADRONAMENT = service('empadronament');

function start(data: string, profile?: string): CoreProcess {
  const core = startCoreProcess({ data, ...(profile === undefined ? {} : { profile }) });
  onTestFinished(() => end(core));
  return core;
}

async function end(core: CoreProcess): Promise<void> {
  core.child.kill('SIGKILL');
  await core.ended;
}

const state = async (core: CoreProcess): Promise<ViewState> => {
  const shown = await core.call('getViewState', {});
  if (!shown.ok) throw new Error(shown.error.kind);
  return ViewStateSchema.parse(shown.value);
};
const stampOf = ({ sessionId, stateNo }: ViewState) => ({ sessionId, stateNo });

async function list(core: CoreProcess): Promise<readonly ServiceChoice[]> {
  const before = await state(core);
  if (before.view.screen !== 'services') await core.call('openEntry', { stamp: stampOf(before), visitType: 'walk-in' });
  const { view } = await state(core);
  return view.screen === 'services' ? view.choices : [];
}
const closedIn = (choices: readonly ServiceChoice[]) =>
  choices.find((choice) => choice.kind === 'service' && choice.serviceId === EMPADRONAMENT)?.closed;

const touch = async (core: CoreProcess) =>
  core.call('takeTicket', {
    stamp: stampOf(await state(core)),
    requestId: newRequestId(),
    serviceId: EMPADRONAMENT,
    visitType: 'walk-in',
    language: 'ca',
  });

describe('a service that the staff paused', () => {
  test('shows its reason on the open screen and to a touch as it closes, and stays paused after a kill', async () => {
    const data = join(temporaryFolder(), 'data');
    const first = start(data);
    expect(closedIn(await list(first))).toBeNull();
    const paused = await first.call('pauseService', { serviceId: EMPADRONAMENT, reason: 'breakdown' });
    expect(paused).toMatchObject({ ok: true });
    // This touch has the stamp of the screen that was shown until the pause.
    expect(await touch(first)).toMatchObject({ ok: false, error: { kind: 'service-closed' } });
    const breakdown = { reason: 'breakdown', note: null, until: null };
    expect(closedIn(await list(first))).toEqual(breakdown);
    await end(first);

    const second = start(data);
    expect(closedIn(await list(second))).toEqual(breakdown);
    expect(await second.call('resumeService', { serviceId: EMPADRONAMENT })).toMatchObject({ ok: true });
    expect(closedIn(await list(second))).toBeNull();
    await end(second);

    const third = start(data);
    expect(closedIn(await list(third))).toBeNull();
    expect(await touch(third)).toMatchObject({ ok: true });
  });

  test('is refused for an unknown service, and for an end in the past', async () => {
    const core = start(join(temporaryFolder(), 'data'));
    const until = { date: '2020-02-29', time: '12:00' };
    for (const [params, kind] of [
      [{ serviceId: service('nothing'), reason: 'staff' }, 'unknown-service'],
      [{ serviceId: EMPADRONAMENT, reason: 'staff', until }, 'pause-not-ahead'],
    ] as const)
      expect(await core.call('pauseService', params)).toMatchObject({ ok: false, error: { kind } });
    expect(closedIn(await list(core))).toBeNull();
  });
});

test('a service is full after its last ticket of the day, even after a kill', async () => {
  const profile = join(temporaryFolder(), 'office.json');
  const text = readFileSync(demonstrationOffice, 'utf8');
  writeFileSync(
    profile,
    text.replace('"serviceId": "empadronament",', '"serviceId": "empadronament", "dailyLimit": 2,'),
  );
  const data = join(temporaryFolder(), 'data');
  const first = start(data, profile);
  const take = (core: CoreProcess) =>
    core.call('takeTicket', { requestId: newRequestId(), serviceId: EMPADRONAMENT, language: 'ca' });
  expect([await take(first), await take(first)]).toMatchObject([{ ok: true }, { ok: true }]);
  await end(first);
  const second = start(data, profile);
  expect(await take(second)).toMatchObject({ ok: false, error: { kind: 'service-closed' } });
  expect(closedIn(await list(second))).toMatchObject({ reason: 'full', until: { time: '04:00' } });
});
