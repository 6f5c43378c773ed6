import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Places of the notices, relative to `config`: in a checkout, and in a package beside the archive from which `config` was unpacked. */
const PLACES = ['../build/NOTICES', '../../NOTICES'];

const HEADING = /^-{80}\n(?<name>\S+ \S+)\nLicence: (?<licence>.+)$/gm;

export function readNotices(configDir: string): { name: string; licence: string }[] {
  const text = PLACES.map((place) => textOf(join(configDir, place))).find((found) => found !== null) ?? '';
  return [...text.matchAll(HEADING)].map(({ groups }) => ({
    name: groups?.name ?? '',
    licence: groups?.licence ?? '',
  }));
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
