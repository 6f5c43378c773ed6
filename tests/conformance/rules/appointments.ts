import { ok, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  type AppointmentAnswer,
  DOCUMENT_HASH_SCHEME,
  type FeedAppointment,
} from '../../../src-main/contract/centre/appointments.ts';
import type { Change } from '../../../src-main/contract/centre/configuration.ts';
import { readAppointmentToken } from '../../../src-main/domain/appointment-token.ts';
import { documentHashOf, keyedHash } from '../../../src-main/signing/keyed-hash.ts';
import { verifyBytes } from '../../../src-main/signing/keys.ts';
import { callAsChannel, callAsCity } from '../centre.ts';
import { eventually, expectAnswer, expectProblem } from '../expectations.ts';
import { freshOfficeId, publish, type Rule, SERVICE, type Trial, ticketsOf, turn } from '../trial.ts';
import { changesSince, snapshotOf } from './configuration.ts';

/** A document number that is published for tests and belongs to no person. */
const NUMBER = '12345678Z';
/** Letters only: one in some thousand random ids looks like a document number, which a centre refuses in a reference. */
const freshReference = (): string =>
  `conformance-${randomUUID().replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`;
/** A time at most one second from now, so that the appointment is today at almost any hour. */
const soon = (): string => new Date(Math.floor(Date.now() / 1_000) * 1_000 + 1_000).toISOString();

async function book(
  { centre, officeId }: Trial,
  reference: string,
  order: Record<string, unknown> = {},
): Promise<AppointmentAnswer> {
  const body = { officeId, serviceId: SERVICE.serviceId, start: soon(), ...order };
  return expectAnswer('putAppointment', await callAsChannel(centre, 'putAppointment', { params: { reference }, body }));
}

const shownOf = (changes: readonly Change[], appointmentId: string): FeedAppointment | undefined =>
  changes
    .flatMap((change) => (change.kind === 'appointment-changed' ? [change.appointment] : []))
    .findLast((appointment) => appointment.appointmentId === appointmentId);

const checkIn = (kiosk: Trial['kiosk'], ticketId: string, appointmentId: string) =>
  kiosk.event('appointment-checked-in', {
    appointmentId,
    ticketId,
    way: 'qr',
    trust: 'cache',
    arrivedInWindow: 'in-time',
    deskId: null,
    preferential: false,
    comeAndFetch: false,
    appointmentStart: null,
  });

