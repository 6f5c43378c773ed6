import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { freePort } from '../../support/free-port.ts';
import { hubInProcess, pairHubs } from '../../support/hub-in-process.ts';
import { createHubBrowser } from '../../support/office-hub.ts';

test('a desk sees a call for help with its language, confirms that it shows the call, and answers it', async () => {
  const kiosk = await hubInProcess({});
  const desk = await kiosk.pair('taula-1');
  expect(kiosk.help.isHeard()).toBe(false);
  expect(await desk.post(HUB_PATHS.deskShows, { helpIds: [] })).toMatchObject({ status: 200 });
  expect(kiosk.help.isHeard()).toBe(true);
  const helpId = randomUUID();
  kiosk.help.ask(helpId, 'ar', false);
  const { help } = await desk.view((view) => view.help.length > 0);
  expect(help).toMatchObject([{ helpId, slot: null, language: 'ar', coming: null, isLeft: false, isOver: false }]);
  await desk.post(HUB_PATHS.deskShows, { helpIds: [helpId] });
  expect(kiosk.help.standing(helpId)?.state).toBe('heard');
  expect(await desk.order({ kind: 'help', helpId, ageMs: 60_001 })).toMatchObject({ error: { kind: 'order-too-old' } });
  expect(await desk.order({ kind: 'help', helpId })).toMatchObject({ ok: true });
  expect(kiosk.help.standing(helpId)).toMatchObject({ state: 'coming', deskId: 'taula-1' });
  const other = await kiosk.pair('taula-2');
  expect(await other.order({ kind: 'help', helpId })).toMatchObject({ error: { kind: 'help-answered' } });
  const seen = await other.view();
  expect(seen.help).toMatchObject([{ coming: { desk: { ca: 'taula-1' }, isOwn: false } }]);
});

test('a stranger cannot make a kiosk count as heard, and a closed page no longer counts', async () => {
  const kiosk = await hubInProcess({});
  const stranger = createHubBrowser(kiosk.port, kiosk.ca);
  expect(await stranger.post(HUB_PATHS.deskShows, { helpIds: [] })).toMatchObject({ status: 401 });
  const desk = await kiosk.pair('taula-1');
  expect(await desk.post(HUB_PATHS.deskShows, { helpIds: ['no id'] })).toMatchObject({ status: 400 });
  expect(await desk.post(HUB_PATHS.deskShows, { helpIds: [] }, { origin: 'https://elsewhere.example' })).toMatchObject({
    status: 403,
  });
  expect(kiosk.help.isHeard()).toBe(false);
  await desk.post(HUB_PATHS.deskShows, { helpIds: [] });
  expect(kiosk.help.isHeard()).toBe(true);
  // Calls for help are heard as long as a desk's page is open; this page reads one view and closes.
  await desk.view();
  await kiosk.stateWhen(() => !kiosk.help.isHeard());
});

test('a call for help at one kiosk appears at a desk of a second kiosk, is answered there, and the answer is shown at the first kiosk', async () => {
  const [firstPort, secondPort] = [await freePort(), await freePort()];
  const first = await hubInProcess({ slot: 1, port: firstPort, kiosks: [`127.0.0.1:${secondPort}`] });
  const second = await hubInProcess({ slot: 2, port: secondPort, kiosks: [`127.0.0.1:${firstPort}`] });
  await pairHubs(first, second);
  const desk = await second.pair('taula-2');
  expect(first.help.isHeard()).toBe(false);
  await desk.post(HUB_PATHS.deskShows, { helpIds: [] });
  await first.stateWhen(() => first.help.isHeard());
  const helpId = randomUUID();
  first.help.ask(helpId, 'ur', false);
  const { help } = await desk.view((view) => view.help.length > 0);
  expect(help).toMatchObject([{ helpId, language: 'ur', coming: null }]);
  await desk.post(HUB_PATHS.deskShows, { helpIds: [helpId] });
  await first.stateWhen(() => first.help.standing(helpId)?.state === 'heard');
  expect(await desk.order({ kind: 'help', helpId })).toMatchObject({ ok: true });
  await first.stateWhen(() => first.help.standing(helpId)?.state === 'coming');
  expect(first.help.standing(helpId)).toMatchObject({ deskId: 'taula-2' });

  first.help.withdraw(helpId);
  await desk.view((view) => view.help.some(({ isOver }) => isOver));
  expect(first.hub.unpairKiosk(second.state().check ?? '').ok).toBe(true);
  await first.stateWhen(() => !first.help.isHeard());
});
