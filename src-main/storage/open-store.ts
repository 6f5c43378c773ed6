import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { type DatabaseFound, type Position, planStart } from '../domain/numbering-recovery.ts';
import { type Backups, openBackups, putBack } from './backups.ts';
import type { DataFolder } from './data-folder.ts';
import { type DatabaseFault, openDatabase } from './database.ts';
import { makeFolder, syncFolder } from './folders.ts';
import { type Identity, readIdentity, writeIdentity } from './identity.ts';
import { type Journal, type JournalRecord, openJournal, readJournal, syncJournal } from './journal.ts';
import { agreesWith, mergeRecords, readFloors, rewriteJournal } from './merge.ts';

/** What a start found, for the log, the staff and the central service. */
export type StartFinding =
  | { kind: 'store-new' | 'store-clean' }
  /** The journal was ahead: numbers that no answer had confirmed are burnt, their tickets `unknown`. */
  | { kind: 'journal-replayed'; records: number }
  | { kind: 'journal-rebuilt'; detail: string }
  | { kind: 'database-restored'; detail: string; from: string | null; records: number }
  | { kind: 'both-copies-lost'; detail: string };

export interface OpenedStore {
  database: Database.Database;
  journal: Journal;
  /** `null`: no person has given this kiosk its slot, or both copies are lost. */
  identity: Identity | null;
  backups: Backups;
  finding: StartFinding;
}

export interface StorePlaces {
  folder: DataFolder;
  /** Another disk, where there is one. */
  journalFolder: string;
}

/** Whose data a database holds; `slot` is `null` since the kiosk lost it. */
interface Owner {
  slot: number | null;
  incarnation: string;
  epoch: number;
  seq: number;
  restored: boolean;
}

interface SecondCopy {
  identity: Identity;
  records: readonly JournalRecord[];
  tornTail: boolean;
}

/**
 * Opens both copies and makes them agree, as `planStart` says, before anything is issued. Running, the database is the truth; at
 * start the union of both is. Damaged files are moved aside, never deleted.
 */
export function openStore({ folder, journalFolder }: StorePlaces): Result<OpenedStore, DatabaseFault> {
  const backups = openBackups(join(folder.path, 'backups'));
  const second = readSecondCopy(journalFolder);
  const opened = openSound(folder.databaseFile, second.copy);
  // A new database's name has to outlive a power cut as its pages do.
  syncFolder(folder.path);
  if (!opened.ok && opened.error.kind !== 'database-damaged') return opened;
  const database = opened.ok ? opened.value : null;
  const owner = database ? ownerOf(database) : null;
  const found: DatabaseFound | null = owner;
  const journal: Position | null = second.copy ? positionOf(second.copy) : null;
  const first = database && owner ? { database, owner } : null;
  const detail = opened.ok
    ? owner?.restored
      ? 'it is a backup that was put back'
      : 'it is gone'
    : opened.error.detail;
  const open = (kept: Database.Database, identity: Identity | null, finding: StartFinding) =>
    succeed({ database: kept, journal: openJournal(journalFolder), identity, backups, finding });

  const plan = planStart(found, journal);
  if (first && second.copy && (plan === 'issue' || plan === 'replay')) {
    const { epoch, seq } = first.owner;
    const missing = second.copy.records.filter((record) => record.epoch === epoch && record.seq > seq);
    // A record may sit in the system's memory alone, after a kill that came between its write and its fdatasync.
    syncJournal(journalFolder);
    if (missing.length > 0) mergeRecords(first.database, missing);
    const replayed: StartFinding = { kind: 'journal-replayed', records: missing.length };
    return open(first.database, second.copy.identity, missing.length > 0 ? replayed : { kind: 'store-clean' });
  }

  if (first && first.owner.slot !== null && plan === 'rebuild-journal') {
    const { slot, incarnation, epoch } = first.owner;
    const identity = { slot, incarnation, epoch: epoch + 1, floors: readFloors(first.database) };
    moveFolderAside(journalFolder);
    rewriteJournal(first.database, journalFolder);
    writeIdentity(journalFolder, identity);
    own(first.database, identity);
    return open(first.database, identity, { kind: 'journal-rebuilt', detail: second.trouble ?? 'it had lost its end' });
  }

  if (second.copy && plan === 'merge') {
    const { copy } = second;
    const isOld = first !== null && !first.owner.restored && first.owner.incarnation === copy.identity.incarnation;
    if (!isOld) database?.close();
    const base = isOld
      ? succeed({ database: first.database, from: null })
      : putBackNewest(folder, backups, copy.identity);
    if (!base.ok) return base;
    const merged = mergeInto(base.value.database, copy, journalFolder);
    const isNew = copy.records.length === 0 && base.value.from === null && !isOld;
    return open(
      base.value.database,
      merged,
      isNew
        ? { kind: 'store-new' }
        : {
            kind: 'database-restored',
            detail: isOld ? 'it is an old copy' : detail,
            from: base.value.from,
            records: copy.records.length,
          },
    );
  }

  if (database && owner === null && second.trouble === null)
    // Nobody has given it a slot yet.
    return open(database, null, { kind: 'store-new' });
  return loseSlot(
    folder,
    journalFolder,
    backups,
    database,
    `${detail}; the journal: ${second.trouble ?? 'another enrolment'}`,
  );
}

