import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, refuse, succeed } from '../src-main/domain/result.ts';
import { readPrivateFile } from './private-files.ts';
import type { BadSettings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Credentials of systemd (systemd.exec(5)), or secrets of a container, by their names; which setting each is. */
const FILES = {
  'torn-central.key': 'CENTRE_KEY_FILE',
  'torn-central.next-key': 'CENTRE_NEXT_KEY_FILE',
  'torn-central.tls-cert': 'TLS_CERT_FILE',
  'torn-central.tls-key': 'TLS_KEY_FILE',
} as const;
const DATABASE_URL = 'torn-central.database-url';

/**
 * The environment with what lies in `CREDENTIALS_DIRECTORY`: the address of the database by its text, keys and certificates by their places.
 * Nothing is there twice: of two, nobody would know which one holds.
 */
export function withCredentials(environment: Environment): Result<Environment, BadSettings> {
  const folder = environment.CREDENTIALS_DIRECTORY;
  if (!folder) return succeed(environment);
  const given: Record<string, string> = {};
  for (const [name, setting] of Object.entries(FILES))
    if (existsSync(join(folder, name))) given[setting] = join(folder, name);
  if (existsSync(join(folder, DATABASE_URL))) {
    const text = readPrivateFile(join(folder, DATABASE_URL));
    if (!text.ok) return text;
    given.DATABASE_URL = text.value.trim();
  }
  const twice = Object.keys(given).find((setting) => environment[setting]);
  if (twice !== undefined)
    return refuse({ kind: 'bad-settings', detail: `${twice} is set, and there is a credential for it: keep one` });
  return succeed({ ...environment, ...given });
}
