import { type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Screen } from '../../../../src-main/contract/kiosk/view-state.ts';
import { OfficeId, RequestId, ServiceId } from '../../../../src-main/contract/shared/ids.ts';
import { checkDigit } from '../../../../src-main/domain/machine-readable-zone.ts';
import { TRIES_IN_A_SESSION, TRIES_OF_A_DEVICE } from '../../../../src-main/domain/tries.ts';
import { MOST_SIGNED_CODES } from '../../../../src-main/ports/guesses.ts';
import { createGuessMemory } from '../../../../src-main/storage/guess-memory.ts';
import { bookingsOf } from '../../../support/booked-office.ts';
import { certify, newAuthority, newServerKey } from '../../../support/certificates.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../support/check-in-kiosk.ts';
import { signedCode, signedCodeContent, unsignedCode } from '../../../support/midni-code.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const MINE = '12345678Z';
const NOBODYS = '99999999R';
const ELSEWHEN = '00000000T';
const ANOTHER_DAYS = '00000001R';
const LATE = '00000002W';
const at = (minutes: number): number => NOW_MS + minutes * MINUTE_MS;
const requestId = (): RequestId => RequestId.parse(randomUUID());
const service = (id: string): ServiceId => ServiceId.parse(id);
type Place = Awaited<ReturnType<typeof standAtCheckIn>>;

/** Chooses the service that the screen asks for before the number; where only one takes appointments it asks for none. */
function typeDocument(place: Place, text: string, serviceId = 'empadronament'): Screen {
  place.finish();
  place.touch('openEntry', { visitType: 'appointment' });
  place.touch('openCheckIn', { method: 'document' });
  if (place.view().screen === 'services')
    place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service(serviceId) });
  place.touch('presentDocument', { requestId: requestId(), kind: 'dni', text });
  return place.view();
}
function typeLocator(place: Place, text: string): Screen {
  if (place.view().screen !== 'locator-keypad') {
    place.finish();
    place.touch('openEntry', { visitType: 'appointment' });
    place.touch('openCheckIn', { method: 'locator' });
  }
  place.touch('presentLocator', { requestId: requestId(), text });
  return place.view();
}

