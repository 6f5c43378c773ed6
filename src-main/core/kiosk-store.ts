import { existsSync } from 'node:fs';
import type { SlotToTake } from '../centre/ports/centre-memory.ts';
import type { GuessMemory } from '../check-in/ports/guesses.ts';
import { createGuessMemory } from '../check-in/store/guess-memory.ts';
import { DEFAULT_TERMS, type TermSettings, termsWith } from '../contract/shared/retention.ts';
import { formatLabel } from '../domain/numbering.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { StartFault } from '../session/contract/kiosk-api.ts';
import type { StoreNotice } from '../session/contract/view-state.ts';
import { openBallast } from '../storage/ballast.ts';
import { careForDamage } from '../storage/damage-watch.ts';
import { claimDataFolder, type DataFolder } from '../storage/data-folder.ts';
import { hasNoRoom, isDiskFull } from '../storage/disk-full.ts';
import { forgetPromisedSlot, giveSlot, promiseSlot, readPromisedSlot } from '../storage/give-slot.ts';
import { guard } from '../storage/guard.ts';
import { startHousekeeping } from '../storage/housekeeping.ts';
import { type OpenedStore, openStore, type StartFinding, type StorePlaces } from '../storage/open-store.ts';
import { openStoreCare, sqliteVersionOf } from '../storage/store-care.ts';
import { endSuspicion, isHopeless, mustRebuild, noteRebuilt, readSuspicion, suspect } from '../storage/suspicion.ts';
import type { StoreCare } from '../technician/ports/machine.ts';
import type { TechnicianStore } from '../technician/ports/technician.ts';
import { createTechnicianStore } from '../technician/store/technician-store.ts';
import type { TicketStore } from '../tickets/ports/store.ts';
import { type Anchor, createDayOf } from '../tickets/rules/time-label.ts';
import type { InitOptions } from './arguments.ts';
import { openStores, type Stores, type StoresParts } from './stores.ts';

export interface KioskStore extends Stores {
  /** The kiosk's slot, which fixes its range of numbers; `null`: no slot was assigned yet, or journal and database are lost. */
  identity: SlotToTake | null;
  technician: TechnicianStore;
  /** Saves a slot that the next start writes into journal and database (`takePromisedSlot`). */
  promiseSlot(slot: number): Result<null, StoreFailure | { kind: 'slot-already-given' }>;
  guesses: GuessMemory;
  care: StoreCare;
  sqliteVersion: string;
  /** A notice for the staff that the journal or the database was lost and has been rebuilt; `null`: neither was lost, or both were. */
  notice: StoreNotice | null;
  use(office: { zone: string; configVersion: number | null; retention?: TermSettings | undefined }): void;
  close(): Promise<void>;
}

export interface KioskStoreParts
  extends Pick<StoresParts, 'clock' | 'onBroken' | 'encryptionKeys' | 'sleptMs' | 'onRecorded' | 'mayCount'> {
  dataDir: string;
  journalDir: string;
  zone: string;
  log: Log;
  onDamaged: (detail: string) => void;
  /** The centre's time; `null` until the centre has answered since this program started or the machine last woke up. */
  anchor?: () => Anchor | null;
}

export function openKioskStore(parts: KioskStoreParts): Result<KioskStore, StartFault> {
  const { dataDir, journalDir, zone, clock, log, onDamaged, anchor = () => null } = parts;
  const folder = claim(dataDir, journalDir);
  if (!folder.ok) return folder;
  const ballast = openBallast(dataDir);
  const suspicion = readSuspicion(dataDir);
  // The rebuild of the database is noted before it is tried, so that a rebuild that fails is not repeated at every start.
  if (suspicion !== null && mustRebuild(suspicion)) noteRebuilt(dataDir, suspicion);
  const places = { folder: folder.value, journalFolder: journalDir, suspicion };
  const opened = openOrSayFull(places, (store) => takePromisedSlot(store, journalDir, clock, log));
  if (!opened.ok) return opened;
  const { database, identity, finding } = opened.value;
  const care = careForDamage(database, {
    onFirst: (detail) => void suspect(dataDir, detail),
    onIndexMended: (detail) => log.event('index-mended', { detail }),
    onBeyondMending(detail) {
      log.event('store-damaged', { detail });
      // Once all repairs have failed, a restart changes nothing, and the kiosk uses the data that it can still read.
      if (suspicion === null || !isHopeless(suspicion)) onDamaged(detail);
    },
    afterTurn: setImmediate,
  });
  let office = { dayOf: createDayOf(zone), configVersion: null as number | null, terms: DEFAULT_TERMS };
  const dayOf = (instantMs: number): string => office.dayOf(instantMs);
  const stores = openStores({
    ...parts,
    opened: opened.value,
    dayOf,
    anchor,
    configVersion: () => office.configVersion,
    onKeyLeft: (name, detail) => log.event('sealing-key-left', { name, detail }),
    onCopyLeft: (detail) => log.event('retention-failed', { detail }),
    onIndexMended: (detail) => log.event('index-mended', { detail }),
    onRaised: ({ series, number }) => log.event('numbers-raised', { detail: formatLabel(series, number) }),
    makeRoom: () => ballast.release(),
  });
  if (opened.value.indexMended)
    log.event('index-mended', { detail: 'the index had no entry of an event that the journal has' });
  report(finding, stores.store, log);
  const folders = [dataDir, journalDir];
  const housekeeping = startHousekeeping({
    opened: opened.value,
    ballast,
    clock,
    log,
    dayOf,
    anchor,
    folders,
    terms: () => office.terms,
    isSuspected: () => readSuspicion(dataDir) !== null,
    onSound: () => endSuspicion(dataDir),
    onUnsound: care.isUnsound,
  });
  if (isRecovery(finding)) void housekeeping.run();
  return succeed({
    ...stores,
    identity,
    technician: createTechnicianStore(database),
    promiseSlot: (slot) => promiseOnce(opened.value, slot),
    guesses: createGuessMemory(database),
    care: openStoreCare({
      opened: opened.value,
      ballast,
      folders,
      comparedAtMs: clock.wallMs(),
      trouble: housekeeping.trouble,
    }),
    sqliteVersion: sqliteVersionOf(database),
    notice: finding.kind === 'journal-rebuilt' || finding.kind === 'database-restored' ? finding.kind : null,
    use({ zone: newZone, configVersion, retention = {} }) {
      office = { dayOf: createDayOf(newZone), configVersion, terms: termsWith(retention) };
    },
    async close() {
      await housekeeping.close();
      closeCopies(opened.value);
      folder.value.release();
    },
  });
}

