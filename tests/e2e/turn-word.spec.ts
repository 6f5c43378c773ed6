import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { pino } from 'pino';
import { ticketText } from '../../config/locales/ticket-words.ts';
import { createKeyring, encryptionKeyOf } from '../../src-central/appointments/keyring.ts';
import type { PushParts } from '../../src-central/turn-words/send-word.ts';
import { startTurnWords } from '../../src-central/turn-words/turn-words.ts';
import { vapidKeysOf } from '../../src-central/turn-words/vapid.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../src-main/tickets/rules/follow-token.ts';
import { foundByAxe } from '../support/axe.ts';
import { startBookingCentre } from '../support/booking-centre.ts';
import { openBrowser } from '../support/browser.ts';
import { startPushService } from '../support/push-service.ts';

test('a touch on the phone asks for a message, and the phone’s service worker receives it when two people are before the turn', async () => {
  const service = await startPushService();
  const keyring = createKeyring(encryptionKeyOf(randomBytes(32)));
  const push: PushParts = {
    origin: 'https://torn.example',
    keys: vapidKeysOf(newSigningKey()),
    services: [service.host],
    mayReach: () => true,
    authority: service.authority,
  };
  const centre = await startBookingCentre({ push, keyring });
  const words = startTurnWords({ ...centre, keyring, push, logger: pino({ level: 'silent' }) });
  const browser = await openBrowser();
  try {
    const { page } = browser;
    const panel = await page.context().newCDPSession(page);
    await panel.send('Emulation.setDeviceMetricsOverride', {
      width: 320,
      height: 640,
      deviceScaleFactor: 1,
      mobile: true,
    });
    const token = followToken(randomBytes(FOLLOW_TOKEN_BYTES));
    const ticketId = await centre.giveTurn('oac-dido', 'empadronament', token);
    const turn = `${centre.url}/t/terrassa/${token}`;
    await page.goto(turn);
    expect(await page.evaluate(() => document.scripts.length)).toBe(0);
    // A real browser subscribes at the servers of its maker; here it subscribes at the test's push service.
    const mine = service.browser();
    await page.addInitScript(({ endpoint, ...keys }) => {
      PushManager.prototype.subscribe = async (options) => {
        const made = { endpoint, options, toJSON: () => ({ endpoint, keys }) };
        return made as unknown as PushSubscription;
      };
    }, mine);
    await page.getByRole('link', { name: ticketText('ca', 'phone-word-ask') }).click();
    expect(await foundByAxe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    const isRegistered = () => navigator.serviceWorker.getRegistrations().then((all) => all.length);
    expect(await page.evaluate(isRegistered)).toBe(0);
    await page.getByRole('button', { name: ticketText('ca', 'phone-word-yes') }).click();
    await expect(page.getByText(ticketText('ca', 'phone-word-on'))).toBeVisible();

    await centre.state('oac-dido', [], { [ticketId]: { waiting: 2, minutes: null } });
    await words.look();
    await words.look();
    const [received] = service.received;
    expect(received?.word).toMatchObject({ title: ticketText('ca', 'phone-word-near') });

    // This Chromium passes the push to the service worker but shows no notifications; `turn-words.test.ts` checks their text.
    const errors: string[] = [];
    panel.on('ServiceWorker.workerErrorReported', ({ errorMessage }) => void errors.push(errorMessage.errorMessage));
    const registered = new Promise<string>((resolve) => {
      panel.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL === turn);
        if (own !== undefined) resolve(own.registrationId);
      });
    });
    await panel.send('ServiceWorker.enable');
    const data = JSON.stringify(received?.word);
    await panel.send('ServiceWorker.deliverPushMessage', {
      origin: centre.url,
      registrationId: await registered,
      data,
    });
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    await words.stop();
    await centre.stop();
    service.stop();
  }
});
