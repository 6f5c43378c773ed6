import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HUB_PORT = 8_443;

const DESKS = [1, 2].map((no) => ({
  deskId: `taula-${no}`,
  name: { ca: `Taula ${no}`, es: `Mesa ${no}`, en: `Desk ${no}` },
}));

/** Writes the office's profile into the demonstration's folder, with two desks if the profile names none. Returns the file. */
export function writeOfficeWithDesks(profileFile: string, dataFolder: string): string {
  const office = JSON.parse(readFileSync(profileFile, 'utf8')) as { desks?: unknown[]; hub?: unknown };
  const { desks = DESKS, hub = { port: HUB_PORT } } = office;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, 'office-with-desks.json');
  writeFileSync(file, `${JSON.stringify({ ...office, desks, hub }, null, 2)}\n`, { mode: 0o644 });
  return file;
}

/**
 * Returns the port at which the office's kiosk serves desks and hall screens; `null`: the profile has no desks or no such port. For an
 * unreadable profile also `null`, because the core reports the fault.
 */
export function hubPortOf(profileFile: string): number | null {
  const { desks = [], hub } = readOffice(profileFile);
  return hub === undefined || desks.length === 0 ? null : (hub.port ?? HUB_PORT);
}

/** True if phones can follow the office's turns on a page of the centre. */
export const hasFollowPage = (profileFile: string): boolean => readOffice(profileFile).ticket?.followPage !== undefined;

export const hasPrinter = (profileFile: string): boolean => readOffice(profileFile).printer !== undefined;

function readOffice(profileFile: string): {
  desks?: unknown[];
  hub?: { port?: number };
  ticket?: { followPage?: string };
  printer?: unknown;
} {
  try {
    return (JSON.parse(readFileSync(profileFile, 'utf8')) as ReturnType<typeof readOffice> | null) ?? {};
  } catch {
    return {};
  }
}
