import { afterEach, expect, test } from 'vitest';
import { HALL_SPEECH_PATH } from '../../../src-main/calling/contract/paths.ts';
import { freePort } from '../../support/free-port.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const started: KioskWithDesks[] = [];
afterEach(async () => {
  for (const { core } of started.splice(0)) await core.stop();
});

test('a hall screen gets a current call in Catalan in the kiosk’s own voice; other calls, languages and browsers get no sound', async () => {
  const port = await freePort();
  const kiosk = await startKioskWithDesks(temporaryFolder(), officeWithDesks(temporaryFolder(), port), port);
  started.push(kiosk);
  await kiosk.giveTicket();
  const [desk, hall] = [await kiosk.pair('desk', 'taula-1'), await kiosk.pair('hall')];
  await desk.order({ kind: 'call-next' });
  const { calls } = await hall.hall(({ calls: [call] }) => call !== undefined);
  const pathOf = (call: string, language: string) => `${HALL_SPEECH_PATH}?call=${call}&language=${language}`;
  const id = calls[0]?.id ?? '';
  const heard = await hall.get(pathOf(id, 'ca'));
  expect(heard).toMatchObject({ status: 200, headers: { 'content-type': 'audio/wav' } });
  expect(String(heard.body).slice(0, 4)).toBe('RIFF');
  // A spoken sentence takes at least half a second, which is more than 8,000 bytes.
  expect(Number(heard.headers['content-length'] ?? String(heard.body).length)).toBeGreaterThan(8_000);
  expect((await hall.get(pathOf(id, 'fr'))).status).toBe(404);
  expect((await hall.get(pathOf('00000000-0000-4000-8000-000000000000', 'ca'))).status).toBe(404);
  expect((await hall.get(HALL_SPEECH_PATH)).status).toBe(404);
  expect((await kiosk.browser().get(pathOf(id, 'ca'))).status).toBe(401);
  expect((await desk.get(pathOf(id, 'ca'))).status).toBe(401);
});
