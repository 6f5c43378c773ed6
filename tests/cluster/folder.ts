import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { provideDebian } from './debian.ts';
import { type Place, runWithin } from './within.ts';

export const PROGRAMS = '/usr/lib/postgresql/17/bin';
export const USER = 'postgres';
const LOOK_EVERY_MS = 100;

/**
 * Makes a folder, owned by PostgreSQL's user, with an empty database in `/srv/data` that accepts every client of its
 * socket in `/srv`.
 */
export function newDataFolder(more: readonly string[] = []): Place {
  const data = mkdtempSync(join(tmpdir(), 'torn-debian-postgres-'));
  const place: Place = { root: provideDebian(), data };
  const line = /^postgres:x:(\d+):(\d+):/m.exec(readFileSync(join(place.root, 'etc', 'passwd'), 'utf8'));
  chownSync(data, Number(line?.[1]), Number(line?.[2]));
  runWithin(place, [`${PROGRAMS}/initdb`, '-D', '/srv/data', '-U', USER, '-A', 'trust', '-E', 'UTF8', ...more]);
  return place;
}

export const removeDataFolder = ({ data }: Place): void => rmSync(data, { recursive: true, force: true });

export const socketUrl =
  ({ data }: Place) =>
  (database: string): string =>
    `postgres://${USER}@localhost/${database}?host=${encodeURIComponent(data)}`;

export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Waits, without a time limit, until a start or a restoration has finished. */
export async function untilWritable(url: string): Promise<void> {
  for (;;)
    try {
      const [row] = await ask<{ away: boolean }>(url, 'SELECT pg_is_in_recovery() AS away');
      if (row?.away === false) return;
      await wait(LOOK_EVERY_MS);
    } catch {
      await wait(LOOK_EVERY_MS);
    }
}
