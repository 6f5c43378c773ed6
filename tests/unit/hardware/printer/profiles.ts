import { readFileSync } from 'node:fs';
import { PrinterProfile } from '../../../../hardware/printer/profile.ts';

export function profileOf(profileId: string): PrinterProfile {
  const file = new URL(`../../../../config/printers/${profileId}.json`, import.meta.url);
  return PrinterProfile.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export const WIDE = profileOf('torn-virtual');

/** A profile for paper of 58 mm. */
export const NARROW: PrinterProfile = PrinterProfile.parse({ ...WIDE, widthDots: 384, columns: { a: 32, b: 42 } });
