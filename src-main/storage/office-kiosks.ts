import { z } from 'zod';
import { KioskCheck, KioskPin } from '../contract/hub/kiosks.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import { type KeptDocument, readDocument, writeDocument } from './kept-document.ts';

const OfficeKiosksFile = z.looseObject({
  version: z.literal(1),
  pins: z.array(KioskPin),
  /** Twelve digits by pin: a kiosk that shows its key no more is sent away by them. An older program kept none. */
  checks: z.record(KioskPin, KioskCheck).default({}),
  contest: z
    .object({ pin: KioskPin, check: KioskCheck, slot: z.int().min(1).max(99) })
    .nullable()
    .default(null),
});
type OfficeKiosksFile = z.infer<typeof OfficeKiosksFile>;

const KIOSKS: KeptDocument<OfficeKiosksFile, 'office-kiosks-invalid'> = {
  name: 'office-kiosks.json',
  schema: OfficeKiosksFile,
  empty: { version: 1, pins: [], checks: {}, contest: null },
  faultKind: 'office-kiosks-invalid',
};

/** More do not stand in one office; the one that was let in first goes. */
const MOST = 12;

/** A document of the data folder: no backup of the database brings back a kiosk that was sent away. Where it is spoiled nobody is let in, and a person compares anew. */
export function openOfficeKiosks(dataDir: string): OfficeKiosks {
  const read = readDocument(dataDir, KIOSKS);
  let file = read.fault === null ? read.file : KIOSKS.empty;
  function write(next: OfficeKiosksFile) {
    const written = writeDocument(dataDir, KIOSKS, next);
    if (written.ok) file = next;
    return written;
  }
  function keep(pins: readonly string[], more: Partial<OfficeKiosksFile> = {}) {
    const kept = Object.entries(more.checks ?? file.checks).filter(([pin]) => pins.includes(pin));
    return write({ ...file, ...more, pins: [...pins], checks: Object.fromEntries(kept) });
  }
  return {
    all: () => file.pins,
    checkOf: (pin) => file.checks[pin] ?? null,
    add: (pin, check) =>
      keep([...file.pins.filter((one) => one !== pin), pin].slice(-MOST), { checks: { ...file.checks, [pin]: check } }),
    remove: (pin) =>
      keep(
        file.pins.filter((one) => one !== pin),
        file.contest?.pin === pin ? { contest: null } : {},
      ),
    contest: () => file.contest,
    setContest: (contest) => write({ ...file, contest }),
  };
}
