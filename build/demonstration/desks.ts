import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const HUB_PORT = 8_443;

const DESKS = [1, 2].map((no) => ({
  deskId: `taula-${no}`,
  name: { ca: `Taula ${no}`, es: `Mesa ${no}`, en: `Desk ${no}` },
}));

/** The same office with two desks that call its numbers, in a file of the demonstration's own. Desks that it has already stay as they are. */
export function writeOfficeWithDesks(profileFile: string, dataFolder: string): string {
  const office = JSON.parse(readFileSync(profileFile, 'utf8')) as { desks?: unknown[]; hub?: unknown };
  const { desks = DESKS, hub = { port: HUB_PORT } } = office;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, 'office-with-desks.json');
  writeFileSync(file, `${JSON.stringify({ ...office, desks, hub }, null, 2)}\n`, { mode: 0o644 });
  return file;
}
