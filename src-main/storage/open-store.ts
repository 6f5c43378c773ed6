import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { type JournalFound, planStart } from '../tickets/rules/numbering-recovery.ts';
import { moveDatabaseAside, moveJournalAside } from './aside.ts';
import { type Backups, openBackups, putBack } from './backups.ts';
import { addLostEvents, agreesWith, hasEvents } from './compared-copies.ts';
import type { DataFolder } from './data-folder.ts';
import { type DatabaseFault, hasCutLog, openDatabase } from './database.ts';
import { openEventRows } from './event-rows.ts';
import { makeFolder, replaceFile, sync } from './folders.ts';
import { type Identity, writeIdentity } from './identity.ts';
import { findFaultNow, isDamage, mendIndexes } from './indexes.ts';
import { type Journal, openJournal, segmentName, syncJournal } from './journal.ts';
import { type JournalRecord, lineOf, type RecordPlace } from './journal-record.ts';
import { mergeRecords, readFloors } from './merge.ts';
import { isBefore } from './reached.ts';
import { readSecondCopy, type SecondCopy, type SecondCopyFound } from './second-copy.ts';
import { mustRebuild, type Suspicion } from './suspicion.ts';

export type StartFinding =
  | { kind: 'store-new' | 'store-clean' }
  /**
   * The journal had records that the database lacked. The numbers of these records are not issued again, and their print jobs end as
   * `unknown`.
   */
  | { kind: 'journal-replayed'; records: number }
  | { kind: 'journal-rebuilt'; detail: string }
  | { kind: 'database-restored'; detail: string; from: string | null; records: number }
  | { kind: 'both-copies-lost'; detail: string };

export interface OpenedStore {
  database: Database.Database;
  journal: Journal;
  /** The kiosk's identity; `null`: no slot was assigned, or journal and database are lost. */
  identity: Identity | null;
  backups: Backups;
  finding: StartFinding;
  /** Whether an index did not match the journal although the rows did; the index has been rebuilt. */
  indexMended: boolean;
}

export interface StorePlaces {
  folder: DataFolder;
  /** The journal's folder; on another disk than the database if the machine has one. */
  journalFolder: string;
  /** An earlier run's note that the database may be damaged; `null` or absent without one. */
  suspicion?: Suspicion | null;
}

/** The kiosk to which a database belongs; `slot` is `null` after the kiosk lost it. */
interface Owner {
  slot: number | null;
  incarnation: string;
  epoch: number;
  seq: number;
  restored: boolean;
}

/**
 * Opens journal and database and reconciles them as `planStart` decides, before any number is issued. While the kiosk runs the database is
 * authoritative; at a start journal and database together are. Damaged files are moved into a subfolder, which only retention deletes
 * (`endSetAside`); a newer program's files are left alone. `quick_check` does not read index entries, so a later statement may still find
 * damage: the store is then opened a second time, and the database is moved aside unread.
 */
export function openStore(places: StorePlaces): Result<OpenedStore, DatabaseFault> {
  const { folder, suspicion = null } = places;
  const first = attemptToOpen(places, suspicion !== null && mustRebuild(suspicion) ? suspicion.detail : null);
  if (first.ok || first.error.kind !== 'read-failed') return asFault(first);
  return asFault(attemptToOpen(places, `${folder.databaseFile}: ${first.error.detail}`));
}

type Attempt = Result<OpenedStore, DatabaseFault | { kind: 'read-failed'; detail: string }>;

const asFault = (attempt: Attempt): Result<OpenedStore, DatabaseFault> =>
  attempt.ok ? attempt : refuse({ ...attempt.error, kind: kindOf(attempt.error.kind) });

const kindOf = (kind: DatabaseFault['kind'] | 'read-failed'): DatabaseFault['kind'] =>
  kind === 'read-failed' ? 'database-damaged' : kind;

/** `damage`: why the database must be moved aside unread; `null`: it is read. */
function attemptToOpen(places: StorePlaces, damage: string | null): Attempt {
  const connections: Database.Database[] = [];
  const open: OpenDatabase = (file) => {
    const opened = openDatabase(file);
    if (opened.ok) connections.push(opened.value);
    return opened;
  };
  try {
    return openBoth(places, open, damage);
  } catch (error) {
    // The connections are closed here, because an open one would keep the lock and block every later start in this process.
    for (const connection of connections) connection.close();
    if (!isDamage(error)) throw error;
    return refuse({ kind: 'read-failed', detail: `${error.code}: ${error.message}` });
  }
}

