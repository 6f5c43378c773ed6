import { expect, test } from 'vitest';
import { createQueueTeller } from '../../../../../src-main/calling/steps/queue-teller.ts';
import { publicRows } from '../../../../../src-main/domain/public-rows.ts';
import type { StatedQueues } from '../../../../../src-main/domain/queue-state.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const SECOND = 1_000;
const rows = <Row extends object>(rowOf: () => Row) => publicRows([null], { services: [] }, () => [], rowOf);
const many = (waiting: number): StatedQueues => ({
  tickets: rows(() => ({ ticketId: 't', waiting, minutes: null })),
  services: [],
});
/** The state of an empty queue of one service, which the offices' public page shows. */
const NOBODY_WAITS: StatedQueues = {
  tickets: [],
  services: rows(() => ({ serviceId: 's', waiting: 0, minutes: { from: 0, to: 5 } })),
};

function telling() {
  const clock = createManualClock(0);
  const place = { states: null as StatedQueues | null, isHeard: true };
  const said: (number | null)[] = [];
  const teller = createQueueTeller({
    clock,
    states: () => place.states,
    async tell(states) {
      said.push((states.tickets[0] ?? states.services[0])?.waiting ?? null);
      return place.isHeard;
    },
  });
  /** Advances the time second by second, so that every answer arrives before the next timer. */
  async function pass(seconds: number): Promise<number> {
    const before = said.length;
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(SECOND);
      await Promise.resolve();
      await Promise.resolve();
    }
    return said.length - before;
  }
  return { place, said, teller, pass };
}

test('the kiosk reports a change to the centre within a second, at most once in 20 s with the newest state only, and repeats it before it is too old to show', async () => {
  const { place, said, teller, pass } = telling();
  expect(await pass(300)).toBe(0);
  place.states = many(3);
  teller.changed();
  expect(await pass(1)).toBe(1);
  for (const waiting of [2, 1, 0]) {
    place.states = many(waiting);
    teller.changed();
    await pass(2);
  }
  expect(await pass(20)).toBe(1);
  expect(said).toEqual([3, 0]);
  // An unchanged state is repeated once a minute.
  expect(await pass(3_600)).toBe(60);
  place.states = null;
  teller.changed();
  expect(await pass(600)).toBe(1);
  expect(said.at(-1)).toBeNull();
  place.states = NOBODY_WAITS;
  teller.changed();
  // The state of an empty queue is repeated too, so that the centre goes on knowing it.
  expect(await pass(600)).toBe(10);
  expect(said.at(-1)).toBe(0);
  place.states = many(1);
  teller.changed();
  teller.close();
  expect(await pass(600)).toBe(0);
});

test('a centre that refuses the state is tried ever more rarely, and gets the newest state once it accepts', async () => {
  const { place, said, pass } = telling();
  place.isHeard = false;
  place.states = many(5);
  const tries = await pass(3_600);
  expect(tries).toBeGreaterThan(8);
  expect(tries).toBeLessThan(18);
  place.isHeard = true;
  place.states = many(4);
  await pass(300);
  expect(said.at(-1)).toBe(4);
});

test('a state that the centre refused is sent again after 40 s, also when the queue is empty', async () => {
  const { place, said, teller, pass } = telling();
  place.states = many(5);
  teller.changed();
  expect(await pass(21)).toBe(1);
  place.isHeard = false;
  place.states = null;
  teller.changed();
  expect(await pass(1)).toBe(1);
  expect(await pass(39)).toBe(0);
  expect(await pass(1)).toBe(1);
  place.isHeard = true;
  expect(await pass(80)).toBe(1);
  expect(said).toEqual([5, null, null, null]);
  // The centre has accepted the state, so it is not sent again.
  expect(await pass(600)).toBe(0);
});
