import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { NODE_FLAGS, startCentreProcess } from '../support/centre-process.ts';
import { enrolAll } from '../support/enrolled-kiosks.ts';
import { openDatabase } from './database.ts';
import { against, type Figure, percentile } from './figures.ts';
import { type Listener, listenAll, requireDescriptors, residentMb, type StreamKiosk } from './streams.ts';

const LISTENERS = 5_000;
/** Sixty offices, because an office has at most 98 slots and so cannot have all `LISTENERS`. */
const OFFICES = 60;
const CITY = 'terrassa';
const CHANGES = 5;
const MOST_MB = 200;

/**
 * Measures 5,000 kiosks that wait for wake-ups at one replica, in its own process on a PostgreSQL, while all their
 * offices change in one commit. Figures: the replica's resident memory against its bound; the memory that the streams
 * add to it, against the memory that as many open answers add to a bare Node HTTP server; and the time from the commit
 * to the last kiosk's wake-up, against the time to the first kiosk's wake-up, which the replica's next poll causes.
 */
export async function benchWakeUps(): Promise<Figure[]> {
  requireDescriptors(LISTENERS);
  const postgres = await openDatabase({ isDurable: false });
  const { databaseUrl, settings } = postgres;
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  const kiosks = Array.from({ length: LISTENERS }, (_, index) => kioskAt(index));
  await enrolAll(database, CITY, kiosks);
  // The first start compiles the program, and all later ones use the result.
  await (await startCentreProcess(settings)).stop();
  const centre = await startCentreProcess(settings);
  const listeners: Listener[] = [];
  try {
    const bareMb = await growthOfBare(kiosks);
    const emptyMb = residentMb(centre.child.pid);
    listeners.push(...(await listenAll(centre.url, kiosks)));
    const first: number[] = [];
    const last: number[] = [];
    for (let change = 0; change < CHANGES; change += 1) {
      const heard = listeners.map((listener) => listener.next());
      const start = performance.now();
      await database.query('UPDATE office SET change_seq = change_seq + 1, changed_at = now() WHERE city_id = $1', [
        CITY,
      ]);
      const waits = (await Promise.all(heard)).map((atMs) => atMs - start);
      first.push(Math.min(...waits));
      last.push(Math.max(...waits));
    }
    const fullMb = residentMb(centre.child.pid);
    return [
      against('wake-ups-memory', 'MB', [fullMb], MOST_MB),
      against('wake-ups-memory-growth', 'MB', [fullMb - emptyMb], bareMb),
      against('wake-ups-all-reached', 'ms', last, percentile(first, 0.5)),
    ];
  } finally {
    for (const { socket } of listeners) socket.destroy();
    await centre.stop();
    await database.close();
    await postgres.close();
  }
}

/** The megabytes that an open answer for each kiosk adds to a bare server. */
async function growthOfBare(kiosks: readonly StreamKiosk[]): Promise<number> {
  const program = join(repositoryRoot, 'tests', 'bench', 'held-answers.ts');
  const child = spawn('setpriv', ['--pdeathsig=KILL', pinnedNode, ...NODE_FLAGS, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  const emptyMb = residentMb(child.pid);
  const listeners = await listenAll(String(said).trim(), kiosks);
  const fullMb = residentMb(child.pid);
  for (const { socket } of listeners) socket.destroy();
  child.kill();
  await ended;
  return fullMb - emptyMb;
}

const kioskAt = (index: number): StreamKiosk => ({
  cityId: CITY,
  kioskId: randomUUID(),
  officeId: `oficina-${index % OFFICES}`,
  slot: 10 + Math.floor(index / OFFICES),
  key: newSigningKey(),
});