type OpenDatabase = (file: string) => Result<Database.Database, DatabaseFault>;

function openBoth(
  places: StorePlaces,
  openFile: OpenDatabase,
  damage: string | null,
): Result<OpenedStore, DatabaseFault> {
  const { folder, journalFolder, suspicion = null } = places;
  const backups = openBackups(join(folder.path, 'backups'));
  const second = readSecondCopy(journalFolder);
  if (second.newer !== null) return refuse({ kind: 'database-from-the-future', detail: second.newer });
  const logCut = hasCutLog(folder.databaseFile);
  let indexMended = false;
  const opened =
    damage === null
      ? soundBeside(openFile(folder.databaseFile), folder.databaseFile, second, suspicion !== null, () => {
          indexMended = true;
        })
      : refuse({ kind: 'database-damaged' as const, detail: damage });
  if (!opened.ok && opened.error.kind !== 'database-damaged') return opened;
  const database = opened.ok ? opened.value : null;
  const owner = database ? ownerOf(database) : null;
  const first = database && owner ? { database, owner } : null;
  const missing = first && second.copy ? missingFrom(first.owner, second.copy) : [];
  const found: JournalFound | null = second.copy && {
    incarnation: second.copy.identity.incarnation,
    epoch: second.copy.identity.epoch,
    seq: seqOf(second.copy),
    tornTail: second.copy.tornTail,
    farAhead: !isOneTransaction(missing),
  };
  const detail = opened.ok
    ? owner?.restored
      ? 'the database is a restored backup'
      : 'the database is missing'
    : opened.error.detail;
  const open = (kept: Database.Database, identity: Identity | null, finding: StartFinding) => {
    // The folder entry of a new database must survive a power cut like its pages.
    sync(folder.path);
    const journal = openJournal(journalFolder);
    journal.note();
    return succeed({ database: kept, journal, identity, backups, finding, indexMended });
  };

  const behind = owner !== null && isBehind(owner, second.reached);
  const plan = planStart(owner && { ...owner, logCut, behind }, found);
  if (first && second.copy && (plan === 'issue' || plan === 'replay')) {
    // After a kill between write and fdatasync, a record may be only in the page cache.
    syncJournal(journalFolder);
    if (missing.length > 0) mergeRecords(first.database, missing, { slot: second.copy.identity.slot });
    countUpTo(first.database, second.copy.last);
    const replayed: StartFinding = { kind: 'journal-replayed', records: missing.length };
    return open(first.database, second.copy.identity, missing.length > 0 ? replayed : { kind: 'store-clean' });
  }

  if (first && first.owner.slot !== null && plan === 'rebuild-journal') {
    const { slot, incarnation, epoch } = first.owner;
    const identity = { slot, incarnation, epoch: epoch + 1, floors: readFloors(first.database) };
    // Everything for the new journal is read before anything of the old one is changed.
    const segment = rebuiltSegment(first.database);
    moveJournalAside(journalFolder);
    makeFolder(journalFolder);
    replaceFile(join(journalFolder, segment.name), segment.content);
    writeIdentity(journalFolder, identity);
    own(first.database, identity);
    const why = second.trouble ?? 'the journal had lost its end';
    return open(first.database, identity, { kind: 'journal-rebuilt', detail: why });
  }

  if (second.copy && plan === 'merge') {
    const { copy } = second;
    const isOld = first !== null && !first.owner.restored && first.owner.incarnation === copy.identity.incarnation;
    if (!isOld) database?.close();
    const base = isOld
      ? succeed({ database: first.database, from: null, identity: mergeInto(first.database, copy, journalFolder) })
      : mergeIntoNewest(openFile, folder, backups, copy, journalFolder);
    if (!base.ok) return base;
    const { from, identity } = base.value;
    const restored: StartFinding = {
      kind: 'database-restored',
      detail: isOld ? 'the database is an old copy' : detail,
      from,
      records: copy.records.length,
    };
    const isNew = from === null && !isOld && hasOnlyBegun(copy);
    return open(base.value.database, identity, isNew ? { kind: 'store-new' } : restored);
  }

  if (database && owner === null && second.trouble === null && second.copy === null)
    // A database without a kiosk's identity, and no journal: no slot was assigned yet.
    return open(database, null, { kind: 'store-new' });
  const trouble =
    second.trouble ??
    (second.copy?.tornTail ? 'the journal’s last write was cut off' : 'the journal belongs to another enrolment');
  const isOurs = owner === null || owner.incarnation === second.copy?.identity.incarnation;
  const readable = isOurs ? (second.copy?.records ?? second.remains) : [];
  const lost = first && (logCut || behind) ? 'the database has lost its end' : detail;
  return loseSlot(openFile, places, backups, database, readable, `${lost}; ${trouble}`);
}

