import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScannerProfile } from '../../hardware/scanner/profile.ts';

export const scannerProfile = ScannerProfile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../config/scanners/generic-cr-silence.json'), 'utf8')),
);
