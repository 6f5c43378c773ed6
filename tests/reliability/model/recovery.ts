import { HIGHEST_SLOT } from '../../../src-main/domain/numbering.ts';
import { mergeSeries } from '../../../src-main/tickets/rules/issue-number.ts';
import { planStart } from '../../../src-main/tickets/rules/numbering-recovery.ts';
import {
  bookOf,
  copyDatabase,
  copyJournal,
  type Database,
  emptyBooks,
  emptyDatabase,
  type Journal,
  newJournal,
  syncJournal,
} from './disk.ts';
import type { Kiosk, World } from './state.ts';
import { breakPromise, checkNothingLost, excuseLost, storeAtCentre } from './world.ts';

export function createKiosk(world: World, index: number): Kiosk {
  const kiosk: Kiosk = {
    index,
    running: true,
    boot: 1,
    bootedAtMs: world.realMs - 60_000,
    wallOffsetMs: 0,
    previousOffsetMs: 0,
    database: emptyDatabase(world.series),
    journal: null,
    backups: [],
    oldJournal: null,
    journalIsOld: false,
    anchor: null,
    lastTickets: Array.from({ length: world.series }, () => null),
    waiting: [],
    visible: [],
    lastRequest: null,
    ofOthers: new Map(),
    online: true,
    heard: new Map(),
    classes: world.classes,
    lease: { holder: 0, untilWallMs: world.realMs + 60_000 },
  };
  enrol(world, kiosk);
  return kiosk;
}

/**
 * Gives the kiosk a slot that no kiosk of this office ever had: writes the journal, then the database, and then
 * deletes the old backups.
 */
export function enrol(world: World, kiosk: Kiosk, stopAfter: 'journal' | 'database' | 'backups' = 'backups'): void {
  const slot = world.nextSlot;
  if (slot > HIGHEST_SLOT) return;
  // Slots from 5 to 9 are left out: they have no three-digit numbers or belong to the desk. Kiosks that are enrolled again get slots from
  // 10.
  world.nextSlot = slot === 4 ? 10 : slot + 1;
  world.enrolments += 1;
  const before = kiosk.database ?? emptyDatabase(world.series);
  const identity = { incarnation: `e${world.enrolments}`, epoch: 1, seq: 0, books: emptyBooks(world.series) };
  const fresh: Database = { ...before, ...identity, restored: false, slot, undo: [] };
  world.tell?.(`kiosk ${kiosk.index}: a person gives it slot ${slot}`);
  kiosk.journal = world.variant.journal ? newJournal(fresh, slot) : null;
  if (stopAfter === 'journal') {
    crash(world, kiosk, 'kill', true);
    return;
  }
  kiosk.database = fresh;
  if (stopAfter === 'database') {
    crash(world, kiosk, 'kill', true);
    return;
  }
  kiosk.backups = [];
}

/** Ends the process (`kill`) or the machine (`power`). `arrives`: whether unsynced writes reach the disk. */
export function crash(world: World, kiosk: Kiosk, kind: 'kill' | 'power', arrives: boolean): void {
  const { database, journal } = kiosk;
  kiosk.running = false;
  kiosk.anchor = null;
  kiosk.lastTickets.fill(null);
  if (!world.variant.jobsOutliveTheProcess) kiosk.waiting = [];
  world.counts.crashes += 1;
  if (kind === 'power') {
    if (journal !== null && !arrives) journal.unsynced = null;
    if (database !== null && !arrives) while (database.undo.length > 0) database.undo.pop()?.();
  }
  world.tell?.(`kiosk ${kiosk.index}: ${kind}${arrives ? '' : ', what was not synced is lost'}`);
}

/** Starts the process on its disk. `stopAt: 'repair'` ends it between the two writes of a repair. */
export function start(world: World, kiosk: Kiosk, stopAt: 'nowhere' | 'repair' = 'nowhere'): void {
  const { variant } = world;
  kiosk.running = true;
  kiosk.boot += 1;
  kiosk.bootedAtMs = world.realMs;
  kiosk.journalIsOld = false;
  kiosk.database ??= restoreNewest(world, kiosk);
  if (variant.journal) recover(world, kiosk, stopAt);
  else {
    kiosk.database.restored = false;
    world.tell?.(`kiosk ${kiosk.index}: starts, slot ${kiosk.database.slot}`);
  }
  if (kiosk.running) checkNothingLost(world, kiosk, 'I2');
}

function restoreNewest(world: World, kiosk: Kiosk): Database {
  const newest = kiosk.backups.at(-1);
  if (newest !== undefined) return copyDatabase(newest);
  const empty = emptyDatabase(world.series);
  // A control (a variant with a planted fault) without a journal gets its slot and enrolment here, as from a configuration file: nothing
  // else has them once database and backups are lost.
  return world.variant.journal ? empty : { ...empty, slot: kiosk.index + 1, incarnation: `configured-${kiosk.index}` };
}