/**
 * Verifies the opened database against the journal that belongs to it. A ticket that differs from the journal's means damage; missing
 * events are added. If an earlier run noted a suspicion, the database is fully checked first.
 */
function soundBeside(
  opened: Result<Database.Database, DatabaseFault>,
  file: string,
  { copy }: SecondCopyFound,
  isSuspected: boolean,
  onIndexMended: () => void,
): Result<Database.Database, DatabaseFault> {
  if (!opened.ok) return opened;
  const fault = isSuspected ? findFaultNow(opened.value) : null;
  if (fault !== null) {
    if (!mendIndexes(opened.value) || findFaultNow(opened.value) !== null) {
      opened.value.close();
      return refuse({ kind: 'database-damaged', detail: `${file}: ${fault}` });
    }
    onIndexMended();
  }
  if (!copy) return opened;
  const owner = ownerOf(opened.value);
  const { incarnation, epoch } = copy.identity;
  if (!owner || owner.restored || owner.incarnation !== incarnation || owner.epoch !== epoch) return opened;
  const shared = copy.records.filter(
    (record) => record.epoch < epoch || (record.epoch === epoch && record.seq <= owner.seq),
  );
  if (agreesWith(opened.value, shared) && hasEvents(opened.value, shared)) return opened;
  // A rotten index may have misled the lookups. An index can be rebuilt from the rows, so this repair is tried before the database counts
  // as damaged.
  if (mendIndexes(opened.value) && agreesWith(opened.value, shared)) {
    // An event may still be missing, because an earlier release left an event out if a rotten index showed another event at its epoch and
    // seq.
    addLostEvents(opened.value, shared);
    onIndexMended();
    return opened;
  }
  opened.value.close();
  return refuse({ kind: 'database-damaged', detail: `${file}: a ticket differs from the journal` });
}

/** Number of events in a rebuilt journal: about four days of a busy office. */
const REWRITTEN = 20_000;

/** The newest events of a sound database as the only segment of a new journal. */
function rebuiltSegment(database: Database.Database): { name: string; content: string } {
  const newestDay = database.prepare<[], string>('SELECT max(service_day) FROM counter').pluck().get();
  const lines = openEventRows(database).newest(REWRITTEN).map(lineOf);
  return { name: segmentName(newestDay ?? '1970-01-01'), content: lines.join('') };
}

const seqOf = ({ identity, last }: SecondCopy): number => (last.epoch === identity.epoch ? last.seq : 0);

const missingFrom = ({ epoch, seq }: Owner, { records }: SecondCopy): JournalRecord[] =>
  records.filter((record) => record.epoch === epoch && record.seq > seq);

/** Whether the records can come from one interrupted transaction: a single record, or any number of `upload-rejected` events. */
const isOneTransaction = (missing: readonly JournalRecord[]): boolean =>
  missing.length <= 1 || missing.every(({ event }) => event.type === 'upload-rejected');

/** Whether the database ends before the place that the journal is known to have reached. */
const isBehind = (owner: Owner, reached: RecordPlace | null): boolean => reached !== null && isBefore(owner, reached);

/** Whether the journal contains only the assignment of a slot, after a first start that was interrupted; that is not a loss. */
const hasOnlyBegun = ({ identity, records, last }: SecondCopy): boolean =>
  identity.floors.sessions.length === 0 &&
  last.seq === records.length &&
  records.every(({ event }) => event.type === 'slot-given');

/**
 * Raises the database's last seq to the journal's, which counts unreadable records too. Writes nothing if that is unnecessary, so that a
 * full disk does not prevent a start.
 */
const countUpTo = (database: Database.Database, { epoch, seq }: RecordPlace): void =>
  void database
    .prepare('UPDATE kiosk SET last_seq = @seq WHERE epoch = @epoch AND last_seq < @seq')
    .run({ seq, epoch });

