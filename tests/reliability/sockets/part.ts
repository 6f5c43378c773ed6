import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { keyToPem, newSigningKey } from '../../../src-main/signing/keys.ts';
import { startCentreProcess } from '../../support/centre-process.ts';
import { enrolAt } from '../../support/enrolled-kiosks.ts';
import { HOLDS, holdSockets } from '../../support/hostile-sockets.ts';
import { startPostgres } from '../../support/postgres.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { startCountingFront } from './counting-front.ts';
import { CITY, kiosksFrom, type Refused, work } from './kiosks.ts';

const STRANGER = '127.0.0.66';

export interface SocketsOptions {
  /** The number of silent connections, and also the number of slow connections. */
  n: number;
  seed: number;
  kiosks: number;
  /** The number of kiosks at the stranger's own address. */
  beside: number;
  rounds: number;
  maxInFlight: number;
  /** Whether a proxy in front of the centre counts a request once its head has arrived, and so counts unfinished ones. */
  countsHeads?: true;
}

export interface SocketsResult {
  asked: number;
  refused: Refused[];
  refusedBeside: Refused[];
  opened: number;
}

export async function runSocketsOf(options: SocketsOptions): Promise<SocketsResult> {
  const { n, seed, maxInFlight } = options;
  const folder = mkdtempSync(join(tmpdir(), 'torn-sockets-'));
  const postgres = await startPostgres();
  const keyFile = join(folder, 'centre.pem');
  writeFileSync(keyFile, keyToPem(newSigningKey()), { mode: 0o600 });
  const databaseUrl = await postgres.newDatabase();
  const centre = await startCentreProcess({
    DATABASE_URL: databaseUrl,
    CENTRE_KEY_FILE: keyFile,
    TORN_ENVIRONMENT: 'test',
    MAX_IN_FLIGHT: String(maxInFlight),
  });
  const front = options.countsHeads ? await startCountingFront(centre.url, maxInFlight) : null;
  const url = front?.url ?? centre.url;
  try {
    const kiosks = kiosksFrom(options.kiosks, options.beside, STRANGER);
    await enrolAt(databaseUrl, CITY, kiosks);
    const path = pathOf('confirmEnrolment', { cityId: CITY });
    const [idle, ...slow] = HOLDS;
    const crowds = await Promise.all([
      holdSockets(url, { count: n, holds: [idle], path, localAddress: STRANGER }),
      holdSockets(url, { count: n, holds: slow, path, localAddress: STRANGER }),
    ]);
    const random = createRandom(seed);
    const refused = (await Promise.all(kiosks.map((kiosk) => work(url, kiosk, options.rounds, random)))).flat();
    const opened = crowds.reduce((sum, crowd) => sum + crowd.opened(), 0);
    for (const crowd of crowds) crowd.close();
    return {
      asked: kiosks.length * options.rounds,
      opened,
      refused: refused.filter(({ kiosk }) => kiosk.localAddress !== STRANGER),
      refusedBeside: refused.filter(({ kiosk }) => kiosk.localAddress === STRANGER),
    };
  } finally {
    front?.close();
    await centre.stop('SIGKILL');
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const FULL = { kiosks: 100, beside: 10, rounds: 20, maxInFlight: 200 };

/**
 * Lets a stranger hold `n` idle and `n` slow connections from one address, while a hundred kiosks upload, ten of them
 * from that address.
 */
export async function runSockets({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const real = await runSocketsOf({ ...FULL, n, seed });
  progress(`${real.asked} uploads; ${real.opened} connections opened by the stranger`);
  for (const { kiosk, with: ended } of [...real.refused, ...real.refusedBeside].slice(0, 20))
    progress(`an upload from ${kiosk.localAddress} was refused with ${ended}`);
  // The planted fault shows only with more unfinished requests than the centre allows at the same time.
  const control = await runSocketsOf({
    ...FULL,
    n: Math.max(n, 2 * FULL.maxInFlight),
    seed,
    rounds: 2,
    countsHeads: true,
  });
  progress(`a centre that counts from the head: ${control.refused.length} of ${control.asked} refused`);
  return {
    violations: real.refused.length + real.refusedBeside.length,
    lost: 0,
    repeated: 0,
    control: { planted: 1, caught: control.refused.length > 0 ? 1 : 0 },
  };
}
