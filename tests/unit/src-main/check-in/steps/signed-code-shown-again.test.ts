import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { newAuthority } from '../../../../support/certificates.ts';
import { standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { chooseService, MINE, NOBODYS, SENSITIVE_SERVICES } from '../../../../support/citizen-with-appointment.ts';
import { signedCode, signedCodeContent, unsignedCode } from '../../../../support/midni-code.ts';

const police = newAuthority('APPDNIMOVIL');
const certificateReference = new X509Certificate(police.certificate).serialNumber;
const codeOf = (number: string): Buffer =>
  signedCode(
    unsignedCode(signedCodeContent({ number, expiry: '25-11-2026 10:02:00', certificateReference })),
    police.key,
  );

/** A kiosk that reads MiDNI codes. `slow`: the hash of a number is ready when the test says so. */
async function stand({ sensitive = false, slow = false } = {}) {
  const waiting: (() => void)[] = [];
  const place = await standAtCheckIn(() => [], {
    midniCertificates: [police.certificate],
    profile: { sensitive, groups: [], services: SENSITIVE_SERVICES },
    ...(slow
      ? {
          identification: {
            documentHashes: (number) =>
              new Promise((resolve) => void waiting.push(() => resolve([`hash of ${number}`]))),
          },
        }
      : {}),
  });
  return {
    place,
    waiting,
    show(bytes: Uint8Array) {
      place.kiosk.scanned({ text: null, bytes });
      return place.view();
    },
    async ready() {
      for (const tell of waiting.splice(0)) tell();
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
      return place.view();
    },
  };
}

test('a MiDNI code that led to the choice of a service, and was left by going back, leads there again', async () => {
  const { place, show } = await stand({ sensitive: true });
  const code = codeOf(MINE);
  expect(show(code)).toMatchObject({ screen: 'services', purpose: 'check-in' });
  const asked = place.now();
  show(code);
  expect(place.now()).toEqual(asked);
  place.touch('back', {});
  expect(place.view().screen).toBe('check-in');
  expect(show(code)).toMatchObject({ screen: 'services', purpose: 'check-in' });
  expect(place.now().sessionId).toBe(asked.sessionId);
  chooseService(place, 'acollida');
  expect(place.view()).toMatchObject({ ticket: { serviceId: 'acollida' } });
});

test('an answered code is answered again after going back, and changes nothing while its answer is shown', async () => {
  const { place, show } = await stand();
  const code = codeOf(MINE);
  expect(show(code)).toMatchObject({ result: 'neutral' });
  const shown = place.now();
  show(code);
  expect(place.now()).toEqual(shown);
  place.touch('back', {});
  expect(show(code)).toMatchObject({ result: 'neutral' });
  expect(place.now().sessionId).toBe(shown.sessionId);
});

test('a code that another person’s code has followed is spent', async () => {
  const { show } = await stand();
  const code = codeOf(MINE);
  show(code);
  show(codeOf(NOBODYS));
  expect(show(code)).toMatchObject({ result: 'code-unreadable' });
});

test('a touch during the look-up does not spend the code: scanned once more it is looked up', async () => {
  const { place, show, waiting, ready } = await stand({ slow: true });
  const code = codeOf(MINE);
  show(code);
  place.touch('openEntry', { visitType: 'appointment' });
  expect((await ready()).screen).toBe('check-in');
  show(code);
  expect(waiting).toHaveLength(1);
  expect(await ready()).toMatchObject({ result: 'neutral' });
});

test('a code is not looked up a second time during its look-up', async () => {
  const { show, waiting, ready } = await stand({ slow: true });
  const code = codeOf(MINE);
  show(code);
  show(code);
  expect(waiting).toHaveLength(1);
  expect(await ready()).toMatchObject({ result: 'neutral' });
});

test('a code without a result, because its session ended too soon, is valid for the next session and then spent', async () => {
  const { place, show, ready } = await stand({ slow: true });
  const code = codeOf(MINE);
  place.touch('openEntry', { visitType: 'appointment' });
  show(code);
  place.finish();
  expect((await ready()).screen).toBe('idle');
  show(code);
  expect(await ready()).toMatchObject({ result: 'neutral' });
  place.finish();
  expect(show(code)).toMatchObject({ result: 'code-unreadable' });
});

test('a code that is scanned during the look-up of another number is not spent', async () => {
  const { show, ready } = await stand({ slow: true });
  const code = codeOf(MINE);
  show(codeOf(NOBODYS));
  show(code);
  expect(await ready()).toMatchObject({ result: 'neutral' });
  show(code);
  expect(await ready()).toMatchObject({ result: 'neutral' });
});
