/**
 * What a kiosk does at its start with the two copies it finds of what it knows, before it issues anything.
 *
 * Invariants: slot and enrolment come from the journal, or from a database that was never away, never from a backup; what one copy
 * lost the other restores; when neither can be believed nobody guesses, and the kiosk has no slot until a person gives it a
 * fresh one.
 */

/** How far a copy had come. `seq` counts the records of one epoch; epochs count up within one enrolment. */
export interface Position {
  /** One enrolment of one kiosk: new with every slot, never used twice. */
  readonly incarnation: string;
  /** Begins anew whenever a copy was rebuilt or set back, so that no (incarnation, epoch, seq) means two things. */
  readonly epoch: number;
  readonly seq: number;
}

export interface DatabaseFound extends Position {
  /** `null` since the kiosk lost its slot: an old journal that turns up does not bring it back. */
  readonly slot: number | null;
  /** The file was once a copy: every backup says so of itself, whoever put it here. */
  readonly restored: boolean;
  /** Its log ends within a write. Beside a journal that is whole this is an ordinary power cut. */
  readonly logCut?: boolean;
  /** It lacks what the journal is known to have had; the journal itself may bring it. */
  readonly behind?: boolean;
}

export interface JournalFound extends Position {
  /** Its last write was cut off. Beside a database that is whole this is an ordinary power cut. */
  readonly tornTail?: boolean;
  /** It has more that the database lacks than one transaction writes: then the database has lost what was durable. */
  readonly farAhead?: boolean;
}

/**
 * - `issue`: both copies agree.
 * - `replay`: the journal is ahead by what a crash left between the two. Its records enter the database; their numbers are burnt,
 *   their tickets `print-unknown`; the epoch goes on.
 * - `merge`: the database is gone, restored or of another epoch. Slot and incarnation are the journal's, the numbers the greater of
 *   both where the incarnation is the same (`mergeSeries`), tickets those of both; a new epoch, in the journal first.
 * - `rebuild-journal`: the database is whole and the journal is not. A new journal with a new epoch, every counter and session and
 *   all that the centre has not acknowledged, put in place as one; then the epoch into the database.
 * - `no-slot`: both are lost, or have lost their ends: what came after that nobody knows, and the next number could be somebody's. A
 *   power cut never tears both at once, for each is on disk before the other is written. Or they are of two enrolments and nobody can tell which holds, or the kiosk has had no slot since. The
 *   database keeps its tickets and what the centre has not acknowledged; no journal is kept.
 */
export type StartPlan = 'issue' | 'replay' | 'merge' | 'rebuild-journal' | 'no-slot';

/** `null` stands for a copy that is missing, fails its checks, tells nothing, or has never been enrolled. */
export function planStart(database: DatabaseFound | null, journal: JournalFound | null): StartPlan {
  const live = database !== null && !database.restored ? database : null;
  if (live === null) return journal === null || journal.tornTail ? 'no-slot' : 'merge';
  if (live.slot === null) return 'no-slot';
  const rebuild = live.logCut || live.behind ? 'no-slot' : 'rebuild-journal';
  if (journal === null) return rebuild;
  if (live.incarnation !== journal.incarnation) return 'no-slot';
  if (journal.tornTail && (live.logCut || journal.farAhead || live.epoch < journal.epoch)) return 'no-slot';
  if (live.epoch < journal.epoch) return 'merge';
  // The database holds nothing that the journal did not hold first: a journal behind it has lost its end.
  if (live.epoch > journal.epoch || live.seq > journal.seq) return rebuild;
  return live.seq < journal.seq ? 'replay' : 'issue';
}
