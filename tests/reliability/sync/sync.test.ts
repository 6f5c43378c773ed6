import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { exchangeOnTheWire, WIRE_PLANTED } from './on-the-wire.ts';
import { PLANTED } from './planted.ts';
import {
  type Ground,
  NARROW_NETWORK,
  type Pair,
  prepareGround,
  sendOverFaultyNetwork,
  sendOverSoundNetwork,
} from './run.ts';

const EVENTS = 300;

let ground: Ground;
let pair: Pair;
beforeAll(async () => {
  ground = await prepareGround({ isDurable: false });

  pair = await ground.pair(EVENTS, createRandom(1));
});
afterAll(() => ground?.close());

test('after 14 days offline everything arrives once over a network that loses, delays, doubles, reorders and forges', async () => {
  const { complaints, events } = await sendOverFaultyNetwork(pair, NARROW_NETWORK, createRandom(1, 1));
  expect(complaints).toEqual([]);
  expect(events).toBeGreaterThanOrEqual(EVENTS);
});

test('a kiosk sends everything again to a centre that lost its data, and a centre that lost nothing stores nothing twice', async () => {
  const { complaints } = await sendOverSoundNetwork(pair);
  expect(complaints).toEqual([]);
});

/**
 * A planted fault may not show in one run: if the network happens to lose no answer to an upload that the centre stored, the kiosk repeats
 * nothing.
 */
const MOST_RUNS = 10;

test.for(PLANTED)('$name is noticed', async (planted, { expect }) => {
  const found = new Set<string>();
  for (let run = 0; run < MOST_RUNS && !found.has(planted.breaks); run += 1) {
    const { complaints } = await sendOverFaultyNetwork(pair, NARROW_NETWORK, createRandom(1, 2 + run), planted);
    for (const { promise } of complaints) found.add(promise);
  }
  expect([...found]).toContain(planted.breaks);
});

const EXCHANGES = 200;
/** The largest number of exchanges within which a planted fault must show. The run ends when the fault shows. */
const MOST_EXCHANGES = 2_000;

test('a machine on the wire without a key causes no dead letter, no revocation, no pause and no profile', async () => {
  const { complaints } = await exchangeOnTheWire(pair, EXCHANGES, createRandom(1, 3));
  expect(complaints).toEqual([]);
});

test.for(WIRE_PLANTED)('$name is noticed on the wire', async (planted, { expect }) => {
  const { complaints } = await exchangeOnTheWire(pair, MOST_EXCHANGES, createRandom(1, 4), planted);
  expect(complaints.map(({ promise }) => promise)).toContain(planted.breaks);
});