function ownerOf(database: Database.Database): Owner | null {
  const row = database
    .prepare<[], Omit<Owner, 'restored'> & { restored: number }>(
      'SELECT slot, incarnation, epoch, last_seq AS seq, is_backup AS restored FROM kiosk',
    )
    .get();
  return row ? { ...row, restored: row.restored === 1 } : null;
}

/**
 * Moves the database aside, restores the newest sound backup of this enrolment, or else an empty database, and merges the journal. A backup
 * that cannot take the journal's records is skipped.
 */
function mergeIntoNewest(
  openFile: OpenDatabase,
  folder: DataFolder,
  backups: Backups,
  copy: SecondCopy,
  journalFolder: string,
): Result<{ database: Database.Database; from: string | null; identity: Identity }, DatabaseFault> {
  moveDatabaseAside(folder);
  for (const backup of backups.sound(copy.identity.incarnation)) {
    putBack(backup, folder.databaseFile);
    const opened = openFile(folder.databaseFile);
    const identity = opened.ok ? mergeUnlessDamaged(opened.value, copy, journalFolder) : null;
    if (opened.ok && identity !== null) return succeed({ database: opened.value, from: basename(backup), identity });
    moveDatabaseAside(folder);
  }
  const empty = openFile(folder.databaseFile);
  if (!empty.ok) return empty;
  return succeed({ database: empty.value, from: null, identity: mergeInto(empty.value, copy, journalFolder) });
}

/** Merges the journal into a database; `null`, after closing the database, if it is damaged. */
function mergeUnlessDamaged(database: Database.Database, copy: SecondCopy, journalFolder: string): Identity | null {
  try {
    return mergeInto(database, copy, journalFolder);
  } catch (error) {
    if (!isDamage(error)) throw error;
    database.close();
    return null;
  }
}

/**
 * Merges all records of the journal into a database and begins a new epoch (`Identity`), which the journal's identity gets before the
 * database.
 */
function mergeInto(database: Database.Database, { identity, records }: SecondCopy, journalFolder: string): Identity {
  // Journal and database were not compared, so a record hidden by a rotten index would be inserted twice.
  mendIndexes(database);
  mergeRecords(database, records, identity);
  const next: Identity = { ...identity, epoch: identity.epoch + 1, floors: readFloors(database) };
  writeIdentity(journalFolder, next);
  own(database, next);
  return next;
}

/** The issued numbers cannot be determined: keeps the readable data of journal and database, and waits until a person assigns a slot. */
function loseSlot(
  openFile: OpenDatabase,
  { folder, journalFolder }: StorePlaces,
  backups: Backups,
  kept: Database.Database | null,
  readable: readonly JournalRecord[],
  detail: string,
): Result<OpenedStore, DatabaseFault> {
  if (!kept) moveDatabaseAside(folder);
  const opened = kept ? succeed(kept) : openFile(folder.databaseFile);
  if (!opened.ok) return opened;
  const database = opened.value;
  // The loss of the slot is recorded, so that an old journal that reappears does not restore it.
  database
    .prepare(
      `INSERT INTO kiosk (id, slot, incarnation, epoch, last_seq) VALUES (1, NULL, ?, 1, 0)
       ON CONFLICT (id) DO UPDATE SET slot = NULL, is_backup = 0`,
    )
    .run(randomUUID());
  mendIndexes(database);
  mergeRecords(database, readable, { slot: null });
  moveJournalAside(journalFolder);
  const finding: StartFinding = { kind: 'both-copies-lost', detail };
  const journal = openJournal(journalFolder);
  return succeed({ database, journal, identity: null, backups, finding, indexMended: false });
}

export function own(database: Database.Database, { slot, incarnation, epoch }: Identity): void {
  database
    .prepare(
      `INSERT INTO kiosk (id, slot, incarnation, epoch, last_seq, is_backup) VALUES (1, ?, ?, ?, 0, 0)
       ON CONFLICT (id) DO UPDATE SET slot = excluded.slot, incarnation = excluded.incarnation,
         epoch = excluded.epoch, last_seq = 0, is_backup = 0`,
    )
    .run(slot, incarnation, epoch);
}

export const nextEpoch = (database: Database.Database): number =>
  (database
    .prepare<[], number>('SELECT max(epoch) FROM (SELECT epoch FROM kiosk UNION ALL SELECT max(epoch) FROM event)')
    .pluck()
    .get() ?? 0) + 1;
