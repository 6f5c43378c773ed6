import { Agent } from 'node:http';
import { MAX_BATCH } from '../../src-main/contract/centre/events-upload.ts';
import { startCluster } from '../cluster/cluster.ts';
import { whyNoCluster } from '../cluster/debian.ts';
import { newKeyFolder } from '../cluster/key-folder.ts';
import { startSinglePostgres } from '../cluster/single.ts';
import { type CentreProcess, startCentreProcess } from '../support/centre-process.ts';
import { enrolAt } from '../support/enrolled-kiosks.ts';
import { against, type Figure, percentile, timed } from './figures.ts';
import { CITY, deliver, kioskAt, type SignedUpload, signAhead } from './uploads.ts';

const KIOSKS = 100;
const ROUNDS = 5;
const WARM_UP = 1;
const CONNECTIONS = 10;

interface Side {
  centre: CentreProcess;
  uploads: readonly (readonly SignedUpload[])[];
  rates: number[];
  waits: number[];
}

/**
 * Measures the same uploads at a replica on one PostgreSQL 17 with fsync, and at a replica on a cluster of three on the same machine, which
 * commits on two disks and is reached by HAProxy and TLS. The two replicas take turns, and each begins every second round. No figures if no
 * cluster can be made here.
 */
export async function benchCluster(): Promise<Figure[]> {
  const reason = whyNoCluster();
  if (reason !== null) {
    console.error(`a cluster cannot run here: ${reason}`);
    return [];
  }
  const keys = newKeyFolder();
  const single = await startSinglePostgres();
  const cluster = await startCluster({ isSynchronous: true });
  const agent = new Agent({ keepAlive: true, maxSockets: KIOSKS });
  const sides: Side[] = [];
  try {
    const kiosks = Array.from({ length: KIOSKS }, (_, index) => kioskAt(index, WARM_UP + ROUNDS));
    for (const databaseUrl of [single.databaseUrl, cluster.databaseUrl]) {
      const centre = await startCentreProcess({
        DATABASE_URL: databaseUrl,
        CENTRE_KEY_FILE: keys.keyFile,
        TORN_ENVIRONMENT: 'test',
        DATABASE_CONNECTIONS: String(CONNECTIONS),
      });
      sides.push({ centre, uploads: [], rates: [], waits: [] });
      await enrolAt(databaseUrl, CITY, kiosks);
    }
    for (const side of sides)
      side.uploads = await Promise.all(kiosks.map((kiosk) => signAhead(side.centre.url, kiosk)));
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1)
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await drain(side, agent, round);
    return figuresOf(sides);
  } finally {
    agent.destroy();
    for (const { centre } of sides) await centre.stop();
    await cluster.stop();
    await single.stop();
    keys.remove();
  }
}

async function drain({ centre, uploads, rates, waits }: Side, agent: Agent, round: number): Promise<void> {
  const each = uploads.flatMap((list) => list[round] ?? []);
  const roundWaits: number[] = [];
  const deliverOne = async (upload: SignedUpload) =>
    void roundWaits.push(await timed(() => deliver(centre.url, agent, upload)));
  const ms = await timed(() => Promise.all(each.map(deliverOne)));
  if (round < WARM_UP) return;
  rates.push((each.length * MAX_BATCH * 1_000) / ms);
  waits.push(...roundWaits);
}

function figuresOf([single, cluster]: readonly Side[]): Figure[] {
  if (!single || !cluster) throw new Error('there are not two sides');
  const { rates, waits } = single;
  return [
    against('cluster-ingest', 'events/s', cluster.rates, percentile(rates, 0.5)),
    against('cluster-ingest-wait', 'ms', cluster.waits, percentile(waits, 0.5)),
  ];
}
