import { type Result, succeed } from '../src-main/domain/result.ts';
import { recordInEveryCity } from './administration/command-line-actor.ts';
import { systemClock } from './clock.ts';
import type { Database } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { openPostgres } from './database/postgres.ts';
import { whyUnsafe } from './database/transport.ts';
import { withCredentials } from './service-credentials.ts';
import { type BadSettings, readSettings, type Settings, wrong } from './settings.ts';

export const keepToThisUser = (): void => void process.umask(0o077);

export function checkTransport({ databaseUrl, environment }: Settings): Result<null, BadSettings> {
  const detail = databaseUrl !== null && environment === 'production' ? whyUnsafe(databaseUrl) : null;
  return detail === null ? succeed(null) : wrong(detail);
}

/** Reads the settings of commands that run beside the replicas. They need no signing key. */
export function readSettingsOfCommand(): Result<Settings, BadSettings> {
  const environment = withCredentials(process.env);
  return environment.ok ? readSettings({ CENTRE_KEY_FILE: '-', ...environment.value }, null) : environment;
}

/**
 * Brings the schema up to date, runs `work` on the database and closes the connection. In production the connection must be encrypted or
 * local.
 */
export async function atDatabase<T>(
  work: (database: Database, settings: Settings) => Promise<T>,
  onTrouble: (error: Error) => void,
): Promise<Result<T, BadSettings>> {
  const settings = readSettingsOfCommand();
  if (!settings.ok) return settings;
  const { databaseUrl, connections } = settings.value;
  if (databaseUrl === null) return wrong('DATABASE_URL is missing');
  const transport = checkTransport(settings.value);
  if (!transport.ok) return transport;
  const database = openPostgres(databaseUrl, { connections, onTrouble });
  try {
    const { from, to } = await migrate(database);
    if (from !== to) await recordInEveryCity(database, 'migrate', { from, to }, systemClock.nowMs());
    return succeed(await work(database, settings.value));
  } finally {
    await database.close();
  }
}
