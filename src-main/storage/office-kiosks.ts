import { z } from 'zod';
import { KioskPin } from '../contract/hub/kiosks.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import { type KeptDocument, readDocument, writeDocument } from './kept-document.ts';

const OfficeKiosksFile = z.looseObject({ version: z.literal(1), pins: z.array(KioskPin) });
type OfficeKiosksFile = z.infer<typeof OfficeKiosksFile>;

const KIOSKS: KeptDocument<OfficeKiosksFile, 'office-kiosks-invalid'> = {
  name: 'office-kiosks.json',
  schema: OfficeKiosksFile,
  empty: { version: 1, pins: [] },
  faultKind: 'office-kiosks-invalid',
};

/** More do not stand in one office; the one that was let in first goes. */
const MOST = 12;

/** A document of the data folder: no backup of the database brings back a kiosk that was sent away. Where it is spoiled nobody is let in, and a person compares anew. */
export function openOfficeKiosks(dataDir: string): OfficeKiosks {
  const read = readDocument(dataDir, KIOSKS);
  let file = read.fault === null ? read.file : KIOSKS.empty;
  function keep(pins: readonly string[]) {
    const next = { ...file, pins: [...pins] };
    const written = writeDocument(dataDir, KIOSKS, next);
    if (written.ok) file = next;
    return written;
  }
  return {
    all: () => file.pins,
    add: (pin) => keep([...file.pins.filter((one) => one !== pin), pin].slice(-MOST)),
    remove: (pin) => keep(file.pins.filter((one) => one !== pin)),
  };
}
