import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRIES_IN_A_SESSION } from '../../../../../src-main/check-in/rules/tries.ts';
import { OfficeId } from '../../../../../src-main/contract/shared/ids.ts';
import type { Screen } from '../../../../../src-main/session/contract/view-state.ts';
import { newAuthority } from '../../../../support/certificates.ts';
import { MINUTE_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import {
  at,
  chooseService,
  MINE,
  NOBODYS,
  openKeypad,
  type Place,
  presentDocument,
  SENSITIVE_SERVICES,
  typeDocument,
  zoneOf,
} from '../../../../support/citizen-with-appointment.ts';
import { newRequestId, service } from '../../../../support/core-process.ts';
import { signedCode, signedCodeContent, unsignedCode } from '../../../../support/midni-code.ts';

const ELSEWHEN = '00000000T';
const ANOTHER_DAYS = '00000001R';
const LATE = '00000002W';

/** Everything that a person who types or shows a number sees, hears and takes away, and the calls (`work`) for which the person waits. */
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

describe('a person who types a document number', () => {
  const elsewhere = OfficeId.parse('oac-dido');
  const standAmongMany = () =>
    standAtCheckIn((book) => [
      book({ startMs: at(5), documentNumber: MINE, deskId: 'taula-3' }),
      book({ startMs: at(300), documentNumber: ELSEWHEN }),
      book({ startMs: at(24 * 60), documentNumber: ANOTHER_DAYS }),
      book({ startMs: at(-40), documentNumber: LATE }),
    ]);

  test('is asked for the service first, in every case', async () => {
    const place = await standAtCheckIn();
    openKeypad(place, 'document');
    expect(place.view()).toMatchObject({ screen: 'services', purpose: 'check-in' });
    expect(presentDocument(place, MINE)).toMatchObject({
      error: { kind: 'not-possible-here' },
    });
  });

  test('gets the same turn by the same steps and the same work: on time, early, late, another day, checked in or unknown', async () => {
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
      null,
      null,
      null,
      null,
    ]);
  });

  test('for another service than the appointment’s gets a turn of that service, like a stranger', async () => {
    const place = await standAmongMany();
    typeDocument(place, NOBODYS, 'registre-i-tramits');
    const stranger = seenOf(place, () => typeDocument(place, NOBODYS, 'registre-i-tramits'));
    expect(seenOf(place, () => typeDocument(place, MINE, 'registre-i-tramits'))).toEqual(stranger);
    expect(stranger.screens.at(-1)).toMatchObject({ ticket: { serviceId: 'registre-i-tramits', appointment: null } });
  });

  test('learns nothing more from a reprint, from the ticket’s own code or from a proof of attendance', async () => {
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

  test('learns nothing from a machine-readable zone either: the service is asked for, and the turn is the same', async () => {
    const place = await standAmongMany();
    const show = (number: string) =>
      seenOf(place, () => {
        place.scan(zoneOf(number));
        expect(place.view()).toMatchObject({ screen: 'services', purpose: 'check-in' });
        chooseService(place);
      });
    show(NOBODYS);
    const stranger = show(NOBODYS);
    expect(show(MINE)).toEqual(stranger);
    expect(stranger.screens.at(-1)).toMatchObject({ ticket: { appointment: null } });
  });

  test('with an appointment that now belongs to another office learns nothing, and the appointment is not marked', async () => {
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

  test('is matched for the staff under each current key, and not under a removed one', async () => {
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

  test('reveals by no sequence of numbers and services who has an appointment', async () => {
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

  test('is asked to type an invalid number again, and no try is counted', async () => {
    const place = await standAtCheckIn();
    openKeypad(place, 'document');
    chooseService(place);
    for (let count = 0; count < 3 * TRIES_IN_A_SESSION; count += 1) presentDocument(place, '12345678A');
    expect(place.view()).toMatchObject({ screen: 'document-keypad', notice: 'mistyped' });
  });

  test('may scan it instead: a document by its zone, or a MiDNI code with a certified signature, which shows the hour', async () => {
    const police = newAuthority('APPDNIMOVIL');
    const certificateReference = new X509Certificate(police.certificate).serialNumber;
    const sealed = (expiry: string) =>
      signedCode(unsignedCode(signedCodeContent({ number: MINE, expiry, certificateReference })), police.key);
    const place = await standAtCheckIn(
      (book) => [book({ startMs: at(5), documentNumber: NOBODYS }), book({ startMs: at(6), documentNumber: MINE })],
      { midniCertificates: ['no certificate', police.certificate] },
    );
    place.scan(zoneOf(NOBODYS));
    expect(place.view()).toMatchObject({ screen: 'services' });
    place.finish();
    place.scan(zoneOf(NOBODYS).replace('8001014', '8001015'));
    expect(place.view()).toMatchObject({ result: 'code-unreadable', nextActions: ['try-again', 'desk', 'walk-in'] });
    place.finish();
    place.kiosk.scanned({ text: null, bytes: sealed('25-11-2026 09:50:00') });
    expect(place.view()).toMatchObject({ result: 'code-unreadable' });
    place.finish();
    place.kiosk.scanned({ text: null, bytes: sealed('25-11-2026 10:00:30') });
    expect(place.view()).toMatchObject({ ticket: { appointment: { time: '11:06' } } });
  });
});

describe('a sensitive office', () => {
  test('shows and prints the same in every case, with the same work, and only the centre learns of the match', async () => {
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
  /**
   * A profile in which only one service takes appointments, so that no choice is needed. The service opens at `from`; the clock shows
   * eleven.
   */
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

  test('a number typed in a sensitive office gets its turn as early as an appointment is accepted, known or not', async () => {
    const place = await standing(opening('11:15', { sensitive: true }));
    for (const number of [MINE, NOBODYS])
      expect(typeDocument(place, number)).toMatchObject({ ticket: { serviceId: 'acollida', appointment: null } });
    expect(place.events('appointment-checked-in').map(({ appointmentId }) => appointmentId)).toEqual([
      place.booked[0]?.appointment.appointmentId,
      null,
    ]);
  });

  test('a number typed or scanned earlier gets the answer "closed" with next actions, known or not', async () => {
    const place = await standing(opening('11:31', { sensitive: true }));
    const closed = { result: 'closed', when: null, nextActions: ['desk', 'walk-in'] };
    for (const number of [MINE, NOBODYS]) {
      expect(typeDocument(place, number)).toMatchObject(closed);
      place.finish();
      place.scan(zoneOf(number));
      expect(place.view()).toMatchObject(closed);
    }
    place.finish();
    place.wait(MINUTE_MS);
    expect(typeDocument(place, NOBODYS)).toMatchObject({ ticket: { serviceId: 'acollida' } });
  });

  test('a signed code without a known appointment is taken on trust by the service that is open at its hour', async () => {
    const services = [
      { ...SENSITIVE_SERVICES[0], hours: everyDay('11:15', '15:00') },
      { ...SENSITIVE_SERVICES[1], hours: everyDay('11:30', '15:00') },
    ];
    const place = await standAtCheckIn(() => [], { profile: { groups: [], services } });
    place.scan(place.bookings.book({ startMs: at(20), serviceId: 'acollida' }).qr);
    expect(place.view()).toMatchObject({ result: 'unverified-offline', nextActions: ['choose-service', 'walk-in'] });
    place.touch('continueCheckIn', { requestId: newRequestId() });
    expect(place.view()).toMatchObject({
      screen: 'services',
      choices: [
        { serviceId: 'acollida', closed: null },
        { serviceId: 'orientacio', closed: { reason: 'opens-later', until: { time: '11:30' } } },
      ],
    });
    chooseService(place, 'acollida');
    expect(place.view()).toMatchObject({ ticket: { serviceId: 'acollida', visitType: 'appointment' } });
  });

  test('a person without a code gets a turn, or the answer that the service is closed', async () => {
    const said = async (from: string) => {
      const place = await standing(opening(from));
      place.touch('openEntry', { visitType: 'appointment' });
      place.touch('openCheckIn', { method: 'no-code' });
      place.touch('checkInUnverified', { requestId: newRequestId(), serviceId: service('acollida'), startsAt: null });
      return place.view();
    };
    expect(await said('11:15')).toMatchObject({ ticket: { serviceId: 'acollida' } });
    expect(await said('11:31')).toMatchObject({ result: 'closed', nextActions: ['desk', 'walk-in'] });
  });
});

const everyDay = (from: string, to: string) => ({
  week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [{ from, to }]])),
});

/** Equal values for the fields in which any two tickets differ. */
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
  if ('ticket' in view) return { ...view, ticket: { ...view.ticket, ticketId: '', label: '', follow: null } };
  return 'label' in view ? { ...view, label: '' } : view;
};
