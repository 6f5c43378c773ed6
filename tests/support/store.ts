import { join } from 'node:path';
import type { EncryptionKeys } from '../../src-main/check-in/ports/appointments.ts';
import { openStores } from '../../src-main/core/stores.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import { claimDataFolder } from '../../src-main/storage/data-folder.ts';
import { giveSlot } from '../../src-main/storage/give-slot.ts';
import { openStore } from '../../src-main/storage/open-store.ts';
import { type Anchor, createDayOf } from '../../src-main/tickets/rules/time-label.ts';

export interface StoreWishes {
  /** The centre's time, as the kiosk last learned it. */
  anchor?: () => Anchor | null;
  configVersion?: number;
  encryptionKeys?: EncryptionKeys;
  sleptMs?: () => number;
  mayCount?: () => boolean;
}

/** A new data folder gets `slot`; `null`: it gets none. */
export function openTicketStore(
  data: string,
  clock: Clock,
  slot: number | null = 1,
  { anchor = () => null, configVersion, encryptionKeys, sleptMs, mayCount }: StoreWishes = {},
) {
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
  const stores = openStores({
    opened,
    clock,
    dayOf: createDayOf('Europe/Madrid'),
    anchor,
    configVersion: () => configVersion ?? null,
    encryptionKeys,
    onKeyLeft: (name) => keysLeft.push(name),
    sleptMs,
    mayCount,
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
  return { ...stores, opened, broken, mended, keysLeft, close };
}
