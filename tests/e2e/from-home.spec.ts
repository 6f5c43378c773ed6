import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { pino } from 'pino';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import { requestTo, send } from '../../src-central/sandbox/ask.ts';
import { enrolPlayed, type PlayedKiosk, type PlayedWire, tell } from '../../src-central/sandbox/played-kiosk.ts';
import { TurnRequests } from '../../src-main/contract/centre/turns-from-afar.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { arrivalCode, arrivalMark } from '../../src-main/domain/arrival-code.ts';
import { KIOSK_WRITER } from '../../src-main/domain/from-afar.ts';
import { keyFromPem, newSigningKey } from '../../src-main/signing/keys.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import { profileOf } from '../conformance/trial.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';

const OFFICE = 'oac-dido';
const TOKEN = 'ABCDEFGHIJKLMNOPQRSTUVWX27';
const PHONE = { width: 390, height: 844, deviceScaleFactor: 1, mobile: true };
/** A Tuesday, five past ten in Terrassa. */
const START_MS = Date.parse('2026-11-24T09:05:00.000Z');

let browser: Browser;
let stop: () => Promise<void>;
let wire: PlayedWire;
let kiosk: PlayedKiosk;

test.beforeAll(async () => {
  const clock = { nowMs: () => START_MS };
  const database = await openPglite(null);
  const signingKey = newSigningKey();
  const { server, open } = assembleCentre({
    ...{ database, clock, signingKey, environment: 'test', logger: pino({ level: 'silent' }) },
    ...{ behindProxy: false, maxInFlight: 20, nextKey: null, tls: null },
  });
  await open();
  wire = { url: await server.listen('127.0.0.1', 0), cityId: 'terrassa', clock };
  const token = await makeToken(database, CityId.parse('terrassa'), 'Montserrat Prova', START_MS);
  const profile = profileOf(OFFICE, {
    ...{ desks: [{ deskId: 'taula-3', name: { ca: 'Taula 3' } }], hub: {} },
    ticket: { privacyPage: 'exemple.cat/dades', followPage: 'https://torn.exemple.cat/T' },
    fromHome: { services: [{ serviceId: 'tramits', perQuarter: 3 }] },
  });
  const headers = { authorization: `Bearer ${token}` };
  const body = { profile, effectiveFrom: '2026-11-01' };
  await send(requestTo(wire, 'publishProfile', { params: { officeId: OFFICE }, body, headers }));
  kiosk = await enrolPlayed(wire, {
    ...{ token, centreKey: signingKey.publicKey, officeId: OFFICE, slot: 1, name: 'quiosc 1', version: '0.1.0' },
  });
  browser = await openBrowser();
  stop = async () => {
    await server.drain();
    await database.close();
  };
});
test.afterAll(async () => {
  await browser.close();
  await stop();
});

/** States the kiosk's offer and answers; returns the open requests. */
async function stateTurns(answers: object[] = []) {
  const key = keyFromPem(kiosk.pem);
  if (key === null) throw new Error('the kiosk has no key');
  const offer = { serviceId: 'tramits', left: 3, queue: { waiting: 2, minutes: { from: 5, to: 10 } } };
  const body = { asOf: new Date(START_MS).toISOString(), offers: [offer], answers };
  const request = requestTo(wire, 'stateTurns', { params: { kioskId: kiosk.kioskId }, body });
  const headers = await signRequest(request, key, 'kiosk', null);
  return TurnRequests.parse(await send({ ...request, headers })).requests;
}

test('a person at home asks for a number, sees the code for the kiosk, and is called to desk 3 once it was read', async () => {
  const { page } = browser;
  const panel = await page.context().newCDPSession(page);
  await panel.send('Emulation.setDeviceMetricsOverride', PHONE);
  const expectGood = async (): Promise<void> => {
    // A page without scripts follows its turn by loading itself again.
    expect(await foundByAxe(page, { without: ['meta-refresh'] })).toEqual([]);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  };
  await stateTurns();
  await page.goto(`${wire.url}/c/terrassa/${OFFICE}/turn?lang=ca`);
  await expect(page.getByText('Si no hi sou quan us toca')).toBeVisible();
  await expectGood();
  // The page solves its puzzle and sends the form by itself.
  await page.getByRole('button', { name: 'Vull un número' }).click();
  await expect(page.getByRole('status')).toContainText('Demanem el número');
  const [request] = await stateTurns();
  expect(request).toMatchObject({ serviceId: 'tramits', language: 'ca' });

  const ticketId = randomUUID();
  let rank = 0;
  const act = (deskId: string, word: string, more = {}) => {
    rank += 1;
    const life = { lifeId: randomUUID(), ticketId, rank, deskId, act: word, ageMs: 0, ...more };
    return { type: 'ticket-life', payload: life };
  };
  const ticket = { ticketId, series: 'A', serviceDay: '2026-11-24', number: 52, serviceId: 'tramits', way: 'walk-in' };
  await stateTurns([{ requestId: request?.requestId, given: { ticketId, followToken: TOKEN }, notGiven: null }]);
  await tell(wire, kiosk, [
    { type: 'ticket-issued', payload: { ...ticket, language: 'ca', followToken: TOKEN } },
    act(KIOSK_WRITER, 'come', { to: arrivalMark(TOKEN) }),
  ]);
  // The page goes on by itself.
  await expect(page.locator('.number')).toHaveText('A052');
  await expect(page.getByText('Veniu abans de les')).toBeVisible();
  await expect(page.getByText(arrivalCode('A052', TOKEN))).toBeVisible();
  await expect(page.locator('svg.qr')).toBeVisible();
  await expectGood();

  await tell(wire, kiosk, [act(KIOSK_WRITER, 'arrive')]);
  await page.reload();
  await expect(page.locator('svg.qr')).toHaveCount(0);
  await tell(wire, kiosk, [act('taula-3', 'call')]);
  await page.reload();
  await expect(page.getByRole('status')).toContainText('Us cridem ara');
  await expect(page.getByRole('status')).toContainText('Taula 3');
  await expectGood();
});