function recover(world: World, kiosk: Kiosk, stopAt: 'nowhere' | 'repair'): void {
  const { journal } = kiosk;
  const database = kiosk.database ?? emptyDatabase(world.series);
  if (journal !== null) syncJournal(journal);
  const plan = planStart(database.incarnation === '' ? null : database, journal);
  world.tell?.(`kiosk ${kiosk.index}: starts, ${plan}`);
  if (plan === 'no-slot') {
    database.slot = null;
    kiosk.journal = null;
    return;
  }
  if (plan === 'issue') return;
  if (plan === 'rebuild-journal' || journal === null) {
    if (database.slot === null) throw new Error('a database without a slot cannot rebuild a journal');
    const epoch = Math.max(database.epoch, journal?.epoch ?? 0) + 1;
    kiosk.journal = newJournal({ ...database, epoch }, database.slot);
    if (stopAt === 'repair') {
      crash(world, kiosk, 'kill', true);
      return;
    }
    database.epoch = epoch;
    database.seq = 0;
    return;
  }
  if (plan === 'merge') {
    journal.epoch += 1;
    journal.seq = 0;
    if (stopAt === 'repair') {
      crash(world, kiosk, 'kill', true);
      return;
    }
  }
  takeOver(world, database, journal);
}

function takeOver(world: World, database: Database, journal: Journal): void {
  const sameEnrolment = database.incarnation === journal.incarnation;
  const own = sameEnrolment ? database.books : emptyBooks(world.series);
  const here = new Set(database.tickets);
  for (const ticket of journal.tickets)
    if (!here.has(ticket)) {
      database.tickets.push(ticket);
      database.pending.push(ticket);
    }
  database.books = own.map((book, series) => {
    const merged = mergeSeries(book, bookOf(journal.books, series));
    return { counters: new Map(merged.counters), session: merged.session };
  });
  database.clock = journal.clock.lastServiceDay === null ? database.clock : journal.clock;
  database.slot = journal.slot;
  database.incarnation = journal.incarnation;
  database.epoch = journal.epoch;
  database.seq = journal.seq;
  database.restored = false;
}

export function backUp(world: World, kiosk: Kiosk): void {
  const { database } = kiosk;
  if (!kiosk.running || database === null || database.slot === null) return;
  kiosk.backups.push(copyDatabase(database));
  if (kiosk.backups.length > 3) kiosk.backups.shift();
  if (kiosk.journal !== null) kiosk.oldJournal = copyJournal(kiosk.journal);
  world.tell?.(`kiosk ${kiosk.index}: backup`);
}

/** The data that a stopped kiosk loses, or that an old copy replaces. */
export interface Loss {
  journal: 'kept' | 'set back' | 'lost';
  /** `null`: kept; -1: lost; otherwise the index of the backup that replaces the database. */
  database: number | null;
}

export function lose(world: World, kiosk: Kiosk, { journal, database }: Loss): void {
  if (kiosk.running) crash(world, kiosk, 'power', true);
  // At most one of database and journal becomes old. If both did, the disk would look like a cloned one, which a kiosk cannot notice.
  if (journal === 'set back' && kiosk.oldJournal !== null && kiosk.database?.restored === false) {
    kiosk.journal = copyJournal(kiosk.oldJournal);
    kiosk.journalIsOld = true;
  } else if (journal !== 'kept') kiosk.journal = null;
  if (database !== null) {
    const backup = kiosk.backups[database];
    kiosk.database = backup === undefined ? null : copyDatabase(backup);
    world.counts.restores += 1;
    if (kiosk.journalIsOld) kiosk.journal = null;
  }
  if (kiosk.journal === null) world.counts.journalLosses += 1;
  if (kiosk.journal === null && database !== null) world.counts.doubleLosses += 1;
  world.tell?.(
    `kiosk ${kiosk.index}: journal ${journal}, database ${database === null ? 'kept' : kiosk.database ? 'set back' : 'lost'}`,
  );
  excuseLost(world, kiosk);
}

export function settle(world: World): void {
  for (const kiosk of world.kiosks) {
    if (!kiosk.running) start(world, kiosk);
    const { database } = kiosk;
    if (database === null) continue;
    storeAtCentre(world, database.pending);
    database.pending = [];
  }
  for (const { id, kiosk, shown, excused } of world.tickets)
    if (shown && !excused && !world.centre.stored.has(id))
      breakPromise(world, 'I4', `ticket ${id} of kiosk ${kiosk} was visible and never reaches the centre`);
}
