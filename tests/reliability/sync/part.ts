import { tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { exchangeOnTheWire, WIRE_PLANTED, type WireComplaint, type WirePromise } from './on-the-wire.ts';
import { PLANTED } from './planted.ts';
import { BAD_NETWORKS, NARROW_NETWORK, prepareGround, sendOverFaultyNetwork, sendOverSoundNetwork } from './run.ts';

const CONTROL_EVENTS = 1_000;
/** The first random stream of a seed for each kind of run. The further runs of a kind use the streams after it. */
const FIRST_NETWORK = 10;
const FIRST_CONTROL = 100;
const WIRE = 200;
/** The largest number of exchanges of a run with a planted fault. A planted fault shows within the first few hundred. */
const CONTROL_EXCHANGES = 1_000;

const LOSSES: readonly WirePromise[] = ['lost', 'changed'];
const REPETITIONS: readonly WirePromise[] = ['repeated', 'kept-again'];

/** Lets the real core send the events of fourteen days without a network to the real centre, over bad networks and over a good one. */
export async function runSync({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const ground = await prepareGround();
  try {
    const pair = await ground.pair(n, createRandom(seed));
    progress(`${n} events of 14 days without a network wait, ${pair.backlog.tickets.length} tickets among them`);
    const complaints: WireComplaint[] = [];
    for (const [index, kind] of BAD_NETWORKS.entries()) {
      const bad = await sendOverFaultyNetwork(pair, kind, createRandom(seed, FIRST_NETWORK + index));
      const met = [...bad.met].map(([result, times]) => `${times} ${result}`).join(', ');
      progress(`${bad.events} events over a bad network: ${met}; a person asked ${bad.asked} times`);
      complaints.push(...bad.complaints);
    }
    const good = await sendOverSoundNetwork(pair);
    progress(
      `${good.events} events over a good network in ${seconds(good.sentInMs)} s, and all of them again in ${seconds(good.sentAgainInMs)} s`,
    );
    complaints.push(...good.complaints);
    const wire = await exchangeOnTheWire(pair, n, createRandom(seed, WIRE));
    const tried = [...wire.tried].map(([attack, times]) => `${times} ${attack}`).join(', ');
    progress(`${wire.exchanges} exchanges with somebody on the wire: ${tried}`);
    complaints.push(...wire.complaints);
    tellComplaints(complaints, progress);

    const small = await ground.pair(Math.min(n, CONTROL_EVENTS), createRandom(seed, 1));
    let caught = 0;
    for (const [index, planted] of PLANTED.entries()) {
      const broken = await sendOverFaultyNetwork(
        small,
        NARROW_NETWORK,
        createRandom(seed, FIRST_CONTROL + index),
        planted,
      );
      const noticed = broken.complaints.filter(({ promise }) => promise === planted.breaks).length;
      progress(`${planted.name}: noticed ${noticed} times`);
      if (noticed > 0) caught += 1;
    }

    for (const [index, planted] of WIRE_PLANTED.entries()) {
      const exchanges = Math.min(n, CONTROL_EXCHANGES);
      const broken = await exchangeOnTheWire(small, exchanges, createRandom(seed, WIRE + 1 + index), planted);
      const noticed = broken.complaints.filter(({ promise }) => promise === planted.breaks).length;
      progress(`${planted.name}: noticed ${noticed} times`);
      if (noticed > 0) caught += 1;
    }

    const count = (kinds: readonly WirePromise[]) => complaints.filter(({ promise }) => kinds.includes(promise)).length;
    return {
      violations: complaints.length,
      lost: count(LOSSES),
      repeated: count(REPETITIONS),
      control: { planted: PLANTED.length + WIRE_PLANTED.length, caught },
    };
  } finally {
    await ground.close();
  }
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
