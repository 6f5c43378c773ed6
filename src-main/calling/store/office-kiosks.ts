import { z } from 'zod';
import { KioskId } from '../../contract/shared/ids.ts';
import { KioskRevocation } from '../../contract/shared/kiosk-revocation.ts';
import { refuse, succeed } from '../../domain/result.ts';
import { type KeptDocument, readDocument, writeDocument } from '../../storage/kept-document.ts';
import { KioskCheck, KioskPin } from '../contract/kiosks.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';

const OfficeKiosksFile = z.looseObject({
  version: z.literal(1),
  pins: z.array(KioskPin),
  /** Twelve digits by pin, needed to unpair a kiosk that no longer presents its key. An older program stored none. */
  checks: z.record(KioskPin, KioskCheck).default({}),
  /** Ids of each kiosk at the centre, by pin. A pin stays here after a revocation has removed it from `pins`. */
  names: z.record(KioskPin, z.array(KioskId)).default({}),
  revocations: z.array(KioskRevocation).default([]),
  contest: z
    .object({ pin: KioskPin, check: KioskCheck, slot: z.int().min(1).max(99) })
    .nullable()
    .default(null),
});
type OfficeKiosksFile = z.infer<typeof OfficeKiosksFile>;

const KIOSKS: KeptDocument<OfficeKiosksFile, 'office-kiosks-invalid'> = {
  name: 'office-kiosks.json',
  schema: OfficeKiosksFile,
  empty: { version: 1, pins: [], checks: {}, names: {}, revocations: [], contest: null },
  faultKind: 'office-kiosks-invalid',
};

/** Largest number of revocations kept; an office has fewer in the lifetime of its disks. */
const MOST_REVOCATIONS = 200;
/** Largest number of ids kept for one kiosk; a kiosk that enrols again and again gets fewer. */
const MOST_NAMES = 20;

/** Largest number of kiosks kept, more than an office has; beyond it the oldest entry is dropped. */
const MOST = 12;

/**
 * The paired kiosks are in a document of the data folder, so that no database backup brings back a removed kiosk. If the document is
 * corrupt, no kiosk is trusted, and a person compares the keys again.
 */
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
  const isRevoked = (pin: string, { names, revocations }: OfficeKiosksFile): boolean =>
    revocations.some(({ kioskId }) => names[pin]?.includes(kioskId) === true);
  function keepUnrevoked(more: Partial<OfficeKiosksFile>) {
    const next = { ...file, ...more };
    return keep(
      file.pins.filter((pin) => !isRevoked(pin, next)),
      more,
    );
  }
  return {
    all: () => file.pins,
    checkOf: (pin) => file.checks[pin] ?? null,
    add(pin, check) {
      if (isRevoked(pin, file)) return refuse({ kind: 'kiosk-revoked' });
      return keep([...file.pins.filter((one) => one !== pin), pin].slice(-MOST), {
        checks: { ...file.checks, [pin]: check },
      });
    },
    name(pin, kioskId) {
      const known = file.names[pin] ?? [];
      const read = KioskId.safeParse(kioskId);
      if (!read.success || known.includes(read.data) || !file.pins.includes(pin)) return succeed(null);
      return keepUnrevoked({ names: { ...file.names, [pin]: [...known, read.data].slice(-MOST_NAMES) } });
    },
    revoke(said) {
      const known = new Set(file.revocations.map(({ kioskId }) => kioskId));
      const fresh = said.filter(({ kioskId }) => !known.has(kioskId));
      if (fresh.length === 0) return succeed([]);
      const before = file.pins;
      const written = keepUnrevoked({ revocations: [...file.revocations, ...fresh].slice(-MOST_REVOCATIONS) });
      return written.ok ? succeed(before.filter((pin) => !file.pins.includes(pin))) : written;
    },
    revocations: () => file.revocations,
    forgetAll: () => write({ ...file, pins: [], checks: {}, names: {} }),
    remove: (pin) =>
      keep(
        file.pins.filter((one) => one !== pin),
        file.contest?.pin === pin ? { contest: null } : {},
      ),
    contest: () => file.contest,
    setContest: (contest) => write({ ...file, contest }),
  };
}
