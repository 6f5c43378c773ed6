import { hasJournalFiles } from './aside.ts';
import { type Identity, readIdentity } from './identity.ts';
import { readJournal } from './journal.ts';
import type { JournalRecord, RecordPlace } from './journal-record.ts';
import { isBefore, readReached } from './reached.ts';

export interface SecondCopy {
  identity: Identity;
  records: readonly JournalRecord[];
  last: RecordPlace;
  /** Whether the last write was cut off; the content of that record is then unknown. */
  tornTail: boolean;
}

export interface SecondCopyFound {
  /** The journal's content; `null` if the journal is missing or unreliable. */
  copy: SecondCopy | null;
  /** Why the journal is unreliable; `null` if it is sound, if a newer program wrote it, or if the folder has no file of a journal. */
  trouble: string | null;
  remains: readonly JournalRecord[];
  reached: RecordPlace | null;
  /** Details if a newer program wrote the journal, which this program must not use; otherwise `null`. */
  newer: string | null;
}

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
  // A sound journal has at least one record, because assigning a slot writes the first.
  if (reading.state === 'empty' || reading.last === null) return lost('the journal has an identity but no record');
  const { records, last, tornTail } = reading;
  if (reached && isBefore(last, reached))
    return lost(`the journal ends at ${last.epoch}/${last.seq} but had reached ${reached.epoch}/${reached.seq}`);
  return { ...nothing, copy: { identity: identity.identity, records, last, tornTail } };
}