const RULES: readonly Omit<Rule, 'ofChannels'>[] = [
  {
    id: 'appointments/feed-by-hashes',
    says: 'a booking is in the changes and the snapshot of its office, with a slow hash of its document number, a keyed hash of its locator, and the keys',
    check: async (trial) => {
      const { kiosk } = trial;
      const { cursor } = await snapshotOf(kiosk);
      const { appointmentId, locator } = await book(trial, freshReference(), { documentNumber: ' 12.345.678-z' });
      const changed = shownOf((await changesSince(kiosk, cursor)).changes, appointmentId);
      const feed = (await snapshotOf(kiosk)).appointments;
      ok(changed && feed, 'the appointment is not in the changes');
      const held = feed.appointments.find((one) => one.appointmentId === appointmentId);
      const key = feed.keys.find(({ keyNo }) => keyNo === changed.keyNo)?.key;
      ok(held && key, 'the snapshot lacks the appointment, or the key of its hashes');
      for (const one of [changed, held]) {
        strictEqual(one.documentHash, null, 'a hash that can be tried fast is told');
        strictEqual(one.document?.scheme, DOCUMENT_HASH_SCHEME);
        strictEqual(one.document.hash, await documentHashOf(key, NUMBER));
        strictEqual(one.locatorHash, keyedHash(key, 'locator', locator ?? ''));
        strictEqual(one.state, 'booked');
      }
    },
  },
  {
    id: 'appointments/qr-signed',
    says: 'the text of the QR code is a token of the appointment, signed by a key of the centre that is in the snapshot',
    check: async (trial) => {
      const { centre, kiosk, officeId } = trial;
      const { qr, appointmentId } = await book(trial, freshReference());
      const snapshot = await snapshotOf(kiosk);
      const keys = [...snapshot.centreKeys, ...(snapshot.appointments?.tokenKeys ?? [])];
      const read = readAppointmentToken(qr, centre.cityId, (bytes, signature) =>
        keys.some((key) => verifyBytes(bytes, signature, key)),
      );
      ok(read.ok, 'the token is not signed by a known key');
      strictEqual(read.value.appointmentId, appointmentId);
      strictEqual(read.value.officeId, officeId);
    },
  },
  {
    id: 'appointments/same-reference-same-appointment',
    says: 'an order with a known reference changes that appointment; a cancellation is one change',
    check: async (trial) => {
      const { centre, kiosk } = trial;
      const reference = freshReference();
      const first = await book(trial, reference);
      const { cursor } = await snapshotOf(kiosk);
      const again = await book(trial, reference, { start: first.start });
      strictEqual(again.appointmentId, first.appointmentId);
      strictEqual((await changesSince(kiosk, cursor)).changes.length, 0, 'the same order was told as a change');
      for (let times = 0; times < 2; times += 1)
        expectAnswer('cancelAppointment', await callAsChannel(centre, 'cancelAppointment', { params: { reference } }));
      const { changes } = await changesSince(kiosk, cursor);
      strictEqual(changes.length, 1);
      strictEqual(shownOf(changes, first.appointmentId)?.state, 'cancelled');
    },
  },
  {
    id: 'appointments/moved-away-told',
    says: 'an appointment that moves to another office must send its document number again, and its first office receives it as moved',
    check: async (trial) => {
      const { centre, kiosk } = trial;
      const elsewhere = freshOfficeId();
      await publish(centre, elsewhere);
      const reference = freshReference();
      const { appointmentId, start } = await book(trial, reference, { documentNumber: NUMBER });
      const { cursor } = await snapshotOf(kiosk);
      const body = { officeId: elsewhere, serviceId: SERVICE.serviceId, start };
      const call = { params: { reference }, body };
      expectProblem(await callAsChannel(centre, 'putAppointment', call), 'bring-again');
      await book(trial, reference, { ...body, documentNumber: null });
      const gone = shownOf((await changesSince(kiosk, cursor)).changes, appointmentId);
      strictEqual(gone?.state, 'moved');
      strictEqual(gone.movedTo?.officeId, elsewhere);
    },
  },
  {
    id: 'appointments/tokens-apart',
    says: 'a channel’s token is valid only for the channel’s appointments, and no other token is valid for them',
    check: async ({ centre }) => {
      expectProblem(await callAsChannel(centre, 'listKiosks'), 'wrong-token');
      const params = { reference: freshReference() };
      expectProblem(await callAsCity(centre, 'readAppointment', { params }), 'wrong-token');
      expectProblem(await callAsChannel(centre, 'readAppointment', { params }), 'not-found');
    },
  },
  {
    id: 'appointments/checked-in-after-cancel',
    says: 'a check-in of a cancelled appointment is stored; its ticket stays valid and is marked',
    check: async (trial) => {
      const { centre, kiosk } = trial;
      const reference = freshReference();
      const { appointmentId } = await book(trial, reference);
      expectAnswer('cancelAppointment', await callAsChannel(centre, 'cancelAppointment', { params: { reference } }));
      const ticket = turn(kiosk, { way: 'appointment' });
      const { ticketId } = ticket.payload;
      await kiosk.tell(ticket, checkIn(kiosk, ticketId, appointmentId));
      await eventually(async () => {
        const seen = (await ticketsOf(trial)).find((one) => one.ticketId === ticketId);
        strictEqual(seen?.state, 'callable');
        strictEqual(seen.appointment?.after, 'cancel');
      });
    },
  },
  {
    id: 'appointments/one-visit',
    says: 'an appointment checked in at two kiosks is one visit: one of the two tickets is the duplicate of the other',
    check: async (trial) => {
      const { kiosk, second } = trial;
      const { appointmentId } = await book(trial, freshReference());
      const ids: string[] = [];
      for (const one of [kiosk, second]) {
        const ticket = turn(one, { way: 'appointment' });
        ids.push(ticket.payload.ticketId);
        await one.tell(ticket, checkIn(one, ticket.payload.ticketId, appointmentId));
      }
      await eventually(async () => {
        const seen = (await ticketsOf(trial)).filter((ticket) => ids.includes(ticket.ticketId));
        strictEqual(seen.length, 2);
        const duplicates = seen.filter(({ appointment }) => appointment?.duplicateOf);
        strictEqual(duplicates.length, 1);
        ok(
          ids.includes(duplicates[0]?.appointment?.duplicateOf ?? ''),
          'duplicateOf names a ticket that is not listed',
        );
      });
    },
  },
];

export const APPOINTMENT_RULES: readonly Rule[] = RULES.map((rule) => ({ ...rule, ofChannels: true }));