describe('who holds the confirmation', () => {
  test('is given the ticket of the hour from the idle screen, untouched, and is told where a specialist waits', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(20), deskId: 'taula-3' })]);
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({
      ticket: { visitType: 'appointment', appointment: { time: '11:20', waitAt: 'Taula 3' } },
    });
    expect(place.papers[0]?.ticket?.appointment).toEqual({ startMs: at(20), deskId: 'taula-3' });
    expect(place.events('appointment-checked-in')).toMatchObject([{ way: 'qr', trust: 'cache', deskId: 'taula-3' }]);
  });

  test('is told exactly when it is too early, another day, over or cancelled', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(60) }),
      book({ startMs: at(24 * 60) }),
      book({ startMs: at(-11) }),
    ]);
    const tell = (index: number) => {
      place.finish();
      place.scan(place.booked[index]?.qr ?? '');
      return place.view();
    };
    expect(tell(0)).toMatchObject({ result: 'too-early', when: { time: '12:00' }, from: '11:30' });
    expect(tell(1)).toMatchObject({ result: 'wrong-day', when: { date: '2026-11-26', time: '11:00' } });
    expect(tell(2)).toMatchObject({ result: 'too-late', walkIn: 'ticket' });
  });

  test('of a day that was moved beyond what the kiosk holds is told the new one, by the old code', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const booked = place.booked[0];
    if (booked === undefined) throw new Error('nothing was booked');
    const movedTo = { officeId: OfficeId.parse('demonstration'), start: new Date(at(6 * 24 * 60)).toISOString() };
    const appointment = { ...booked.appointment, state: 'moved' as const, movedTo };
    expect(place.centre.keepChanges([{ kind: 'appointment-changed', appointment }], '2').ok).toBe(true);
    place.scan(booked.qr);
    expect(place.view()).toMatchObject({ result: 'wrong-day', when: { date: '2026-12-01', time: '11:00' } });
    expect(typeLocator(place, booked.locator)).toMatchObject({ result: 'wrong-day' });
  });

  test('may type the locator in any dress, or the code of the channel', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(5) }),
      book({ startMs: at(6), code: 'SE-1234567890' }),
    ]);
    const typed = ` ${(place.booked[0]?.locator ?? '').toLowerCase().replace(/(.{4})/, '$1 - ')}`;
    expect(typeLocator(place, typed)).toMatchObject({ ticket: { appointment: { time: '11:05' } } });
    expect(typeLocator(place, 'se-1234567890')).toMatchObject({ ticket: { appointment: { time: '11:06' } } });
    expect(place.events('appointment-checked-in').map(({ way }) => way)).toEqual(['locator', 'code']);
  });

  test('finds nothing by a number that anybody may know, though a booking system calls its appointment so', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(5), code: MINE }),
      book({ startMs: at(6), code: 'K1234567L' }),
    ]);
    const formats = [{ prefix: '', length: 9, characters: 'capitals-and-digits' as const }];
    place.centre.keepChanges([{ kind: 'code-formats-changed', formats }], '2');
    for (const text of [MINE, '12.345.678-z', 'k1234567l', '１２３４５６７８Ｚ', '612345678', '+34 612 345 678']) {
      expect(typeLocator(place, text)).toMatchObject({ screen: 'locator-keypad', notice: 'mistyped' });
      place.finish();
      place.scan(text);
      expect(place.view()).toMatchObject({ result: 'not-found' });
    }
    expect(place.events('appointment-checked-in')).toEqual([]);
  });

  test('finds nothing by a code that is guessed easily, and the log says once that the centre announced its form', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(5), code: 'B-1234' }),
      book({ startMs: at(6), code: 'SE-1234567890' }),
    ]);
    const [weak, strong] = [
      { prefix: 'B-', length: 4, characters: 'digits' as const },
      { prefix: 'SE-', length: 10, characters: 'digits' as const },
    ];
    place.centre.keepChanges([{ kind: 'code-formats-changed', formats: [weak, strong] }], '2');
    for (const _time of [1, 2]) expect(typeLocator(place, 'B-1234')).toMatchObject({ notice: 'mistyped' });
    expect(typeLocator(place, 'SE-1234567890')).toMatchObject({ ticket: { appointment: { time: '11:06' } } });
    expect(place.logged.filter((line) => line.includes('code-format-weak'))).toHaveLength(1);
  });

  test('is believed by the signature alone, once the service is chosen, and is known from then on', async () => {
    const place = await standAtCheckIn();
    const { qr, appointment } = place.bookings.book({ startMs: at(5) });
    place.scan(qr);
    expect(place.view()).toMatchObject({ result: 'unverified-offline', nextActions: ['choose-service', 'walk-in'] });
    place.touch('continueCheckIn', { requestId: requestId() });
    if (place.view().screen === 'services')
      place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service('empadronament') });
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment', appointment: null } });
    expect(place.events('appointment-checked-in')).toMatchObject([
      { appointmentId: appointment.appointmentId, trust: 'token' },
    ]);
    place.finish();
    place.scan(qr);
    expect(place.view()).toMatchObject({ result: 'already-checked-in', nextActions: ['reprint', 'walk-in'] });
  });

  test('is told that it is closed once the day is over here, and is sent to no service that nobody serves', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(0) })]);
    place.appointments.endDay('2026-11-25');
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({ result: 'closed', nextActions: ['walk-in'] });
  });

  test('and whoever comes late waits with those who walk in, the centre told', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(-20) })]);
    place.scan(place.booked[0]?.qr ?? '');
    place.touch('takeWalkIn', { requestId: requestId() });
    expect(place.view()).toMatchObject({ ticket: { visitType: 'walk-in', serviceId: 'empadronament' } });
    expect(place.events('appointment-checked-in')).toMatchObject([{ arrivedInWindow: 'late' }]);
  });

  test('and asks for the ticket again where no printer takes it sees that, not a screen that waits for paper for ever', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const qr = place.booked[0]?.qr ?? '';
    place.scan(qr);
    place.finish();
    place.scan(qr);
    expect(place.touch('reprintCheckIn', {})).toEqual({ ok: true, value: null });
    expect(place.view()).toMatchObject({ screen: 'printer-trouble' });
    place.wait(2 * MINUTE_MS);
    expect(place.view().screen).toBe('idle');
  });

  test('stays where they are told when the ticket cannot be asked for again', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const qr = place.booked[0]?.qr ?? '';
    place.scan(qr);
    place.finish();
    place.scan(qr);
    place.opened.database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON paper_job BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(place.touch('reprintCheckIn', {})).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    expect(place.view()).toMatchObject({ screen: 'check-in-result', result: 'already-checked-in' });
  });

  test('one command that comes twice is one ticket', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    place.touch('openEntry', { visitType: 'appointment' });
    place.touch('openCheckIn', { method: 'locator' });
    const stamp = { sessionId: place.now().sessionId, stateNo: place.now().stateNo };
    const command = { stamp, requestId: requestId(), text: place.booked[0]?.locator ?? '' };
    expect(place.kiosk.handle('presentLocator', command)).toEqual({ ok: true, value: null });
    expect(place.kiosk.handle('presentLocator', command)).toEqual({ ok: true, value: null });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });
});

