import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { recordAudit } from '../administration/audit.ts';
import { atMachine } from '../administration/command-line-actor.ts';
import { readGivenNumber } from '../appointments/document-number.ts';
import { findByIds, stateOf } from '../appointments/kept-appointment.ts';
import type { Keyring } from '../appointments/keyring.ts';
import { columnOf, createNumberHashes } from '../appointments/number-hash.ts';
import { keysOf } from '../appointments/office-keys.ts';
import { tellChanged } from '../appointments/tell-changed.ts';
import type { ProvenHolder } from '../booking/booking.ts';
import { WAITING } from '../booking/freed-hours.ts';
import { type BookingRow, errandsIn, findBooking, ours } from '../booking/kept-bookings.ts';
import { cityKeyOf, holderHash } from '../booking/secrets.ts';
import { reachOfWait, type WaitRow } from '../booking/waiting.ts';
import { instantOf } from '../clock.ts';
import { lockOffice } from '../configuration/office-changes.ts';
import { type Contact, readContact } from './address.ts';
import { appointmentsOf, type ContactParts, forgetContact } from './contacts.ts';

export const PERSONS = {
  offices: 'SELECT DISTINCT office_id AS "officeId" FROM office_key WHERE city_id = $1 ORDER BY office_id',
  byNumber: `SELECT appointment_id AS "appointmentId" FROM appointment
    WHERE city_id = $1 AND office_id = $2 AND slow_hash = ANY ($3::text[])`,
  /** Removes the hash of the person's number. The appointment stays, because the person may come for it. */
  forgetNumber: `UPDATE appointment SET slow_hash = NULL, slow_hash_at = NULL, document_hash = NULL,
      changed_at = $3::timestamptz
    WHERE city_id = $1 AND appointment_id = $2::uuid`,
  forgetHolder: 'UPDATE booking SET holder_hash = NULL WHERE city_id = $1 AND holder_hash = $2',
} as const;

export interface KeptOfPerson {
  foundBy: 'mail' | 'telephone' | 'document';
  appointments: {
    appointmentId: string;
    officeId: string;
    /** Ids of all services of the visit. */
    services: readonly string[];
    start: string;
    state: string;
    /** The data by which the appointment can be found: an encrypted address, or a keyed hash of the document number. */
    keeps: 'address' | 'document-hash';
    until: string;
    /** Further data of a booking that this centre made; `null` for a booking of another system. */
    booking: Pick<BookingRow, 'door' | 'needsHelp' | 'language'> | null;
  }[];
  waits: { officeId: string; before: string }[];
}

/**
 * Answers a person who asks which data are stored about them. `erases` also deletes these data: the address with its messages, or the hash
 * of the document number, and the person's entries in waiting lists. The audit records the request without the person.
 * @returns `unreadable`: the text is no mail address, telephone number or document number
 */
export async function answerPerson(
  parts: ContactParts,
  cityId: CityId,
  typed: string,
  { erases }: { erases: boolean },
): Promise<Result<KeptOfPerson, { kind: 'unreadable' }>> {
  const contact = readContact(typed.includes('@') ? 'mail' : 'telephone', typed);
  const proven = contact ? { by: contact.by, value: contact.address } : documentIn(typed);
  if (proven === null) return refuse({ kind: 'unreadable' });
  const found =
    contact === null
      ? await byNumber(parts, cityId, proven.value)
      : (await appointmentsOf(parts, cityId, contact)).map(({ appointmentId }) => appointmentId);
  const kept = await findByIds(parts.database, cityId, found);
  const keeps = contact === null ? ('document-hash' as const) : ('address' as const);
  const holder = await holderHash(await cityKeyOf(parts.database, parts, cityId), proven);
  const waits = (await parts.database.query<WaitRow>(WAITING.all, [cityId])).filter(
    (row) => row.holderHash === holder || (contact !== null && isReachedBy(parts.keyring, cityId, row, contact)),
  );
  const appointments: KeptOfPerson['appointments'] = [];
  for (const one of kept) {
    const row = await findBooking(parts.database, cityId, 'byAppointment', one.appointmentId);
    const own = ours(row);
    appointments.push({
      appointmentId: one.appointmentId,
      officeId: one.officeId,
      services: errandsIn(one, row),
      start: new Date(one.startAt).toISOString(),
      state: stateOf(one),
      keeps,
      until: one.serviceDay,
      booking: own && { door: own.door, needsHelp: own.needsHelp, language: own.language },
    });
  }
  if (erases) {
    if (contact === null) await forgetNumbers(parts, cityId, found);
    else for (const appointmentId of found) await forgetContact(parts.database, cityId, appointmentId);
    await parts.database.query(PERSONS.forgetHolder, [cityId, holder]);
    for (const { waitHash } of waits) await parts.database.query(WAITING.leave, [cityId, waitHash]);
  }
  const nowMs = parts.clock.nowMs();
  const detail = { appointments: found.length, keeps };
  await recordAudit(parts.database, atMachine(cityId), erases ? 'erasePerson' : 'readPerson', detail, nowMs);
  return succeed({
    foundBy: proven.by,
    appointments,
    waits: waits.map(({ officeId, before }) => ({ officeId, before })),
  });
}

function documentIn(typed: string): ProvenHolder | null {
  const number = readGivenNumber(typed);
  return number.ok ? { by: 'document', value: number.value } : null;
}

function isReachedBy(keyring: Keyring, cityId: CityId, row: WaitRow, { by, address }: Contact): boolean {
  const reach = reachOfWait(keyring, cityId, row)?.reach;
  return reach?.by === by && reach.address === address;
}

async function byNumber({ database, keyring }: ContactParts, cityId: CityId, number: string): Promise<string[]> {
  const hashes = createNumberHashes();
  const found: string[] = [];
  for (const { officeId } of await database.query<{ officeId: OfficeId }>(PERSONS.offices, [cityId])) {
    const columns: string[] = [];
    // The hashes are computed one after another, because each needs 24 MB of memory.
    for (const { key } of await keysOf(database, keyring, { cityId, officeId })) {
      const column = columnOf(await hashes.of(key, keyedHash(key, 'document', number)));
      if (column !== null) columns.push(column);
    }
    const rows = await database.query<{ appointmentId: string }>(PERSONS.byNumber, [cityId, officeId, columns]);
    found.push(...rows.map(({ appointmentId }) => appointmentId));
  }
  return found;
}

async function forgetNumbers({ database, clock }: ContactParts, cityId: CityId, found: readonly string[]) {
  for (const kept of await findByIds(database, cityId, found))
    await database.transaction(async (queries) => {
      await lockOffice(queries, { cityId, officeId: kept.officeId });
      const nowMs = clock.nowMs();
      await queries.query(PERSONS.forgetNumber, [cityId, kept.appointmentId, instantOf(nowMs)]);
      await tellChanged(queries, cityId, kept, kept, nowMs);
    });
}