function promiseOnce({ identity, database }: OpenedStore, slot: number): ReturnType<KioskStore['promiseSlot']> {
  const promised = identity === null ? guard(() => promiseSlot(database, slot)) : succeed(false);
  if (!promised.ok) return promised;
  return promised.value ? succeed(null) : refuse({ kind: 'slot-already-given' });
}

/**
 * Writes a saved slot, from the centre or a technician, into journal and database. This happens at a start, so that no event of the old
 * slot follows.
 */
function takePromisedSlot(opened: OpenedStore, journalDir: string, clock: Clock, log: Log): void {
  const promised = readPromisedSlot(opened.database);
  if (!promised) return;
  const given = giveSlot(opened, journalDir, promised.slot, clock, promised.incarnation);
  if (!given.ok) throw new Error(given.error.detail);
  opened.identity = given.value;
  forgetPromisedSlot(opened.database);
  log.event('slot-given', { slot: promised.slot });
}

/** Free space needed for a start: more than the repair of journal and database may write. */
const NEEDED_TO_START_BYTES = 8 * 1_024 * 1_024;

/**
 * Claims the data folder. On a full disk the reserve file is deleted and the claim repeated. With less than `NEEDED_TO_START_BYTES` free
 * the reserve file is deleted too. The lock of the folder and the repair after a kill may need that space.
 */
function claim(dataDir: string, journalDir: string): Result<DataFolder, StartFault> {
  const ballast = openBallast(dataDir);
  const first = claimDataFolder(dataDir, journalDir);
  const isFull = !first.ok && first.error.kind === 'disk-full';
  const claimed = isFull && ballast.release() ? claimDataFolder(dataDir, journalDir) : first;
  if (claimed.ok && ballast.freeBytes() < NEEDED_TO_START_BYTES) ballast.release();
  return claimed;
}

/** Opens the store; releases the folder if that fails. A failure on a full disk loses nothing, and the next start tries again. */
function openOrSayFull(places: StorePlaces, thenWith: (opened: OpenedStore) => void): Result<OpenedStore, StartFault> {
  const { folder } = places;
  let store: OpenedStore | null = null;
  try {
    const opened = openStore(places);
    if (!opened.ok) {
      folder.release();
      return opened;
    }
    store = opened.value;
    thenWith(store);
    return opened;
  } catch (error) {
    if (store) closeCopies(store);
    folder.release();
    if (!isDiskFull(error)) throw error;
    return refuse({ kind: 'disk-full', detail: `${fullOf(places)}: no room to write` });
  }
}

/** The folder whose disk is full; both folders if neither disk is completely full. */
function fullOf({ folder, journalFolder }: StorePlaces): string {
  const both = [folder.path, journalFolder];
  const full = both.filter((path) => existsSync(path) && hasNoRoom(path));
  return (full.length > 0 ? full : both).join(', ');
}

function closeCopies({ journal, database }: OpenedStore): void {
  journal.close();
  database.close();
}

const isRecovery = ({ kind }: StartFinding): boolean => kind === 'journal-rebuilt' || kind === 'database-restored';

function report(finding: StartFinding, store: TicketStore, log: Log): void {
  const { kind, ...details } = finding;
  log.event(kind, details);
  if (kind === 'store-new' || kind === 'store-clean') return;
  const payload = { kind, detail: JSON.stringify(details) };
  const saved = store.recordEvent({ type: 'store-recovered', v: 1, payload });
  if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
}

export function initKioskStore({ dataDir, journalDir, slot }: InitOptions, clock: Clock): Result<null, StartFault> {
  const folder = claim(dataDir, journalDir);
  if (!folder.ok) return folder;
  let given: Result<unknown, StartFault> = succeed(null);
  const opened = openOrSayFull({ folder: folder.value, journalFolder: journalDir }, (store) => {
    given = giveSlot(store, journalDir, slot, clock);
  });
  if (!opened.ok) return opened;
  closeCopies(opened.value);
  folder.value.release();
  return given.ok ? succeed(null) : given;
}
