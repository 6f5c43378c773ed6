import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filled } from '../../build/deb/pack.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { ask, newDataFolder, PROGRAMS, removeDataFolder, socketUrl, USER, untilWritable } from './folder.ts';
import { type Daemon, runWithin, startWithin } from './within.ts';

/** PostgreSQL 17 that archives every change with pgBackRest. */
export interface BackedUpPostgres {
  readonly databaseUrl: string;
  backUp(): void;
  /** Returns the present time of the database's clock, for `restore`. */
  mark(): Promise<string>;
  lose(): Promise<void>;
  /** Restores a new disk from backup and archive with the commits up to `moment`, and starts the database. */
  restore(moment: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startBackedUpPostgres(): Promise<BackedUpPostgres> {
  const place = newDataFolder();
  const { data } = place;
  const template = readFileSync(join(repositoryRoot, 'src-central', 'operation', 'pgbackrest.conf'), 'utf8');
  const words = { repository: '/srv/repository', folder: '/srv', data: '/srv/data', user: USER };
  writeFileSync(join(data, 'pgbackrest.conf'), filled(template, { ...words, cipher: crypto.randomUUID() }));
  const pgBackRest = (...more: string[]): string =>
    runWithin(place, ['pgbackrest', '--config=/srv/pgbackrest.conf', '--stanza=torn', ...more]);
  const start = (): Daemon => startWithin(place, null, join(data, 'postgres.log'), postgresCommand());
  let running = start();
  const urlOf = socketUrl(place);
  await untilWritable(urlOf('postgres'));
  await ask(urlOf('postgres'), 'CREATE DATABASE torn');
  pgBackRest('stanza-create');
  return {
    databaseUrl: urlOf('torn'),
    backUp: () => void pgBackRest('--type=full', 'backup'),
    async mark() {
      const [row] = await ask<{ now: string }>(urlOf('torn'), 'SELECT now()::text AS now');
      return row?.now ?? '';
    },
    async lose() {
      // Everything is archived before the loss, because a change that is not archived yet is lost with the machine.
      // In production these are the changes of at most `archive_timeout`.
      await ask(urlOf('torn'), 'SELECT pg_switch_wal()');
      pgBackRest('check');
      await running.kill();
      rmSync(join(data, 'data'), { recursive: true, force: true });
    },
    async restore(moment) {
      pgBackRest('--type=time', `--target=${moment}`, '--target-action=promote', 'restore');
      running = start();
      await untilWritable(urlOf('torn'));
    },
    async stop() {
      await running.kill();
      removeDataFolder(place);
    },
  };
}

function postgresCommand(): string[] {
  const archive = 'pgbackrest --config=/srv/pgbackrest.conf --stanza=torn archive-push %p';
  const settings = {
    listen_addresses: '',
    unix_socket_directories: '/srv',
    max_connections: '60',
    archive_mode: 'on',
    archive_timeout: '60',
    archive_command: archive,
    recovery_init_sync_method: 'syncfs',
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [`${PROGRAMS}/postgres`, '-D', '/srv/data', ...words];
}