/** All that somebody who types or shows `number` can see, hear or hold, and the work that they wait for. */
function seenOf(place: Place, come: () => void) {
  place.finish();
  const from = place.states.length;
  const papers = place.papers.length;
  place.counts.clear();
  come();
  return {
    screens: place.states.slice(from).map(({ view }) => blind(view)),
    work: Object.fromEntries(place.counts),
    papers: place.papers.slice(papers).map((order) => ({ ...order, ...SAME, ticket: { ...order.ticket, ...SAME } })),
  };
}

describe('who types a document number', () => {
  const elsewhere = OfficeId.parse('oac-dido');
  const standAmongMany = () =>
    standAtCheckIn((book) => [
      book({ startMs: at(5), documentNumber: MINE, deskId: 'taula-3' }),
      book({ startMs: at(300), documentNumber: ELSEWHEN }),
      book({ startMs: at(24 * 60), documentNumber: ANOTHER_DAYS }),
      book({ startMs: at(-40), documentNumber: LATE }),
    ]);

  test('is asked for the service first, whoever they are', async () => {
    const place = await standAtCheckIn();
    place.touch('openEntry', { visitType: 'appointment' });
    place.touch('openCheckIn', { method: 'document' });
    expect(place.view()).toMatchObject({ screen: 'services', purpose: 'check-in' });
    expect(place.touch('presentDocument', { requestId: requestId(), kind: 'dni', text: MINE })).toMatchObject({
      error: { kind: 'not-possible-here' },
    });
  });

  test('is given the same turn by the same steps and the same work, on time, early, late, on another day, come before or unknown', async () => {
    const place = await standAmongMany();
    typeDocument(place, NOBODYS);
    const stranger = seenOf(place, () => typeDocument(place, NOBODYS));
    expect(stranger.screens.at(-1)).toMatchObject({ ticket: { serviceId: 'empadronament', appointment: null } });
    expect(stranger.papers).toMatchObject([{ ticket: { visitType: 'appointment', appointment: null } }]);
    for (const number of [MINE, MINE, ELSEWHEN, ANOTHER_DAYS, LATE])
      expect(seenOf(place, () => typeDocument(place, number))).toEqual(stranger);
    expect(place.events('appointment-checked-in').map(({ appointmentId }) => appointmentId)).toEqual([
      null,
      null,
      place.booked[0]?.appointment.appointmentId,
      ...[null, null, null, null],
    ]);
  });

  test('and gives it for another service than the appointment’s is given that service’s turn, like anybody', async () => {
    const place = await standAmongMany();
    typeDocument(place, NOBODYS, 'registre-i-tramits');
    const stranger = seenOf(place, () => typeDocument(place, NOBODYS, 'registre-i-tramits'));
    expect(seenOf(place, () => typeDocument(place, MINE, 'registre-i-tramits'))).toEqual(stranger);
    expect(stranger.screens.at(-1)).toMatchObject({ ticket: { serviceId: 'registre-i-tramits', appointment: null } });
  });

  test('is shown and printed no more by asking for the paper again, by the ticket’s own code or by a proof of attendance', async () => {
    const place = await standAmongMany();
    const again = (number: string) => {
      typeDocument(place, number);
      const { ticket } = place.papers.at(-1) ?? {};
      place.finish();
      return seenOf(place, () => {
        place.scan(`HTTPS://EXEMPLE.CAT/T/${ticket?.followToken}`);
        place.finish();
        if (ticket) place.kiosk.handle('reprintTicket', { requestId: ticket.requestId });
      });
    };
    const stranger = again(NOBODYS);
    expect(again(MINE)).toEqual(stranger);
    expect(JSON.stringify(stranger.papers)).toContain('attendance');
  });

  test('learns nothing from a zone either, which anybody can print: the service is asked for, and the turn is the same', async () => {
    const place = await standAmongMany();
    const show = (number: string) =>
      seenOf(place, () => {
        place.scan(zoneOf('BAA000589', number));
        expect(place.view()).toMatchObject({ screen: 'services', purpose: 'check-in' });
        place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service('empadronament') });
      });
    show(NOBODYS);
    const stranger = show(NOBODYS);
    expect(show(MINE)).toEqual(stranger);
    expect(stranger.screens.at(-1)).toMatchObject({ ticket: { appointment: null } });
  });

  test('of an appointment that is another office’s now is told nothing, and it is not marked', async () => {
    const place = await standAmongMany();
    const booked = place.booked[0];
    if (booked === undefined) throw new Error('nothing was booked');
    const appointment = {
      ...booked.appointment,
      state: 'moved' as const,
      movedTo: { officeId: elsewhere, start: booked.appointment.start },
    };
    expect(place.centre.keepChanges([{ kind: 'appointment-changed', appointment }], '2').ok).toBe(true);
    typeDocument(place, NOBODYS);
    const stranger = seenOf(place, () => typeDocument(place, NOBODYS));
    expect(seenOf(place, () => typeDocument(place, MINE))).toEqual(stranger);
    for (const event of place.events('appointment-checked-in')) expect(event).toMatchObject({ appointmentId: null });
  });

  test('is found for the staff under each key that holds, and not under one that was taken away', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5), documentNumber: MINE })]);
    const fresh = { keyNo: 2, key: Buffer.alloc(32, 2).toString('base64url') };
    const keys = [{ keyNo: 1, key: place.bookings.officeKey }, fresh];
    place.centre.keepChanges([{ kind: 'office-keys-changed', keys: [fresh] }], '2');
    typeDocument(place, MINE);
    place.centre.keepChanges([{ kind: 'office-keys-changed', keys }], '3');
    typeDocument(place, MINE);
    expect(place.events('appointment-checked-in').map(({ appointmentId }) => appointmentId)).toEqual([
      null,
      place.booked[0]?.appointment.appointmentId,
    ]);
  });

  test('in no sequence of numbers and services shows who has an appointment', async () => {
    const place = await standAtCheckIn((book) =>
      [MINE, ELSEWHEN].flatMap((documentNumber) =>
        [-10, 10, 30, 60].flatMap((minutes) =>
          ['empadronament', 'registre-i-tramits'].map((serviceId) =>
            book({ startMs: at(minutes), documentNumber, serviceId, deskId: 'taula-3' }),
          ),
        ),
      ),
    );
    const chosen = fc.constantFrom('empadronament', 'registre-i-tramits');
    const visit = fc.record({ number: fc.constantFrom(MINE, ELSEWHEN, NOBODYS), chosen });
    const strangers = new Map<string, unknown>();
    for (const serviceId of ['empadronament', 'registre-i-tramits'])
      for (const _second of [1, 2])
        strangers.set(
          serviceId,
          seenOf(place, () => typeDocument(place, NOBODYS, serviceId)),
        );
    fc.assert(
      fc.property(fc.array(visit, { minLength: 1, maxLength: 4 }), (visits) => {
        for (const { number, chosen: serviceId } of visits) {
          place.finish();
          place.wait(MINUTE_MS);
          expect(seenOf(place, () => typeDocument(place, number, serviceId))).toEqual(strangers.get(serviceId));
        }
      }),
      { numRuns: 10 },
    );
    expect(place.events('appointment-checked-in').some(({ appointmentId }) => appointmentId !== null)).toBe(true);
  });

  test('is asked to type again what is no number, and nothing is counted', async () => {
    const place = await standAtCheckIn();
    place.touch('openEntry', { visitType: 'appointment' });
    place.touch('openCheckIn', { method: 'document' });
    place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service('empadronament') });
    for (let count = 0; count < 3 * TRIES_IN_A_SESSION; count += 1)
      place.touch('presentDocument', { requestId: requestId(), kind: 'dni', text: '12345678A' });
    expect(place.view()).toMatchObject({ screen: 'document-keypad', notice: 'mistyped' });
  });

  test('may show it instead: a document by its zone, MiDNI by a signature that the police certify, which is told the hour', async () => {
    const police = newAuthority('APPDNIMOVIL');
    const certificateReference = new X509Certificate(police.certificate).serialNumber;
    const sealed = (expiry: string) =>
      signedCode(unsignedCode(signedCodeContent({ number: MINE, expiry, certificateReference })), police.key);
    const place = await standAtCheckIn(
      (book) => [book({ startMs: at(5), documentNumber: NOBODYS }), book({ startMs: at(6), documentNumber: MINE })],
      { midniCertificates: ['no certificate', police.certificate] },
    );
    place.scan(zoneOf('BAA000589', NOBODYS));
    expect(place.view()).toMatchObject({ screen: 'services' });
    place.finish();
    place.scan(zoneOf('BAA000589', NOBODYS).replace('8001014', '8001015'));
    expect(place.view()).toMatchObject({ result: 'code-unreadable', nextActions: ['try-again', 'walk-in'] });
    place.finish();
    place.kiosk.scanned({ text: null, bytes: sealed('25-11-2026 09:50:00') });
    expect(place.view()).toMatchObject({ result: 'code-unreadable' });
    place.finish();
    place.kiosk.scanned({ text: null, bytes: sealed('25-11-2026 10:00:30') });
    expect(place.view()).toMatchObject({ ticket: { appointment: { time: '11:06' } } });
  });
});

