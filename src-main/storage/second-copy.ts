import { hasJournalFiles } from './aside.ts';
import { type Identity, readIdentity } from './identity.ts';
import { readJournal } from './journal.ts';
import type { JournalRecord, RecordPlace } from './journal-record.ts';
import { isBefore, readReached } from './reached.ts';

/** An identity and its records. */
export interface SecondCopy {
  identity: Identity;
  records: readonly JournalRecord[];
  /** Place of the last record, even an unreadable one. */
  last: RecordPlace;
  /** A write was cut off; what followed is unknown. */
  tornTail: boolean;
}

export interface SecondCopyFound {
  /** `null` if missing or unreliable. */
  copy: SecondCopy | null;
  /** Why it is unreliable; `null` for a good copy, and if there was never any. */
  trouble: string | null;
  /** The readable records of an unreliable copy. */
  remains: readonly JournalRecord[];
  reached: RecordPlace | null;
  /** Written by a newer program; this one must not use it. */
  newer: string | null;
}

/** Reads the journal's folder without changing it. */
export function readSecondCopy(folder: string): SecondCopyFound {
  const identity = readIdentity(folder);
  const reached = readReached(folder);
  const nothing = { copy: null, trouble: null, remains: [], reached, newer: null };
  if (identity.state === 'newer') return { ...nothing, newer: identity.detail };
  const reading = readJournal(folder);
  if (reading.state === 'damaged') return { ...nothing, trouble: reading.detail, remains: reading.remains };
  const remains = reading.state === 'good' ? reading.records : [];
  const lost = (trouble: string): SecondCopyFound => ({ ...nothing, trouble, remains });
  if (identity.state !== 'good') return hasJournalFiles(folder) ? lost('its identity is lost') : nothing;
  // A real beginning always records the slot.
  if (reading.state === 'empty' || reading.last === null) return lost('it has an identity and no record');
  const { records, last, tornTail } = reading;
  if (reached && isBefore(last, reached))
    return lost(`it ends at ${last.epoch}/${last.seq} and had come to ${reached.epoch}/${reached.seq}`);
  return { ...nothing, copy: { identity: identity.identity, records, last, tornTail } };
}
