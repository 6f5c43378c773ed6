/**
 * Decides at start, before any number is issued, how to combine the two copies of the kiosk's state, journal and database.
 *
 * Invariants: slot (the kiosk's place in its office) and enrolment come from the journal or from a database that was never replaced, never
 * from a backup; each copy restores what the other lost; if neither copy is reliable, the kiosk has no slot until a technician assigns a
 * new one.
 */

/** Shows how current a copy (journal or database) is. `seq` counts the records of one epoch; epochs count up within one enrolment. */
export interface Position {
  /** Names one enrolment of one kiosk (the assignment of a slot to it); never reused. */
  readonly incarnation: string;
  /** Increases each time a copy is rebuilt or restored, so that (incarnation, epoch, seq) stays unique. */
  readonly epoch: number;
  readonly seq: number;
}

export interface DatabaseFound extends Position {
  /** The kiosk's slot; `null` after it was lost: an old journal that reappears does not bring it back. */
  readonly slot: number | null;
  /** True if the file is a restored backup, by the mark that every backup carries (`is_backup`). */
  readonly restored: boolean;
  /** True if the database's write-ahead log ends within a write. If the journal is whole, this is an ordinary power cut. */
  readonly logCut?: boolean;
  /** True if the database lacks records that the journal is known to have had; the journal may still contain them. */
  readonly behind?: boolean;
}

export interface JournalFound extends Position {
  /** True if the journal's last write was cut off. If the database is whole, this is an ordinary power cut. */
  readonly tornTail?: boolean;
  /** True if the journal is ahead by more records than one transaction writes, so that the database has lost durable data. */
  readonly farAhead?: boolean;
}

/**
 * - `issue`: both copies agree.
 * - `replay`: the journal has records that a crash kept from the database. They enter the database; their numbers are not issued again,
 *   their print jobs are `unknown`; the epoch continues.
 * - `merge`: the database is lost, restored or of another epoch. Slot and incarnation come from the journal; numbers are the greater of
 *   both if the incarnation is the same (`mergeSeries`); tickets come from both; a new epoch starts, in the journal first.
 * - `rebuild-journal`: the database is whole and the journal is not. A new journal with the newest events (`REWRITTEN` in `open-store.ts`)
 *   is put in place, then its identity with a new epoch and every counter and session; then the database gets the epoch.
 * - `no-slot`: both copies are lost or have lost their ends, so that the next number could already be in use. A power cut never cuts both,
 *   because each is on disk before the other is written. Also if the copies belong to two enrolments, or if the kiosk had lost its slot
 *   before. The database keeps its tickets and what the centre has not acknowledged; the journal is moved aside.
 */
export type StartPlan = 'issue' | 'replay' | 'merge' | 'rebuild-journal' | 'no-slot';

/** Plans the start. `null`: the copy is missing, fails its checks, is empty, or was never enrolled. */
export function planStart(database: DatabaseFound | null, journal: JournalFound | null): StartPlan {
  const live = database !== null && !database.restored ? database : null;
  if (live === null) return journal === null || journal.tornTail ? 'no-slot' : 'merge';
  if (live.slot === null) return 'no-slot';
  const rebuild = live.logCut || live.behind ? 'no-slot' : 'rebuild-journal';
  if (journal === null) return rebuild;
  if (live.incarnation !== journal.incarnation) return 'no-slot';
  if (journal.tornTail && (live.logCut || journal.farAhead || live.epoch < journal.epoch)) return 'no-slot';
  if (live.epoch < journal.epoch) return 'merge';
  // The journal receives every record before the database, so a journal with fewer records than the database has lost its end.
  if (live.epoch > journal.epoch || live.seq > journal.seq) return rebuild;
  return live.seq < journal.seq ? 'replay' : 'issue';
}