describe('a MiDNI code', () => {
  const police = newAuthority('APPDNIMOVIL');
  /** Of the certificate's number; it expires so many minutes from now. */
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
  /** The same signature in its other dress: `n - s` for `s` is as good to whoever verifies. */
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

  test('is taken once: not again in any dress, by whoever comes next, nor after a restart', async () => {
    const place = await standing();
    const code = codeOf(police.certificate, police.key);
    expect(show(place, code)).toMatchObject({ ticket: { appointment: { time: '11:05' } } });
    for (const again of [code, inOtherDress(code)]) {
      place.finish();
      expect(show(place, again)).toMatchObject({ result: 'code-unreadable', nextActions: ['try-again', 'walk-in'] });
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

  test('held before the reader once more by the same person changes nothing that they see', async () => {
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

  test('of a certificate that does not hold yet or any more is refused, and the log says so once', async () => {
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

  test('leaves on the disk nothing of what it says, and no more than so many of them are remembered', async () => {
    const { opened, clock } = await standing();
    const memory = createGuessMemory(opened.database);
    const untilMs = (index: number) => clock.wallMs() + index;
    // In one transaction: a commit of the disk each would take seconds.
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

describe('a sensitive office', () => {
  test('shows and prints the same to everybody, with the same work, and only the centre learns of the match', async () => {
    const profile = { sensitive: true, groups: [], services: SENSITIVE_SERVICES };
    const place = await standAtCheckIn(
      (book) => [book({ startMs: at(5), documentNumber: MINE, serviceId: 'acollida' })],
      {
        profile,
      },
    );
    const seen = (number: string) => seenOf(place, () => typeDocument(place, number, 'acollida'));
    seen(ELSEWHEN);
    const stranger = seen(NOBODYS);
    const holder = seen(MINE);
    expect(holder).toEqual(stranger);
    expect(seen(MINE)).toEqual(stranger);
    expect(place.events('appointment-checked-in').map(({ appointmentId }) => appointmentId)).toEqual([
      null,
      null,
      place.booked[0]?.appointment.appointmentId,
      null,
    ]);
  });
});

describe('before a service opens', () => {
  /** Only one service takes appointments, so that nobody has to choose; it opens at `from` o'clock of eleven in the morning. */
  const opening = (from: string, more: object = {}) => ({
    groups: [],
    services: [
      { ...SENSITIVE_SERVICES[0], hours: everyDay(from, '15:00') },
      { ...SENSITIVE_SERVICES[1], ways: ['walk-in'] },
    ],
    ...more,
  });
  const standing = (profile: ReturnType<typeof opening>) =>
    standAtCheckIn((book) => [book({ startMs: at(20), documentNumber: MINE, serviceId: 'acollida' })], { profile });

  test('a number typed in a sensitive office is given its turn as early as an appointment is taken, whoever types it', async () => {
    const place = await standing(opening('11:15', { sensitive: true }));
    for (const number of [MINE, NOBODYS])
      expect(typeDocument(place, number)).toMatchObject({ ticket: { serviceId: 'acollida', appointment: null } });
    expect(place.events('appointment-checked-in').map(({ appointmentId }) => appointmentId)).toEqual([
      place.booked[0]?.appointment.appointmentId,
      null,
    ]);
  });

  test('a number typed or shown earlier than that is told so, with a way on, whoever’s it is', async () => {
    const place = await standing(opening('11:31', { sensitive: true }));
    const closed = { result: 'closed', when: null, nextActions: ['walk-in'] };
    for (const number of [MINE, NOBODYS]) {
      expect(typeDocument(place, number)).toMatchObject(closed);
      place.finish();
      place.scan(zoneOf('BAA000589', number));
      expect(place.view()).toMatchObject(closed);
    }
    place.finish();
    place.wait(MINUTE_MS);
    expect(typeDocument(place, NOBODYS)).toMatchObject({ ticket: { serviceId: 'acollida' } });
  });

  test('a signed code that is not held is taken on trust by the service that is open at its hour', async () => {
    const services = [
      { ...SENSITIVE_SERVICES[0], hours: everyDay('11:15', '15:00') },
      { ...SENSITIVE_SERVICES[1], hours: everyDay('11:30', '15:00') },
    ];
    const place = await standAtCheckIn(() => [], { profile: { groups: [], services } });
    place.scan(place.bookings.book({ startMs: at(20), serviceId: 'acollida' }).qr);
    expect(place.view()).toMatchObject({ result: 'unverified-offline', nextActions: ['choose-service', 'walk-in'] });
    place.touch('continueCheckIn', { requestId: requestId() });
    expect(place.view()).toMatchObject({
      screen: 'services',
      choices: [
        { serviceId: 'acollida', closed: null },
        { serviceId: 'orientacio', closed: { opensAt: '11:30' } },
      ],
    });
    place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service('acollida') });
    expect(place.view()).toMatchObject({ ticket: { serviceId: 'acollida', visitType: 'appointment' } });
  });

  test('who has no code is given the turn, or told that the service is closed', async () => {
    const said = async (from: string) => {
      const place = await standing(opening(from));
      place.touch('openEntry', { visitType: 'appointment' });
      place.touch('openCheckIn', { method: 'no-code' });
      place.touch('checkInUnverified', { requestId: requestId(), serviceId: service('acollida'), startsAt: null });
      return place.view();
    };
    expect(await said('11:15')).toMatchObject({ ticket: { serviceId: 'acollida' } });
    expect(await said('11:31')).toMatchObject({ result: 'closed', nextActions: ['walk-in'] });
  });
});

describe('whoever guesses', () => {
  const wrong = (place: Place) => place.bookings.book({ startMs: at(5) }).locator;
  const guessAll = (place: Place) => {
    for (let count = 0; count < TRIES_OF_A_DEVICE; count += 1) {
      place.finish();
      place.scan(wrong(place));
    }
    place.finish();
  };

  test('by codes held before the reader is held up as well, and then a right one is not looked up', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(8), documentNumber: MINE })]);
    guessAll(place);
    const right = place.booked[0];
    place.scan(right?.locator ?? '');
    expect(place.view()).toMatchObject({ result: 'ask-at-desk' });
    place.finish();
    place.scan(zoneOf('BAA000589', MINE));
    place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service('empadronament') });
    expect(place.view()).toMatchObject({ result: 'ask-at-desk' });
    expect(place.events('appointment-checked-in')).toEqual([]);
    place.finish();
    place.scan(right?.qr ?? '');
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test.each([
    ['stands still', 0],
    ['was set forward by ten years', 10 * 365 * 24 * 60],
    ['was set back by ten years', -10 * 365 * 24 * 60],
  ])(
    'is not freed by pulling the plug while the wall clock %s, and not held up for longer than ten minutes',
    async (_how, minutes) => {
      const place = await standAtCheckIn();
      guessAll(place);
      place.clock.setWall(at(minutes));
      place.kiosk.tick();
      expect(typeLocator(place, wrong(place))).toMatchObject({ result: 'ask-at-desk' });
      place.close();
      const again = await standAtCheckIn(() => [], { data: place.data });
      again.clock.setWall(at(minutes));
      again.kiosk.tick();
      const typed = () => typeLocator(again, wrong(again));
      expect(typed()).toMatchObject({ result: 'ask-at-desk' });
      again.finish();
      again.wait(10 * MINUTE_MS - 1);
      expect(typed()).toMatchObject({ result: 'ask-at-desk' });
      again.finish();
      again.wait(1);
      again.clock.setWall(NOW_MS);
      expect(typed()).not.toMatchObject({ result: 'ask-at-desk' });
    },
  );

  test('long before the plug is pulled has nothing counted after it', async () => {
    const place = await standAtCheckIn();
    guessAll(place);
    place.wait(10 * MINUTE_MS);
    place.close();
    const again = await standAtCheckIn(() => [], { data: place.data });
    expect(typeLocator(again, wrong(again))).toMatchObject({ result: 'not-found' });
  });

  test('is counted on a disk that takes nothing, which keeps nobody out', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(8) })]);
    place.opened.database.exec(
      "CREATE TRIGGER full BEFORE UPDATE ON tries BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    place.scan(wrong(place));
    expect(place.view()).toMatchObject({ result: 'not-found' });
    guessAll(place);
    expect(typeLocator(place, wrong(place))).toMatchObject({ result: 'ask-at-desk' });
  });

  test('is slowed down in a sensitive office too, where every number is given a turn, whether it was found or not', async () => {
    const profile = { sensitive: true, groups: [], services: SENSITIVE_SERVICES };
    const results = async (numbers: readonly string[]) => {
      const place = await standAtCheckIn(
        (book) => [book({ startMs: at(5), documentNumber: MINE, serviceId: 'acollida' })],
        { profile },
      );
      return numbers.map((number) => typeDocument(place, number, 'acollida').screen);
    };
    const strangers = Array.from({ length: TRIES_OF_A_DEVICE + 2 }, () => NOBODYS);
    const seen = await results(strangers);
    expect(seen.slice(0, TRIES_OF_A_DEVICE)).not.toContain('check-in-result');
    expect(seen.slice(TRIES_OF_A_DEVICE)).toEqual(['check-in-result', 'check-in-result']);
    for (const hit of [0, TRIES_OF_A_DEVICE]) expect(await results(strangers.with(hit, MINE))).toEqual(seen);
  });

  test('is sent to the desk after five failures, may take a turn there, and a signed code is still believed', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const sayNo = () => place.bookings.book({ startMs: at(5) }).locator;
    for (let count = 1; count < TRIES_IN_A_SESSION; count += 1) {
      place.touch('back', {});
      if (place.view().screen === 'idle') place.touch('openEntry', { visitType: 'appointment' });
      place.touch('openCheckIn', { method: 'locator' });
      place.touch('presentLocator', { requestId: requestId(), text: sayNo() });
      expect(place.view()).toMatchObject({ result: 'not-found' });
    }
    place.touch('back', {});
    place.touch('openCheckIn', { method: 'locator' });
    place.touch('presentLocator', { requestId: requestId(), text: sayNo() });
    expect(place.view()).toMatchObject({ result: 'ask-at-desk', nextActions: ['walk-in'], walkIn: 'ticket' });
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test('is slowed down on the device, however often they begin anew, for ten minutes', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(8), documentNumber: MINE })]);
    for (let count = 0; count < TRIES_OF_A_DEVICE; count += 1) typeDocument(place, NOBODYS);
    expect(typeDocument(place, MINE)).toMatchObject({ result: 'ask-at-desk' });
    expect(typeLocator(place, place.booked[0]?.locator ?? '')).toMatchObject({ result: 'ask-at-desk' });
    place.finish();
    place.wait(10 * MINUTE_MS);
    expect(typeDocument(place, MINE)).toMatchObject({ ticket: { visitType: 'appointment' } });
  });
});

