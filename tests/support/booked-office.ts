import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AppointmentFeed,
  ChannelId,
  DOCUMENT_HASH_SCHEME,
  FeedAppointment,
} from '../../src-main/contract/centre/appointments.ts';
import { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { tokenSigningInput, writeAppointmentToken } from '../../src-main/domain/appointment-token.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { LOCATOR_RANDOM_BYTES } from '../../src-main/domain/locator.ts';
import { newLocator } from '../../src-main/domain/new-locator.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { type SigningKey, signBytes } from '../../src-main/signing/keys.ts';
import { demonstration } from './core-process.ts';
import { slowHashNow } from './slow-hash.ts';

const HOUR_MS = 3_600_000;
const MIDDAY_HOUR = 11;

/** Returns an IANA zone whose local time at `nowMs` is from 11:00 to 12:00, so that a test that spans some hours stays in a service day. */
function middayZone(nowMs: number): string {
  const ahead = MIDDAY_HOUR - Math.floor((nowMs / HOUR_MS) % 24);
  // In POSIX zones west of Greenwich are positive.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** In this zone it is late morning now, so an appointment in a few minutes is still on the same day. */
export const ZONE = middayZone(Date.now());

export interface Booking {
  serviceId?: string;
  startMs: number;
  documentNumber?: string;
  code?: string;
  deskId?: string;
}

export interface Booked {
  appointment: FeedAppointment;
  locator: string;
  qr: string;
}

export function bookingsOf(officeId: string, cityId: string, signer: SigningKey, zone = ZONE) {
  // The key is the same in every test, so that the slow hash of a number is computed once per worker.
  const officeKey = createHash('sha256').update(`${officeId} of ${cityId}`).digest('base64url');
  const hash = (what: 'locator' | 'code', text: string) => keyedHash(officeKey, what, text);
  return {
    officeKey,
    book({ serviceId = 'empadronament', startMs, documentNumber, code, deskId }: Booking): Booked {
      const appointmentId = randomUUID();
      const locator = newLocator(() => randomBytes(LOCATOR_RANDOM_BYTES));
      const claims = { appointmentId, officeId, startMs, expiresMs: startMs + 86_400_000 };
      return {
        locator,
        qr: writeAppointmentToken(claims, signBytes(tokenSigningInput(cityId, claims), signer)),
        appointment: FeedAppointment.parse({
          appointmentId,
          serviceId,
          start: new Date(startMs).toISOString(),
          serviceDay: serviceDayOf(startMs, zone),
          state: 'booked',
          movedTo: null,
          channelId: ChannelId.parse('010'),
          deskId: deskId ?? null,
          keyNo: 1,
          document:
            documentNumber === undefined
              ? null
              : { scheme: DOCUMENT_HASH_SCHEME, hash: slowHashNow(officeKey, documentNumber) },
          documentHash: null,
          locatorHash: hash('locator', locator),
          codeHash: code === undefined ? null : hash('code', code),
        }),
      };
    },
    feed(booked: readonly Booked[], nowMs: number): AppointmentFeed {
      const today = serviceDayOf(nowMs, zone);
      return {
        days: [today, addDays(today, 1), addDays(today, 2)],
        appointments: booked.map(({ appointment }) => appointment),
        keys: [{ keyNo: 1, key: officeKey }],
        tokenKeys: [signer.publicKey],
        formats: [{ prefix: 'SE-', length: 10, characters: 'digits' }],
        offices: [{ officeId: OfficeId.parse('oac-dido'), name: 'OAC Didó', address: 'Plaça Didó, 5' }],
      };
    },
  };
}

/** Writes the profile of the demonstration office, with check-ins, to a file for a core. */
export function officeWithCheckIns(folder: string, more: Record<string, unknown> = {}): string {
  const file = join(folder, 'office.json');
  writeFileSync(
    file,
    JSON.stringify({
      ...demonstration(),
      zone: ZONE,
      checkIn: {
        ways: ['scan', 'locator', 'document', 'no-code'],
        scannedDocuments: ['document-zone', 'midni'],
        firstAttention: ServiceId.parse('orientacio'),
        attendanceProof: true,
      },
      ticket: { followPage: 'https://exemple.cat/T', privacyPage: 'exemple.cat/dades' },
      desks: [{ deskId: 'taula-3', name: { ca: 'Taula 3' } }],
      ...more,
    }),
  );
  return file;
}
