import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import type { Database } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { newKeyFolder } from '../../cluster/key-folder.ts';
import { createRandom, type Random } from '../random.ts';
import { CITY, orderAt } from './city.ts';
import { collectComplaints } from './complaints.ts';
import { startFront } from './front.ts';
import { type Load, type LoadOptions, startLoad } from './load.ts';
import { REAL_PROGRAM } from './replica.ts';
import { type Replicas, startReplicas } from './replicas.ts';

export interface Stage {
  readonly complaints: ReturnType<typeof collectComplaints>;
  nextRandom(): Random;
  replicas(): Replicas;
  /** Replaces stopped replicas, and resolves once all replicas listen. */
  begin(): Promise<void>;
  enter(options: Omit<LoadOptions, 'url' | 'order' | 'centreKey' | 'nextRandom' | 'complaints'>): Promise<Load>;
  close(): Promise<void>;
}

export async function openStage({ databaseUrl, seed }: { databaseUrl: string; seed: number }): Promise<Stage> {
  const complaints = collectComplaints();
  const { keyFile, publicKey, remove } = newKeyFolder();
  let stream = 0;
  const nextRandom = () => createRandom(seed, stream++);
  const start = (): Replicas =>
    startReplicas({ program: REAL_PROGRAM, databaseUrl, keyFile, random: nextRandom(), complaints });
  let replicas = start();
  let living: Load | null = null;
  const front = await startFront(() => replicas.ports());
  const close = async (): Promise<void> => {
    living?.abandon();
    await replicas.stop();
    await front.close();
    remove();
  };
  try {
    await replicas.allListen();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    complaints,
    nextRandom,
    close,
    replicas: () => replicas,
    async begin() {
      replicas = start();
      await replicas.allListen();
    },
    async enter(options) {
      const order = orderAt(front.url, await withDatabase(databaseUrl, tokenOf));
      living = await startLoad({
        url: front.url,
        order,
        centreKey: publicKey,
        nextRandom,
        complaints,
        ...options,
      });
      return living;
    },
  };
}

const tokenOf = (database: Database): Promise<string> => makeToken(database, CITY, 'Montserrat Prova', Date.now());

export async function withDatabase<T>(databaseUrl: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openPostgres(databaseUrl, { connections: 2, onTrouble: () => {} });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