describe('a code that is held before the reader at the wrong moment', () => {
  const standing = () => standAtCheckIn((book) => [book({ startMs: at(5) }), book({ startMs: at(6) })]);

  test('takes nobody’s number from the screen while its paper is to come, and gives no second ticket', async () => {
    const place = await standing();
    const [mine = '', other = ''] = place.booked.map(({ qr }) => qr);
    place.scan(mine);
    const shown = place.now();
    expect(shown.view).toMatchObject({ screen: 'printer-trouble' });
    for (const text of [other, mine, 'https://exemple.cat']) place.scan(text);
    expect(place.now()).toEqual(shown);
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('takes no proof of attendance from the screen while its paper is to come', async () => {
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

  test('does not send a technician away', async () => {
    const place = await standing();
    place.touch('openTechnician', {});
    const shown = place.now();
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.now()).toEqual(shown);
    expect(shown.view.screen).toBe('technician-pin');
    expect(place.events('ticket-issued')).toEqual([]);
  });
});

test('an appointment of another office is never written as come for, however it is shown', async () => {
  const place = await standAtCheckIn((book) => [
    book({ startMs: at(5), documentNumber: MINE, code: 'SE-1234567890' }),
    book({ startMs: at(-20) }),
  ]);
  const elsewhere = bookingsOf('oac-dido', 'terrassa', place.signer);
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
    expect(place.touch('continueCheckIn', { requestId: requestId() })).toMatchObject({ ok: false });
    place.touch('takeWalkIn', { requestId: requestId() });
    if (place.view().screen === 'services')
      place.touch('takeTicket', {
        requestId: requestId(),
        serviceId: service('empadronament'),
        visitType: 'walk-in',
        language: 'ca',
      });
  }
  expect(place.events('ticket-issued')).toHaveLength(codes.length);
  expect(place.events('appointment-checked-in')).toEqual([]);
});

describe('a code that is held before what another one was told', () => {
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

  test('is the next person’s: their turn asks for nothing that the last one asked for, and the screen stays readable', async () => {
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

  test('is the same person’s when it is the same code', async () => {
    const { place, early } = await afterTooEarly();
    const { sessionId } = place.now();
    place.scan(early);
    expect(place.now()).toMatchObject({ sessionId, attention: asked });
  });

  test('begins without the failures of the last person', async () => {
    const place = await standAtCheckIn();
    const wrong = () => place.bookings.book({ startMs: at(5) }).locator;
    for (let count = 1; count < TRIES_IN_A_SESSION; count += 1) {
      if (count > 1) place.touch('back', {});
      else place.touch('openEntry', { visitType: 'appointment' });
      place.touch('openCheckIn', { method: 'locator' });
      place.touch('presentLocator', { requestId: requestId(), text: wrong() });
    }
    place.scan(wrong());
    expect(place.view()).toMatchObject({ result: 'not-found' });
  });

  test('is another’s also when the last person typed a code after showing it', async () => {
    const { place, early } = await afterTooEarly();
    const { sessionId } = place.now();
    place.touch('back', {});
    place.touch('openCheckIn', { method: 'locator' });
    place.touch('presentLocator', { requestId: requestId(), text: place.bookings.book({ startMs: at(5) }).locator });
    expect(place.now()).toMatchObject({ sessionId, view: { result: 'not-found' } });
    place.scan(early);
    expect(place.now().sessionId).not.toBe(sessionId);
  });
});

test('who has no code says the service and the hour, and the clerk is told that nobody vouches for it', async () => {
  const place = await standAtCheckIn();
  place.touch('openEntry', { visitType: 'appointment' });
  place.touch('openCheckIn', { method: 'no-code' });
  if (place.view().screen === 'services')
    place.touch('chooseCheckInService', { requestId: requestId(), serviceId: service('empadronament') });
  expect(place.view()).toMatchObject({ screen: 'appointment-hour', hours: expect.arrayContaining(['11:15']) });
  const view = place.view();
  const serviceId = view.screen === 'appointment-hour' ? view.serviceId : service('?');
  place.touch('checkInUnverified', { requestId: requestId(), serviceId, startsAt: '11:15' });
  expect(place.events('appointment-checked-in')).toMatchObject([
    { way: 'none', trust: 'unverified', appointmentStart: new Date(at(15)).toISOString() },
  ]);
});

test('a ticket that is shown on leaving gives a proof of attendance with arrival and leaving', async () => {
  const place = await standAtCheckIn();
  place.touch('openEntry', { visitType: 'walk-in' });
  const taken = place.touch('takeTicket', {
    requestId: requestId(),
    serviceId: service('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });
  const { followToken } = (taken.ok ? taken.value : {}) as { followToken: string };
  place.finish();
  place.wait(42 * MINUTE_MS);
  place.scan(`HTTPS://EXEMPLE.CAT/T/${followToken}`);
  expect(place.view()).toMatchObject({ screen: 'attendance-proof', from: '11:00', to: '11:42' });
  expect(place.papers.at(-1)).toMatchObject({ kind: 'attendance', code: expect.stringMatching(/^[0-9A-Z]{12}$/) });
});

test('whatever is scanned or typed, in whatever order, there is a way to a turn, and nothing typed is shown', async () => {
  const place = await standAtCheckIn((book) => [
    book({ startMs: at(5), documentNumber: MINE }),
    book({ startMs: at(90) }),
    book({ startMs: at(-30), deskId: 'taula-3' }),
  ]);
  const texts = [MINE, NOBODYS, 'https://exemple.cat', ...place.booked.flatMap(({ qr, locator }) => [qr, locator])];
  const step = fc.record({ how: fc.constantFrom('scan', 'locator', 'document'), text: fc.constantFrom(...texts) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      for (const { how, text } of steps) {
        place.finish();
        if (how === 'scan') place.scan(text);
        else if (how === 'locator') typeLocator(place, text.slice(0, 40));
        else typeDocument(place, text.slice(0, 40));
        const view = place.view();
        for (const secret of [MINE, NOBODYS, ...place.booked.map(({ locator }) => locator)])
          expect(JSON.stringify(view)).not.toContain(secret);
        if (view.screen !== 'check-in-result') continue;
        expect(view.nextActions.at(-1)).toBe('walk-in');
        expect(place.touch('takeWalkIn', { requestId: requestId() })).toEqual({ ok: true, value: null });
        expect(place.view().screen).toBe(view.walkIn === 'ticket' ? 'printer-trouble' : 'services');
      }
    }),
    { numRuns: 25 },
  );
  expect(place.logged.join('\n')).not.toContain(MINE);
});

/** The back of the card of an invented person. */
function zoneOf(support: string, number: string): string {
  const first = `IDESP${support}${checkDigit(support)}${number.padEnd(15, '<')}`;
  const [birth, expiry] = ['800101', '310602'].map((date) => date + checkDigit(date));
  const composite = checkDigit(`${first.slice(5)}${birth}${expiry}<<<<<<<<<<<`);
  return [first, `${birth}F${expiry}ESP<<<<<<<<<<<${composite}`, 'ESPANOLA<ESPANOLA<<CARMEN<<<<<'].join('\r');
}

const everyDay = (from: string, to: string) => ({
  week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [{ from, to }]])),
});

const SENSITIVE_SERVICES = [
  {
    serviceId: 'acollida',
    series: 'F',
    name: { ca: 'Primera acollida' },
    pictogram: 'hands',
    ways: ['walk-in', 'appointment'],
  },
  {
    serviceId: 'orientacio',
    series: 'H',
    name: { ca: 'Informació' },
    pictogram: 'info',
    ways: ['walk-in', 'appointment'],
  },
];

/** What differs between any two tickets. */
const SAME = {
  ticketId: '',
  requestId: '',
  number: 0,
  label: '',
  followToken: null,
  jobId: '',
  code: '',
  issuedAtMs: 0,
  askedAtMs: 0,
  durableAtMs: 0,
};
const blind = (view: Screen): unknown => {
  if ('ticket' in view) return { ...view, ticket: { ...view.ticket, ticketId: '', label: '' } };
  return 'label' in view ? { ...view, label: '' } : view;
};
