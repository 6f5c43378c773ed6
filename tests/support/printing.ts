import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrinterProfile } from '../../hardware/printer/profile.ts';

export const virtualProfile = PrinterProfile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../config/printers/torn-virtual.json'), 'utf8')),
);
