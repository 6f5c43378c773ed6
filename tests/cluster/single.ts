import { join } from 'node:path';
import { ask, newDataFolder, PROGRAMS, removeDataFolder, socketUrl, untilWritable } from './folder.ts';
import { startWithin } from './within.ts';

export interface SinglePostgres {
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts one PostgreSQL 17 of the cluster's Debian, with checksums as in the cluster. It ends with this process at
 * the latest.
 */
export async function startSinglePostgres(): Promise<SinglePostgres> {
  const place = newDataFolder(['--data-checksums']);
  const settings = ['listen_addresses=', 'unix_socket_directories=/srv', 'max_connections=60'];
  const words = [`${PROGRAMS}/postgres`, '-D', '/srv/data', ...settings.flatMap((setting) => ['-c', setting])];
  const running = startWithin(place, null, join(place.data, 'postgres.log'), words);
  const urlOf = socketUrl(place);
  await untilWritable(urlOf('postgres'));
  await ask(urlOf('postgres'), 'CREATE DATABASE torn');
  return {
    databaseUrl: urlOf('torn'),
    async stop() {
      await running.kill();
      removeDataFolder(place);
    },
  };
}
