import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TouchMethod } from '../../../src-main/session/contract/kiosk-api.ts';
import { type ViewState, ViewState as ViewStateSchema } from '../../../src-main/session/contract/view-state.ts';
import { dataFolder, eventsOf, openCentre, ticketEvents, until } from '../../support/core-and-centre.ts';
import {
  type CoreProcess,
  demonstration,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreStatusWhen } from '../../support/paired-core.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function stand() {
  const centre = await openCentre();
  const [data, profile] = [dataFolder(), join(temporaryFolder(), 'office.json')];
  writeFileSync(profile, JSON.stringify({ ...demonstration(), help: { callable: true } }));
  await enrolFolder(data, centre);
  const core = startCoreProcess({ data, slot: null, profile, args: ['--centre', `${centre.url}/terrassa`] });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  await centreStatusWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  await centre.until(() => centre.asked.includes('followHints'));
  return { centre, core };
}

async function state(core: CoreProcess): Promise<ViewState> {
  const shown = await core.call('getViewState', {});
  if (!shown.ok) throw new Error(shown.error.kind);
  return ViewStateSchema.parse(shown.value);
}
async function touch(core: CoreProcess, method: TouchMethod, params: object = {}): Promise<void> {
  const { sessionId, stateNo } = await state(core);
  const done = await core.call(method, { stamp: { sessionId, stateNo }, ...params });
  if (!done.ok) throw new Error(`${method}: ${done.error.kind}`);
}

test('a citizen who asks to be fetched reads that help is coming once the centre’s staff acknowledge it; the next citizen does not', async () => {
  const { centre, core } = await stand();
  const needs = { preferential: false, comeAndFetch: true };
  await touch(core, 'openAccess');
  await touch(core, 'setAttention', { attention: needs });
  await touch(core, 'back');
  await touch(core, 'openEntry', { visitType: 'walk-in' });
  const turn = { requestId: newRequestId(), serviceId: service('empadronament'), visitType: 'walk-in', language: 'ca' };
  await touch(core, 'takeTicket', turn);
  await centre.until(() => ticketEvents(centre).length === 1);
  const [given] = ticketEvents(centre);
  expect(given?.event.payload).toMatchObject({ comeAndFetch: true });
  expect((await state(core)).attentionAcknowledged).toBe(false);
  const subjectId = String(given?.event.payload.ticketId);
  centre.tell({ kind: 'staff-acknowledged', subjectId, ...needs });
  await until(async () => (await state(core)).attentionAcknowledged);
  await touch(core, 'finish');
  expect(await state(core)).toMatchObject({ attentionAcknowledged: false, attention: { comeAndFetch: false } });
});

test('a call for help reaches the centre, and the help screen says when staff are coming', async () => {
  const { centre, core } = await stand();
  const call = async () => {
    const { view } = await state(core);
    return view.screen === 'help' ? (view.call?.state ?? null) : null;
  };
  await touch(core, 'openHelp');
  await until(async () => (await call()) === 'offered');
  await touch(core, 'askHelp');
  expect(await call()).toBe('asked');
  await centre.until(() => eventsOf(centre, 'help-asked').length === 1);
  const subjectId = String(eventsOf(centre, 'help-asked')[0]?.event.payload.helpId);
  centre.tell({ kind: 'staff-acknowledged', subjectId, preferential: false, comeAndFetch: false });
  await until(async () => (await call()) === 'coming');
  await touch(core, 'withdrawHelp');
  await centre.until(() => eventsOf(centre, 'help-ended').length === 1);
  expect(eventsOf(centre, 'help-answered').map(({ event }) => event.payload)).toEqual([
    { helpId: subjectId, deskId: null },
  ]);
  expect(eventsOf(centre, 'help-ended')[0]?.event.payload).toEqual({ helpId: subjectId, end: 'withdrawn' });
});
