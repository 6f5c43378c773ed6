import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  ExchangeEffect,
  ExchangeEvent,
  ExchangePlan,
  ExchangeState,
} from '../../../../hardware/printer/exchange.ts';
import { beginExchange, step } from '../../../../hardware/printer/job.ts';
import {
  type Capability,
  CLONE,
  CUSTOM,
  counts,
  customIdle,
  customOpen,
  deadline,
  dropped,
  idle,
  lost,
  MUTE,
  noise,
  ORDERED,
  PRINT_MS,
  PROCESS_ID,
  PROOF_TIMEOUT_MS,
  passed,
  planOf,
  proof,
  refused,
  report,
  STAR,
  says,
  sensor,
  status,
  TIMING,
} from './exchanges.ts';

const CAPABILITIES: [string, Capability, ExchangeEvent[]][] = [
  ['process ID', PROCESS_ID, idle],
  ['ordered acknowledgement', ORDERED, idle],
  ['ordered acknowledgement and clearing', { ...ORDERED, clearing: 'dle-dc4-8' }, idle],
  ['ordered acknowledgement of a Custom', CUSTOM, [customIdle]],
  ['counter', STAR, [counts(1)]],
  ['counter without clearing', { ...STAR, clearing: 'none' }, [counts(1)]],
  ['nothing', CLONE, idle],
  ['nothing and mute', MUTE, []],
];
const EVENTS: ExchangeEvent[] = [
  ...[status(0x12), status(0x16), status(0x72), customIdle, customOpen],
  ...[proof, dropped, passed, sensor(3), sensor(0x0f), noise, counts(0), counts(1), counts(2), counts(30)],
  ...[report('ready'), report('paper-out'), report('overheated'), report('overheated', 1), report('cover-open', 1)],
  ...[says({ kind: 'printed', processId: 'othr' }), deadline, lost, refused],
];

/**
 * The longest time that an exchange may wait, over its stages: clearing, questions, old answers, questions, the job, a hot head, questions,
 * clearing.
 */
const LONGEST_MS =
  TIMING.clearTimeoutMs * 2 +
  TIMING.answerTimeoutMs * 13 +
  PROOF_TIMEOUT_MS * 3 +
  TIMING.overheatedTimeoutMs +
  PRINT_MS * 2;

describe.each(CAPABILITIES)('by %s', (_, capability, gate) => {
  const sequence = fc
    .tuple(fc.boolean(), fc.array(fc.constantFrom(...EVENTS), { maxLength: 14 }))
    .map(([getsThrough, events]) => (getsThrough ? [...gate, ...events] : events));
  const plans = fc.constantFrom(planOf(capability), planOf(capability, true));

  test('an exchange sends its job at most once and gives each result only with its reason, in any order of events', () => {
    fc.assert(
      fc.property(plans, sequence, (plan, events) => {
        const seen = observe(plan, events);
        expect(seen.sendings).toBeLessThanOrEqual(1);
        const { state } = seen;
        if (state.at !== 'ended') return;
        const kind = state.ending.result?.kind;
        if (kind === 'printed') expect(seen.isProved(capability)).toBe(true);
        if (kind === 'not-sent') expect(seen.sendings === 0 || seen.refusedJob).toBe(true);
        else expect(seen.sendings).toBe(1);
        if (kind === 'cancelled') expect(seen.cleared).toBe(true);
        if (capability !== PROCESS_ID) return;
        expect(kind === 'printed').toBe(seen.isProved(capability));
        if (kind === 'unknown') expect(state.ending.owesClear).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('an exchange never waits longer than the deadlines allow, whatever the answers', () => {
    fc.assert(
      fc.property(
        plans,
        fc.array(fc.constantFrom(...EVENTS.filter(({ kind }) => kind === 'message'))),
        (plan, events) => {
          let { state, effects } = beginExchange(plan);
          let waitedMs = deadlineMs(effects);
          for (const event of [...gate, ...events]) {
            ({ state, effects } = step(state, event));
            waitedMs += deadlineMs(effects);
          }
          for (let left = 8; state.at !== 'ended' && left > 0; left -= 1) {
            ({ state, effects } = step(state, deadline));
            waitedMs += deadlineMs(effects);
          }
          expect(state.at).toBe('ended');
          expect(waitedMs).toBeLessThanOrEqual(LONGEST_MS);
        },
      ),
    );
  });

  test('every state accepts every event, and only an ended exchange waits for nothing', () => {
    const places = new Map<string, ExchangeState>();
    fc.assert(
      fc.property(plans, sequence, (plan, events) => {
        let { state } = beginExchange(plan);
        places.set(state.at, state);
        for (const event of events) {
          ({ state } = step(state, event));
          places.set(state.at, state);
        }
      }),
      { seed: 1, numRuns: 1_000 },
    );
    expect([...places.keys()].toSorted()).toEqual(placesOf(capability));
    for (const state of places.values())
      for (const event of EVENTS) {
        const next = step(state, event).state;
        if (state.at === 'ended') expect(next).toBe(state);
        else if (event === lost || event === refused) expect(next.at).toBe('ended');
      }
  });
});

function placesOf({ confirmation, clearing, status: { dialect } }: Capability): string[] {
  return [
    ...(dialect === 'none' ? [] : ['asking']),
    ...(confirmation === 'fence' && clearing === 'none' ? ['awaiting-turn'] : []),
    ...(dialect !== 'none' && ['fence', 'none'].includes(confirmation) ? ['checking'] : []),
    ...(clearing === 'none' ? [] : ['clearing', 'clearing-first']),
    'ended',
    'printing',
  ].toSorted();
}

const deadlineMs = (effects: readonly ExchangeEffect[]) =>
  effects.reduce((sum, effect) => sum + (effect.do === 'deadline' ? effect.afterMs : 0), 0);

/** Replays the events, and records the values that the test checks, independently of the machine's state. */
function observe(plan: ExchangePlan, events: readonly ExchangeEvent[]) {
  let { state, effects } = beginExchange(plan);
  let sendings = 0;
  let cleared = false;
  let refusedJob = false;
  let before: ExchangeEvent | null = null;
  const sinceSent: ExchangeEvent[] = [];
  let atSending: ExchangeEvent | null = null;
  const count = () => {
    const sent = effects.some((effect) => effect.do === 'send-job');
    sendings += sent ? 1 : 0;
    if (sent) atSending = before;
  };
  count();
  for (const event of events) {
    if (state.at === 'ended') break;
    if (sendings > 0) sinceSent.push(event);
    cleared ||= state.at === 'clearing' && (event === dropped || event === counts0);
    refusedJob ||= state.at === 'printing' && event === refused;
    before = event;
    ({ state, effects } = step(state, event));
    count();
  }
  const isProved = ({ confirmation }: Capability): boolean => {
    switch (confirmation) {
      case 'process-id':
        return sinceSent.includes(proof);
      case 'star-counter':
        return sinceSent.some((event) => countOf(event) === (countOf(atSending) ?? 99) + 1);
      case 'none':
        return false;
      case 'fence': {
        const answers = sinceSent.filter((event) => event.kind === 'message' && event.message.kind === 'paper-sensor');
        return (
          answers.length === 1 &&
          !sinceSent.includes(noise) &&
          sinceSent.indexOf(deadline) > sinceSent.indexOf(answers[0] ?? deadline)
        );
      }
    }
  };
  return { state, sendings, isProved, cleared, refusedJob };
}

const counts0 = EVENTS.find((event) => countOf(event) === 0);
function countOf(event: ExchangeEvent | null): number | null {
  return event?.kind === 'message' && event.message.kind === 'changed' ? event.message.count : null;
}
