import type Database from 'better-sqlite3';
import { z } from 'zod';
import { TicketNumber } from '../../contract/centre/configuration.ts';
import { Environment } from '../../contract/shared/environment.ts';
import { CityId, KioskId, OfficeId, PublicKey, StoreEpoch } from '../../contract/shared/ids.ts';
import type { EndToState, Enrolment } from '../ports/centre-memory.ts';

export interface CentreRow {
  kiosk_id: string | null;
  city_id: string | null;
  office_id: string | null;
  environment: string | null;
  store_epoch: string | null;
  centre_keys: string | null;
  key_since_ms: number | null;
  revoked: 0 | 1;
  replaced: 0 | 1;
  tls_pin: string | null;
  etag: string | null;
  cursor: string | null;
  read_count: number;
  last_contact_ms: number | null;
  applied_version: number | null;
  release: string | null;
  allowed_version: string | null;
  clashes: string | null;
  end_to_state: string | null;
}

const EnrolmentRow = z.object({
  kioskId: KioskId,
  cityId: CityId,
  officeId: OfficeId,
  environment: Environment,
  storeEpoch: StoreEpoch,
  centreKeys: z.array(PublicKey).min(1),
  keySinceMs: z.number(),
});

/** Reads the single row of the table `centre`, which contains this kiosk's data about its centre. Throws disk errors. */
export function openCentreRow(database: Database.Database): () => CentreRow {
  const read = database.prepare<[], CentreRow>('SELECT * FROM centre');
  return () => {
    const found = read.get();
    if (!found) throw new Error('the row of the centre, which a migration creates, is missing');
    return found;
  };
}

/** The enrolment in the row; `null` if the kiosk is not enrolled or is revoked, or the row is unreadable. */
export function enrolmentIn(row: CentreRow): Enrolment | null {
  if (row.kiosk_id === null || row.revoked === 1) return null;
  const enrolment = EnrolmentRow.safeParse({
    kioskId: row.kiosk_id,
    cityId: row.city_id,
    officeId: row.office_id,
    environment: row.environment,
    storeEpoch: row.store_epoch,
    centreKeys: jsonOf(row.centre_keys),
    keySinceMs: row.key_since_ms,
  });
  return enrolment.success ? enrolment.data : null;
}

const EndRow = z.object({ enrolment: EnrolmentRow, untilMs: z.number() });

/**
 * The identity with which a replaced kiosk has yet to report the last event of its journal; `null`: there is nothing to report, the centre
 * has the report, or the row is unreadable.
 */
export const endIn = ({ end_to_state }: CentreRow): EndToState | null =>
  EndRow.safeParse(jsonOf(end_to_state)).data ?? null;

/**
 * The ticket numbers that two tickets share. An unreadable column counts as empty, because the next snapshot contains the numbers again.
 */
export const clashesIn = ({ clashes }: CentreRow): readonly TicketNumber[] =>
  z.array(TicketNumber).safeParse(jsonOf(clashes)).data ?? [];

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
