import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrinterProfile } from '../../hardware/printer/profile.ts';

/** The profile of the virtual printer: 80 mm paper, 203 dpi. */
export const virtualProfile = PrinterProfile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../config/printers/torn-virtual.json'), 'utf8')),
);
