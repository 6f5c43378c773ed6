import { type KeyObject, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MOST_SIGNED_CODES } from '../../../../../src-main/check-in/ports/guesses.ts';
import { TRIES_IN_A_SESSION } from '../../../../../src-main/check-in/rules/tries.ts';
import { createGuessMemory } from '../../../../../src-main/check-in/store/guess-memory.ts';
import { OfficeId } from '../../../../../src-main/contract/shared/ids.ts';
import { bookingsOf } from '../../../../support/booked-office.ts';
import { certify, newAuthority, newServerKey } from '../../../../support/certificates.ts';
import { MINUTE_MS, standAtCheckIn, ZONE } from '../../../../support/check-in-kiosk.ts';
import {
  at,
  MINE,
  NOBODYS,
  type Place,
  presentLocator,
  takeTicket,
} from '../../../../support/citizen-with-appointment.ts';
import { newRequestId } from '../../../../support/core-process.ts';
import { signedCode, signedCodeContent, unsignedCode } from '../../../../support/midni-code.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

describe('a MiDNI code', () => {
  const police = newAuthority('APPDNIMOVIL');
  /** A code that names the certificate's serial number and expires `minutes` after the test's present time. */
  const codeOf = (certificate: string, key: KeyObject, { number = MINE, minutes = 2 } = {}) => {
    const [date = '', time = ''] = new Date(at(minutes)).toISOString().split('T');
    const expiry = `${date.split('-').toReversed().join('-')} ${time.slice(0, 8)}`;
    const certificateReference = new X509Certificate(certificate).serialNumber;
    return signedCode(unsignedCode(signedCodeContent({ number, expiry, certificateReference })), key);
  };
  const show = (place: Place, bytes: Uint8Array) => {
    place.kiosk.scanned({ text: null, bytes });
    return place.view();
  };
  /** The same signature in its other valid form: a verifier accepts `n - s` for `s`. */
  const inOtherDress = (bytes: Buffer): Buffer => {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = BigInt(`0x${bytes.subarray(-32).toString('hex')}`);
    const other = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
    return Buffer.concat([bytes.subarray(0, -32), other]);
  };
  const standing = (certificates = [police.certificate], data = temporaryFolder()) =>
    standAtCheckIn(
      (book) => [book({ startMs: at(5), documentNumber: MINE }), book({ startMs: at(6), documentNumber: MINE })],
      {
        midniCertificates: certificates,
        data,
      },
    );

  test('is accepted once: neither form works again, in the next session or after a restart', async () => {
    const place = await standing();
    const code = codeOf(police.certificate, police.key);
    expect(show(place, code)).toMatchObject({ ticket: { appointment: { time: '11:05' } } });
    for (const again of [code, inOtherDress(code)]) {
      place.finish();
      expect(show(place, again)).toMatchObject({
        result: 'code-unreadable',
        nextActions: ['try-again', 'desk', 'walk-in'],
      });
    }
    place.close();
    const later = await standing([police.certificate], place.data);
    for (const again of [code, inOtherDress(code)]) {
      later.finish();
      expect(show(later, again)).toMatchObject({ result: 'code-unreadable' });
    }
    later.finish();
    expect(show(later, codeOf(police.certificate, police.key))).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test('scanned once more by the same person changes nothing on the screen', async () => {
    const place = await standing();
    const code = codeOf(police.certificate, police.key, { number: NOBODYS });
    expect(show(place, code)).toMatchObject({ result: 'neutral' });
    const { sessionId } = place.now();
    expect(show(place, code)).toMatchObject({ result: 'neutral' });
    expect(place.now().sessionId).toBe(sessionId);
  });

  test('that expires more than ten minutes ahead is refused', async () => {
    const place = await standing();
    expect(show(place, codeOf(police.certificate, police.key, { minutes: 11 }))).toMatchObject({
      result: 'code-unreadable',
    });
    place.finish();
    expect(show(place, codeOf(police.certificate, police.key, { minutes: 10 }))).toMatchObject({ ticket: {} });
  });

  test('of a certificate that is not yet or no longer valid is refused, and logged once', async () => {
    const key = newServerKey();
    const [past, future] = [
      certify(police, key, { fromMs: at(-9_999), toMs: at(-1) }),
      certify(police, key, { fromMs: at(1), toMs: at(9_999) }),
    ];
    const place = await standing([past, future]);
    for (const certificate of [past, past, future]) {
      place.finish();
      expect(show(place, codeOf(certificate, key))).toMatchObject({ result: 'code-unreadable' });
    }
    expect(place.logged.filter((line) => line.includes('certificate-out-of-date'))).toHaveLength(2);
    place.finish();
    place.wait(MINUTE_MS);
    expect(show(place, codeOf(future, key))).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test('is kept on the disk as a mark only, and the number of remembered marks is limited', async () => {
    const { opened, clock } = await standing();
    const memory = createGuessMemory(opened.database);
    const untilMs = (index: number) => clock.wallMs() + index;
    // One transaction for all, because a commit for each would take seconds.
    opened.database.transaction(() => {
      for (let index = 0; index < MOST_SIGNED_CODES + 3; index += 1)
        expect(memory.isFirstShown(`mark ${index}`, untilMs(index), clock.wallMs())).toEqual({ ok: true, value: true });
    })();
    const count = () => opened.database.prepare('SELECT count(*) FROM seal_shown').pluck().get();
    expect(count()).toBe(MOST_SIGNED_CODES);
    expect(memory.isFirstShown(`mark ${MOST_SIGNED_CODES}`, 0, clock.wallMs())).toEqual({ ok: true, value: false });
    memory.isFirstShown('of tomorrow', clock.wallMs() + 86_400_000, clock.wallMs() + 86_400_000);
    expect(count()).toBe(1);
  });
});

describe('a code that is scanned at the wrong moment', () => {
  const standing = () => standAtCheckIn((book) => [book({ startMs: at(5) }), book({ startMs: at(6) })]);

  test('replaces no number on the screen while its slip is to come, and gives no second ticket', async () => {
    const place = await standing();
    const [mine = '', other = ''] = place.booked.map(({ qr }) => qr);
    place.scan(mine);
    const shown = place.now();
    expect(shown.view).toMatchObject({ screen: 'printer-trouble' });
    for (const text of [other, mine, 'https://exemple.cat']) place.scan(text);
    expect(place.now()).toEqual(shown);
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('replaces no proof of attendance on the screen while its slip is to come', async () => {
    const place = await standing();
    place.scan(place.booked[0]?.qr ?? '');
    const followToken = place.papers[0]?.ticket?.followToken;
    place.finish();
    place.scan(`HTTPS://EXEMPLE.CAT/T/${followToken}`);
    const shown = place.now();
    expect(shown.view).toMatchObject({ screen: 'attendance-proof' });
    place.scan(place.booked[1]?.qr ?? '');
    expect(place.now()).toEqual(shown);
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('does not close the technician’s screen', async () => {
    const place = await standing();
    place.touch('openTechnician', {});
    const shown = place.now();
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.now()).toEqual(shown);
    expect(shown.view.screen).toBe('technician-pin');
    expect(place.events('ticket-issued')).toEqual([]);
  });
});

test('an appointment of another office is never recorded as checked in, however it is shown', async () => {
  const place = await standAtCheckIn((book) => [
    book({ startMs: at(5), documentNumber: MINE, code: 'SE-1234567890' }),
    book({ startMs: at(-20) }),
  ]);
  const elsewhere = bookingsOf('oac-dido', 'terrassa', place.signer, ZONE);
  const movedTo = { officeId: OfficeId.parse('oac-dido'), start: new Date(at(5)).toISOString() };
  const changes = place.booked.map(({ appointment }) => ({
    kind: 'appointment-changed' as const,
    appointment: { ...appointment, state: 'moved' as const, movedTo },
  }));
  expect(place.centre.keepChanges(changes, '2').ok).toBe(true);
  const codes = [...place.booked.flatMap(({ qr, locator }) => [qr, locator]), 'SE-1234567890'];
  for (const minutes of [5, -20, 60]) codes.push(elsewhere.book({ startMs: at(minutes) }).qr);
  for (const code of codes) {
    place.finish();
    place.scan(code);
    expect(place.view()).toMatchObject({ result: 'wrong-office' });
    expect(place.touch('continueCheckIn', { requestId: newRequestId() })).toMatchObject({ ok: false });
    place.touch('takeWalkIn', { requestId: newRequestId() });
    if (place.view().screen === 'services') takeTicket(place);
  }
  expect(place.events('ticket-issued')).toHaveLength(codes.length);
  expect(place.events('appointment-checked-in')).toEqual([]);
});

describe('a code that is scanned while a result is shown', () => {
  const asked = { preferential: true, comeAndFetch: true };
  const afterTooEarly = async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(180) }), book({ startMs: at(0) })]);
    const [early = '', onTime = ''] = place.booked.map(({ qr }) => qr);
    place.touch('chooseLanguage', { language: 'es' });
    place.touch('setAttention', { attention: asked });
    place.scan(early);
    expect(place.view()).toMatchObject({ result: 'too-early' });
    return { place, early, onTime };
  };

  test('belongs to the next person: the wishes of the last person do not apply, and the screen stays readable', async () => {
    const { place, onTime } = await afterTooEarly();
    const { sessionId } = place.now();
    place.scan(onTime);
    expect(place.now().sessionId).not.toBe(sessionId);
    expect(place.now().language).toBe('es');
    expect(place.events('appointment-checked-in')).toMatchObject([{ preferential: false, comeAndFetch: false }]);
    const [issued] = place.events('ticket-issued');
    expect(issued).toBeDefined();
    for (const wish of Object.keys(asked)) expect(issued).not.toHaveProperty(wish);
  });

  test('belongs to the same person if it is the same code', async () => {
    const { place, early } = await afterTooEarly();
    const { sessionId } = place.now();
    place.scan(early);
    expect(place.now()).toMatchObject({ sessionId, attention: asked });
  });

  test('of the next person begins without the failures of the last', async () => {
    const place = await standAtCheckIn();
    const wrong = () => place.bookings.book({ startMs: at(5) }).locator;
    for (let count = 1; count < TRIES_IN_A_SESSION; count += 1) {
      if (count > 1) place.touch('back', {});
      else place.touch('openEntry', { visitType: 'appointment' });
      place.touch('openCheckIn', { method: 'locator' });
      presentLocator(place, wrong());
    }
    place.scan(wrong());
    expect(place.view()).toMatchObject({ result: 'not-found' });
  });

  test('belongs to the next person also if the last person typed a code after the scan', async () => {
    const { place, early } = await afterTooEarly();
    const { sessionId } = place.now();
    place.touch('back', {});
    place.touch('openCheckIn', { method: 'locator' });
    presentLocator(place, place.bookings.book({ startMs: at(5) }).locator);
    expect(place.now()).toMatchObject({ sessionId, view: { result: 'not-found' } });
    place.scan(early);
    expect(place.now().sessionId).not.toBe(sessionId);
  });
});

test('a ticket that is scanned on leaving gives a proof of attendance with arrival and leaving', async () => {
  const place = await standAtCheckIn();
  place.touch('openEntry', { visitType: 'walk-in' });
  const taken = takeTicket(place);
  const { followToken } = (taken.ok ? taken.value : {}) as { followToken: string };
  place.finish();
  place.wait(42 * MINUTE_MS);
  place.scan(`HTTPS://EXEMPLE.CAT/T/${followToken}`);
  expect(place.view()).toMatchObject({ screen: 'attendance-proof', from: '11:00', to: '11:42' });
  expect(place.papers.at(-1)).toMatchObject({ kind: 'attendance', code: expect.stringMatching(/^[0-9A-Z]{12}$/) });
});