/** Opens the database; one whose tickets are not those of a journal that was kept beside it all the time is damaged. */
function openSound(file: string, copy: SecondCopy | null): Result<Database.Database, DatabaseFault> {
  const opened = openDatabase(file);
  if (!opened.ok || !copy) return opened;
  const owner = ownerOf(opened.value);
  const { incarnation, epoch } = copy.identity;
  if (!owner || owner.restored || owner.incarnation !== incarnation || owner.epoch !== epoch) return opened;
  const shared = copy.records.filter(
    (record) => record.epoch < epoch || (record.epoch === epoch && record.seq <= owner.seq),
  );
  if (agreesWith(opened.value, shared)) return opened;
  opened.value.close();
  return refuse({ kind: 'database-damaged', detail: `${file}: a ticket is not as the journal has it` });
}

function readSecondCopy(folder: string): { copy: SecondCopy | null; trouble: string | null } {
  const identity = readIdentity(folder);
  const reading = readJournal(folder);
  if (reading.state === 'damaged') return { copy: null, trouble: reading.detail };
  const records = reading.state === 'good' ? reading.records : [];
  if (identity) {
    const tornTail = reading.state === 'good' && reading.tornTail;
    return { copy: { identity, records, tornTail }, trouble: null };
  }
  return { copy: null, trouble: records.length > 0 || existsSync(folder) ? 'its identity is lost' : null };
}

function positionOf({ identity, records }: SecondCopy): Position {
  const { incarnation, epoch } = identity;
  return { incarnation, epoch, seq: records.findLast((record) => record.epoch === epoch)?.seq ?? 0 };
}

function ownerOf(database: Database.Database): Owner | null {
  const row = database
    .prepare<[], Omit<Owner, 'restored'> & { restored: number }>(
      'SELECT slot, incarnation, epoch, last_seq AS seq, is_backup AS restored FROM kiosk',
    )
    .get();
  return row ? { ...row, restored: row.restored === 1 } : null;
}

/** Moves what stands there aside and puts the newest sound backup of this enrolment in its place, or an empty database. */
function putBackNewest(
  folder: DataFolder,
  backups: Backups,
  { incarnation }: Identity,
): Result<{ database: Database.Database; from: string | null }, DatabaseFault> {
  moveAside(folder);
  for (const backup of backups.sound(incarnation)) {
    putBack(backup, folder.databaseFile);
    const opened = openDatabase(folder.databaseFile);
    if (opened.ok) return succeed({ database: opened.value, from: basename(backup) });
    moveAside(folder);
  }
  const empty = openDatabase(folder.databaseFile);
  return empty.ok ? succeed({ database: empty.value, from: null }) : empty;
}

/** Brings everything the journal knows into a database that lacks some of it, and begins a new epoch, in the journal first. */
function mergeInto(database: Database.Database, copy: SecondCopy, journalFolder: string): Identity {
  const { identity, records, tornTail } = copy;
  mergeRecords(database, records, { floors: identity.floors, tornTail });
  const next: Identity = { ...identity, epoch: identity.epoch + 1, floors: readFloors(database) };
  writeIdentity(journalFolder, next);
  own(database, next);
  return next;
}

/** Nobody can tell which numbers were given: the kiosk keeps what it has, and waits for a person. */
function loseSlot(
  folder: DataFolder,
  journalFolder: string,
  backups: Backups,
  kept: Database.Database | null,
  detail: string,
): Result<OpenedStore, DatabaseFault> {
  moveFolderAside(journalFolder);
  if (!kept) moveAside(folder);
  const opened = kept ? succeed(kept) : openDatabase(folder.databaseFile);
  if (!opened.ok) return opened;
  const database = opened.value;
  // Says that a slot was lost here: an old journal that turns up does not bring it back.
  database
    .prepare(
      `INSERT INTO kiosk (id, slot, incarnation, epoch, last_seq) VALUES (1, NULL, ?, 1, 0)
       ON CONFLICT (id) DO UPDATE SET slot = NULL, is_backup = 0`,
    )
    .run(randomUUID());
  const finding: StartFinding = { kind: 'both-copies-lost', detail };
  return succeed({ database, journal: openJournal(journalFolder), identity: null, backups, finding });
}

/** Whether a copy could not be written for want of room. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'SQLITE_FULL' || error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** Says in the database whose it is. */
export function own(database: Database.Database, { slot, incarnation, epoch }: Identity): void {
  database
    .prepare(
      `INSERT INTO kiosk (id, slot, incarnation, epoch, last_seq, is_backup) VALUES (1, ?, ?, ?, 0, 0)
       ON CONFLICT (id) DO UPDATE SET slot = excluded.slot, incarnation = excluded.incarnation,
         epoch = excluded.epoch, last_seq = 0, is_backup = 0`,
    )
    .run(slot, incarnation, epoch);
}

/** The epoch that comes after every one this database has seen. */
export const nextEpoch = (database: Database.Database): number =>
  (database
    .prepare<[], number>('SELECT max(epoch) FROM (SELECT epoch FROM kiosk UNION ALL SELECT max(epoch) FROM event)')
    .pluck()
    .get() ?? 0) + 1;

/** Nothing damaged is ever deleted: it may tell somebody more than it tells us. */
function moveAside({ path, databaseFile }: DataFolder): void {
  const files = ['', '-wal', '-shm', '-journal'].map((suffix) => `${databaseFile}${suffix}`).filter(existsSync);
  if (files.length === 0) return;
  const aside = asideFolder(path);
  for (const file of files) renameSync(file, join(aside, basename(file)));
  syncFolder(aside);
  syncFolder(path);
}

function moveFolderAside(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder).filter((name) => !name.startsWith('damaged-'));
  if (names.length === 0) return;
  const aside = asideFolder(folder);
  for (const name of names) renameSync(join(folder, name), join(aside, name));
  syncFolder(aside);
  syncFolder(folder);
}

function asideFolder(path: string): string {
  const aside = join(path, `damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`);
  makeFolder(aside);
  return aside;
}
