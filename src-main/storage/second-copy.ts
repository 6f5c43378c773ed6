import { hasJournalFiles } from './aside.ts';
import { type Identity, readIdentity } from './identity.ts';
import { readJournal } from './journal.ts';
import type { JournalRecord, RecordPlace } from './journal-record.ts';
import { isBefore, readReached } from './reached.ts';

/** An identity and the records that belong to it. */
export interface SecondCopy {
  identity: Identity;
  records: readonly JournalRecord[];
  /** Of the last record, also where this program cannot read it. */
  last: RecordPlace;
  /** A write was cut off: what followed it, if anything did, is not known. */
  tornTail: boolean;
}

export interface SecondCopyFound {
  /** `null` when it is not there or cannot be believed. */
  copy: SecondCopy | null;
  /** Why it cannot be believed; `null` for a good one, and where there was never any. */
  trouble: string | null;
  /** What can be read of one that cannot be believed. */
  remains: readonly JournalRecord[];
  reached: RecordPlace | null;
  /** A newer program wrote it, and this one may not use it. */
  newer: string | null;
}

/** Reads the journal's folder and changes nothing in it. */
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
  // A real beginning always journals that the slot was given.
  if (reading.state === 'empty' || reading.last === null) return lost('it has an identity and no record');
  const { records, last, tornTail } = reading;
  if (reached && isBefore(last, reached))
    return lost(`it ends at ${last.epoch}/${last.seq} and had come to ${reached.epoch}/${reached.seq}`);
  return { ...nothing, copy: { identity: identity.identity, records, last, tornTail } };
}
