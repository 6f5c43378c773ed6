import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { KioskEvent } from '../contract/shared/events.ts';
import type { RequestId } from '../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { openEventRows } from './event-rows.ts';
import type { Identity } from './identity.ts';
import { mayBeRottenIndex, mendIndexes } from './indexes.ts';
import { type Journal, JournalFailure } from './journal.ts';
import type { BesideTicket, JournalRecord } from './journal-record.ts';

export interface NewEvent {
  event: KioskEvent;
  requestId: RequestId | null;
  atMs: number;
  /** The service day for which the journal's file (segment) is named, unless `believedDay` is earlier. */
  serviceDay: string;
  largePrint?: true;
  beside?: BesideTicket;
}

export type RecordEvent = (fact: NewEvent) => void;

/** Writes events first to the journal and then to the database, which is the only safe sequence. */
export interface OutboxWriter {
  /**
   * Runs `work` in one transaction. An event that it records is in the journal on disk when `record` returns, before the database commits.
   * If the commit then fails, journal and database differ: every later call returns `store-failed`, and `onBroken` requests a restart,
   * which makes them agree.
   */
  commit<T>(work: (record: RecordEvent) => T): Result<T, StoreFailure>;
}

/** The parts of a store that reports its changes to the centre. `dayOf` returns the service day of an instant by the wall clock. */
export interface ReportingParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  clock: Clock;
  dayOf: (instantMs: number) => string;
}

/**
 * `bootId`: the run of the monotonic clock (`createBootName`), which a suspend of the machine ends too. `monoMs`: that clock at the time of
 * an event. `trust`: whether that time was the centre's.
 */
export interface Witness {
  bootId: string;
  monoMs: number;
  trust: 'trusted' | 'guess';
}

export interface OutboxWriterParts {
  database: Database.Database;
  journal: Journal;
  /** Without an identity no events are recorded, because a kiosk without a slot has nothing to report. */
  identity: Identity | null;
  witness: () => Witness;
  /**
   * The latest service day that may name a segment of the journal. A wrong clock could name a segment of 2040, which would stay the last
   * segment until 2040 and never be deleted before.
   */
  believedDay: () => string;
  onRecorded: () => void;
  makeRoom: () => boolean;
  onBroken: (detail: string) => void;
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
        // Frees room on the disk, because the next start, which repairs the difference, must be able to write.
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
  /** Retries once after repairing a rotten index, so that the citizen gets the ticket with the same touch. */
  run<T>(work: (record: RecordEvent) => T): T;
  isInJournal(): boolean;
}

function openAttempts(parts: OutboxWriterParts): Attempts {
  const { database, journal, identity, witness, believedDay, onRecorded, onIndexMended = () => {} } = parts;
  const lastSeq = database.prepare<[], number>('SELECT last_seq FROM kiosk').pluck();
  const setSeq = database.prepare('UPDATE kiosk SET last_seq = ?');
  const rows = openEventRows(database);
  let recorded: JournalRecord[] = [];
  /** Events of the failed first attempt: they are in the journal, so the second attempt must record the same events. */
  let journaled: readonly JournalRecord[] = [];

  function record({ event, requestId, atMs, serviceDay, largePrint, beside }: NewEvent): void {
    if (!identity) return;
    const { epoch } = identity;
    const seq = (recorded.at(-1)?.seq ?? lastSeq.get() ?? 0) + 1;
    const before = journaled[recorded.length];
    if (before) {
      if (JSON.stringify(before.event) !== JSON.stringify(event))
        throw new JournalFailure('broken', 'the second attempt records another event');
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
    // better-sqlite3 types the result as that of the function given to `database.transaction`, and this function returns the result of
    // `work`.
    const result = transact.immediate(work) as T;
    if (recorded.length < journaled.length)
      throw new JournalFailure('broken', 'the journal has more events than the second attempt');
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
