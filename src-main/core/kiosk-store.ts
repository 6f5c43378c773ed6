import type { StartFault } from '../contract/kiosk-api.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import type { StoreNotice } from '../contract/view-state.ts';
import { createDayOf } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { TicketStore } from '../ports/store.ts';
import { openBallast } from '../storage/ballast.ts';
import { claimDataFolder } from '../storage/data-folder.ts';
import { giveSlot } from '../storage/give-slot.ts';
import { startHousekeeping } from '../storage/housekeeping.ts';
import { isDiskFull, type OpenedStore, openStore, type StartFinding, type StorePlaces } from '../storage/open-store.ts';
import { createTicketStore } from '../storage/ticket-store.ts';
import type { InitOptions } from './arguments.ts';

export interface KioskStore {
  store: TicketStore;
  hasSlot: boolean;
  /** A tag word for the staff: a copy was lost and has been made anew. */
  notice: StoreNotice | null;
  close(): Promise<void>;
}

export interface KioskStoreParts {
  dataDir: string;
  journalDir: string;
  zone: string;
  clock: Clock;
  log: Log;
  /** The copies differ and only a new start makes them agree. */
  onBroken: (detail: string) => void;
}

/** Claims the data folder, makes both copies agree, and keeps them fit. */
export function openKioskStore(parts: KioskStoreParts): Result<KioskStore, StartFault> {
  const { dataDir, journalDir, zone, clock, log, onBroken } = parts;
  const folder = claimDataFolder(dataDir);
  if (!folder.ok) return folder;
  const ballast = openBallast(dataDir);
  if (ballast.freeBytes() < NEEDED_TO_START_BYTES) ballast.release();
  const opened = openOrSayFull({ folder: folder.value, journalFolder: journalDir });
  if (!opened.ok) {
    folder.value.release();
    return opened;
  }
  const { database, journal, identity, finding } = opened.value;
  const dayOf = createDayOf(zone);
  const store = createTicketStore({
    opened: opened.value,
    clock,
    dayOf,
    // No central service speaks to this kiosk yet.
    anchor: () => null,
    makeRoom: () => ballast.release(),
    onBroken,
  });
  report(finding, store, log);
  const housekeeping = startHousekeeping({ opened: opened.value, ballast, clock, log, dayOf });
  if (isRecovery(finding)) void housekeeping.run();
  return succeed({
    store,
    hasSlot: identity !== null,
    notice: finding.kind === 'journal-rebuilt' || finding.kind === 'database-restored' ? finding.kind : null,
    async close() {
      await housekeeping.close();
      journal.close();
      database.close();
      folder.value.release();
    },
  });
}

/** What mending two copies may write, and some. */
const NEEDED_TO_START_BYTES = 8 * 1_024 * 1_024;

/** A start that meets a full disk has changed nothing that the next one cannot do again. */
function openOrSayFull(places: StorePlaces): Result<OpenedStore, StartFault> {
  try {
    return openStore(places);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return refuse({ kind: 'disk-full', detail: `${places.folder.path}: no room to write` });
  }
}

const isRecovery = ({ kind }: StartFinding): boolean => kind === 'journal-rebuilt' || kind === 'database-restored';

function report(finding: StartFinding, store: TicketStore, log: Log): void {
  const { kind, ...facts } = finding;
  if (kind === 'store-new' || kind === 'store-clean') {
    log.info(kind, facts);
    return;
  }
  log.error(kind, facts);
  const saved = store.recordEvent({ type: 'store-recovered', v: 1, payload: { kind, detail: JSON.stringify(facts) } });
  if (!saved.ok) log.error(saved.error.kind, { detail: saved.error.detail });
}

/** `core init`: a person gives a data folder its slot. */
export function initKioskStore({ dataDir, journalDir, slot }: InitOptions, clock: Clock): Result<null, StartFault> {
  const folder = claimDataFolder(dataDir);
  if (!folder.ok) return folder;
  const opened = openStore({ folder: folder.value, journalFolder: journalDir });
  if (!opened.ok) {
    folder.value.release();
    return opened;
  }
  const given = giveSlot(opened.value, journalDir, slot, clock);
  opened.value.journal.close();
  opened.value.database.close();
  folder.value.release();
  return given.ok ? succeed(null) : given;
}
