import { join } from 'node:path';
import type { HubIdentities } from '../../src-main/calling/ports/hub-identities.ts';
import type { LifeBook } from '../../src-main/calling/ports/life-book.ts';
import type { OfficeBook } from '../../src-main/calling/ports/office-book.ts';
import type { CentreMemory } from '../../src-main/centre/ports/centre-memory.ts';
import type { OrderMemory } from '../../src-main/centre/ports/orders.ts';
import type { Outbox } from '../../src-main/centre/ports/outbox.ts';
import type { UpdateMemory } from '../../src-main/centre/ports/updates.ts';
import type { EncryptionKeys } from '../../src-main/check-in/ports/appointments.ts';
import type { EncryptedAppointments } from '../../src-main/check-in/store/encrypted-appointments.ts';
import { openStores } from '../../src-main/core/stores.ts';
import type { PauseMemory } from '../../src-main/office/ports/pauses.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { ServedMarks } from '../../src-main/staff/ports/served-marks.ts';
import { claimDataFolder } from '../../src-main/storage/data-folder.ts';
import { giveSlot } from '../../src-main/storage/give-slot.ts';
import { type OpenedStore, openStore } from '../../src-main/storage/open-store.ts';
import type { TicketStore } from '../../src-main/tickets/ports/store.ts';
import { type Anchor, createDayOf } from '../../src-main/tickets/rules/time-label.ts';

export interface OpenTicketStore {
  store: TicketStore;
  outbox: Outbox;
  centre: CentreMemory;
  appointments: EncryptedAppointments;
  pauses: PauseMemory;
  served: ServedMarks;
  lives: LifeBook;
  officeBook: OfficeBook;
  hubIdentities: HubIdentities;
  orders: OrderMemory;
  updates: UpdateMemory;
  certainTime: () => number | null;
  opened: OpenedStore;
  broken: string[];
  mended: string[];
  keysLeft: string[];
  close(): void;
}

export interface StoreWishes {
  /** The centre's time, as the kiosk last learned it. */
  anchor?: () => Anchor | null;
  configVersion?: number;
  encryptionKeys?: EncryptionKeys;
  sleptMs?: () => number;
  mayCount?: () => boolean;
}

/** A new folder gets slot 1. */
export function openTicketStore(
  data: string,
  clock: Clock,
  slot: number | null = 1,
  { anchor = () => null, configVersion, encryptionKeys, sleptMs, mayCount }: StoreWishes = {},
): OpenTicketStore {
  const folder = claimDataFolder(data);
  if (!folder.ok) throw new Error(folder.error.detail);
  const journalFolder = join(data, 'journal');
  const first = openStore({ folder: folder.value, journalFolder });
  if (!first.ok) throw new Error(first.error.detail);
  const opened = first.value;
  if (opened.identity === null && slot !== null) {
    const given = giveSlot(opened, journalFolder, slot, clock);
    if (!given.ok) throw new Error(given.error.detail);
    opened.identity = given.value;
  }
  const broken: string[] = [];
  const keysLeft: string[] = [];
  const mended: string[] = [];
  const { tickets, ...others } = openStores({
    opened,
    clock,
    dayOf: createDayOf('Europe/Madrid'),
    anchor,
    configVersion: () => configVersion ?? null,
    ...(encryptionKeys ? { encryptionKeys } : {}),
    onKeyLeft: (name) => keysLeft.push(name),
    ...(sleptMs ? { sleptMs } : {}),
    ...(mayCount ? { mayCount } : {}),
    makeRoom: () => false,
    onBroken: (detail) => broken.push(detail),
    onIndexMended: (detail) => mended.push(detail),
  });
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    opened.journal.close();
    opened.database.close();
    folder.value.release();
  };
  return {
    store: tickets,
    ...others,
    opened,
    broken,
    mended,
    keysLeft,
    close,
  };
}
