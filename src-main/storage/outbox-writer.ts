import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { KioskEvent } from '../contract/shared/events.ts';
import type { RequestId } from '../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { openEventRows } from './event-rows.ts';
import type { Identity } from './identity.ts';
import { mayBeRottenIndex, mendIndexes } from './indexes.ts';
import { type Journal, JournalFailure } from './journal.ts';
import type { BesideTicket, JournalRecord } from './journal-record.ts';

/** A fact bound for the central service, at the moment it becomes one. */
export interface NewEvent {
  event: KioskEvent;
  requestId: RequestId | null;
  /** Milliseconds since 1970. */
  atMs: number;
  /** Names the journal's segment, unless the day that is believed is an earlier one. */
  serviceDay: string;
  /** Of a ticket; told to the journal and to nobody else. */
  largePrint?: true;
  beside?: BesideTicket;
}

export type RecordEvent = (fact: NewEvent) => void;

/** Writes to both copies in the only order that is safe. */
export interface OutboxWriter {
  /**
   * One transaction. What `work` records is on disk in the journal when `record` returns, before the database commits it. When the
   * commit fails after that, the copies differ: every later call answers `store-failed`, and `onBroken` asks for a new start, which
   * makes them agree.
   */
  commit<T>(work: (record: RecordEvent) => T): Result<T, StoreFailure>;
}

/** Who saw a fact: a boot (`createBootName`), and its clocks. */
export interface Witness {
  bootId: string;
  monoMs: number;
  trust: 'trusted' | 'guess';
}

export interface OutboxWriterParts {
  database: Database.Database;
  journal: Journal;
  /** Without one nothing is recorded: a kiosk that is nobody yet has nothing to tell. */
  identity: Identity | null;
  witness: () => Witness;
  /** A segment of 2040 would be the last one until then, and nothing of it would ever go. */
  believedDay: () => string;
  /** Told after a commit that held facts. */
  onRecorded: () => void;
  /** Gives up the ballast; false when there was none. */
  makeRoom: () => boolean;
  onBroken: (detail: string) => void;
  /** An index had rotted and has been made anew. */
  onIndexMended?: (detail: string) => void;
}

export function createOutboxWriter(parts: OutboxWriterParts): OutboxWriter {
  const { makeRoom, onBroken } = parts;
  const attempts = openAttempts(parts);
  let broken: string | null = null;

  function guarded<T>(work: (record: RecordEvent) => T): Result<T, StoreFailure> {
    try {
      return succeed(attempts.run(work));
    } catch (error) {
      const detail = detailOf(error);
      if (detail === null) throw error;
      if (attempts.isInJournal() || (error instanceof JournalFailure && error.kind === 'broken')) {
        broken = detail;
        // The start that follows has to write as well.
        makeRoom();
        onBroken(detail);
      }
      return refuse({ kind: 'store-failed', detail });
    }
  }

  return {
    commit(work) {
      if (broken !== null) return refuse({ kind: 'store-failed', detail: broken });
      const first = guarded(work);
      if (first.ok || broken !== null || !makeRoom()) return first;
      return guarded(work);
    },
  };
}

interface Attempts {
  /** Once more where an index had rotted: a person who stands there gets the ticket in this very touch. */
  run<T>(work: (record: RecordEvent) => T): T;
  /** Whether the last one put anything there. */
  isInJournal(): boolean;
}

function openAttempts(parts: OutboxWriterParts): Attempts {
  const { database, journal, identity, witness, believedDay, onRecorded, onIndexMended = () => {} } = parts;
  const lastSeq = database.prepare<[], number>('SELECT last_seq FROM kiosk').pluck();
  const setSeq = database.prepare('UPDATE kiosk SET last_seq = ?');
  const rows = openEventRows(database);
  let recorded: JournalRecord[] = [];
  /** Facts of an attempt that failed: they are in the journal, and a second attempt has to come to the same. */
  let journaled: readonly JournalRecord[] = [];

  function record({ event, requestId, atMs, serviceDay, largePrint, beside }: NewEvent): void {
    if (!identity) return;
    const { epoch } = identity;
    const seq = (recorded.at(-1)?.seq ?? lastSeq.get() ?? 0) + 1;
    const before = journaled[recorded.length];
    if (before) {
      if (JSON.stringify(before.event) !== JSON.stringify(event))
        throw new JournalFailure('broken', 'it tells otherwise');
      recorded.push(before);
      return;
    }
    const print = largePrint === undefined ? {} : { largePrint };
    const said = beside && Object.values(beside).some((value) => value !== null) ? { beside } : {};
    const written = { epoch, seq, eventId: randomUUID(), requestId, atMs, event, ...witness(), ...print, ...said };
    const believed = believedDay();
    journal.append(written, believed < serviceDay ? believed : serviceDay);
    recorded.push(written);
  }
  const transact = database.transaction((work: (record: RecordEvent) => unknown) => {
    const result = work(record);
    for (const written of recorded) rows.add(written);
    const last = recorded.at(-1);
    if (last) setSeq.run(last.seq);
    return result;
  });

  function attempt<T>(work: (record: RecordEvent) => T): T {
    recorded = [];
    // better-sqlite3 types the result of a transaction as that of its function; this one gives back what `work` did.
    const result = transact.immediate(work) as T;
    if (recorded.length < journaled.length) throw new JournalFailure('broken', 'it tells more');
    if (recorded.length > 0) onRecorded();
    return result;
  }

  return {
    run(work) {
      journaled = [];
      try {
        return attempt(work);
      } catch (error) {
        if (!mayBeRottenIndex(error) || !mendIndexes(database)) throw error;
        journaled = recorded;
        const result = attempt(work);
        onIndexMended(detailOf(error) ?? '');
        return result;
      }
    },
    isInJournal: () => recorded.length > 0 || journaled.length > 0,
  };
}

function detailOf(error: unknown): string | null {
  if (error instanceof JournalFailure) return `journal: ${error.message}`;
  return error instanceof Database.SqliteError ? `${error.code}: ${error.message}` : null;
}
