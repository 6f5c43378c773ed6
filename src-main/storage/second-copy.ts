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
  /** Whether the last write was cut off; it is then unknown what followed. */
  tornTail: boolean;
}

export interface SecondCopyFound {
  /** The journal; `null` if it is missing or unreliable. */
  copy: SecondCopy | null;
  /** Why the journal is unreliable; `null` for a good one, and if there was never any. */
  trouble: string | null;
  /** The readable records of an unreliable copy. */
  remains: readonly JournalRecord[];
  reached: RecordPlace | null;
  /** The detail if a newer program wrote the journal, which this one must not use; otherwise `null`. */
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
  if (identity.state !== 'good') return hasJournalFiles(folder) ? lost('the journal has lost its identity') : nothing;
  // A journal always begins with a record of the slot.
  if (reading.state === 'empty' || reading.last === null) return lost('the journal has an identity but no record');
  const { records, last, tornTail } = reading;
  if (reached && isBefore(last, reached))
    return lost(`the journal ends at ${last.epoch}/${last.seq} but had reached ${reached.epoch}/${reached.seq}`);
  return { ...nothing, copy: { identity: identity.identity, records, last, tornTail } };
}
