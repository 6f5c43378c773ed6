import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PrinterCondition } from '../../../../hardware/printer/contract.ts';
import type { PrinterMessage } from '../../../../hardware/printer/dialect.ts';
import type {
  ExchangeEffect,
  ExchangeEnding,
  ExchangeEvent,
  ExchangePlan,
  ExchangeState,
} from '../../../../hardware/printer/exchange.ts';
import { beginExchange, step } from '../../../../hardware/printer/job.ts';

const TIMING = { answerTimeoutMs: 500, clearTimeoutMs: 1_500, jobMarginMs: 2_000, overheatedTimeoutMs: 20_000 };
const WIRE_MS = 200;
const PRINT_MS = 800;
const PROOF_TIMEOUT_MS = WIRE_MS + PRINT_MS + TIMING.jobMarginMs;

type Capability = Pick<ExchangePlan['profile'], 'confirmation' | 'clearing' | 'status'>;
const planOf = (capability: Capability, clearFirst = false): ExchangePlan => ({
  clearFirst,
  job: { processId: 'mine', wireMs: WIRE_MS, printMs: PRINT_MS },
  profile: { nearEndSensor: true, ...capability },
  timing: TIMING,
});

const PROCESS_ID: Capability = {
  confirmation: 'process-id',
  clearing: 'dle-dc4-8',
  status: { dialect: 'escpos', reportsChanges: true },
};
const ORDERED: Capability = {
  confirmation: 'fence',
  clearing: 'none',
  status: { dialect: 'escpos', reportsChanges: true },
};
const CUSTOM: Capability = {
  confirmation: 'fence',
  clearing: 'none',
  status: { dialect: 'custom', reportsChanges: false },
};
const STAR: Capability = {
  confirmation: 'star-counter',
  clearing: 'star-can',
  status: { dialect: 'star', reportsChanges: true },
};
const CLONE: Capability = {
  confirmation: 'none',
  clearing: 'none',
  status: { dialect: 'escpos', reportsChanges: false },
};
const MUTE: Capability = {
  confirmation: 'none',
  clearing: 'none',
  status: { dialect: 'none', reportsChanges: false },
};

const says = (message: PrinterMessage): ExchangeEvent => ({ kind: 'message', message });
const status = (...bits: number[]) => says({ kind: 'status', bits });
const idle = [status(0x16), status(0x12), status(0x12), status(0x12)];
const noPaper = [status(0x1e), status(0x32), status(0x12), status(0x72)];
const customIdle = status(0, 0, 0, 0);
const customOpen = status(0, 2, 0, 0);
const sensor = (bits: number) => says({ kind: 'paper-sensor', bits });
const passed = sensor(0);
const report = (condition: PrinterCondition, count: number | null = null) =>
  says({ kind: 'changed', condition, count });
const counts = (count: number) => report('ready', count);
const noise = says({ kind: 'noise', byte: 0xff });
const proof = says({ kind: 'printed', processId: 'mine' });
const dropped = says({ kind: 'dropped' });
const deadline: ExchangeEvent = { kind: 'deadline' };
const lost: ExchangeEvent = { kind: 'link-lost' };
const refused: ExchangeEvent = { kind: 'refused' };

function run(
  plan: ExchangePlan,
  events: readonly ExchangeEvent[],
): { state: ExchangeState; effects: readonly ExchangeEffect[] } {
  return events.reduce((at, event) => step(at.state, event), beginExchange(plan));
}
function ending(plan: ExchangePlan, events: readonly ExchangeEvent[]): ExchangeEnding {
  const { state } = run(plan, events);
  if (state.at !== 'ended') throw new Error(`still ${state.at}`);
  return state.ending;
}
const waits = (afterMs: number) => ({ do: 'deadline', afterMs }) as const;
const unknown = (cause: string) => ({ kind: 'unknown', cause });
/** The fields besides `result` of an ending after which the driver has nothing left to do. */
const WELL = { heard: 'ready', link: 'good', owesClear: false } as const;

const JOB = planOf(PROCESS_ID);
const CLEARING_JOB = planOf(PROCESS_ID, true);
const PROBE: ExchangePlan = { ...JOB, job: null };

const othersProof = says({ kind: 'printed', processId: 'othr' });
const reportsReady = report('ready');
const reportsNoPaper = report('paper-out');
const reportsHot = report('overheated');

test('the four questions are sent one by one, each after the previous answer', () => {
  for (const question of [0, 1, 2, 3])
    expect(run(JOB, idle.slice(0, question)).effects).toEqual([{ do: 'ask', question }, waits(500)]);
});

test('the job is sent only after the fourth answer', () => {
  expect(run(JOB, idle).effects).toEqual([{ do: 'send-job' }, waits(PROOF_TIMEOUT_MS)]);
});

test('a probe ends with the sum of the answers and sends nothing else', () => {
  expect(ending(PROBE, noPaper)).toEqual({ result: null, heard: 'paper-out', link: 'good', owesClear: false });
});

test('a printer near the end of its roll prints', () => {
  expect(run(JOB, [...idle.slice(0, 3), status(0x1e)]).effects[0]).toEqual({ do: 'send-job' });
});

test.each<[string, ExchangeEvent[], unknown]>([
  ['no paper', noPaper, { result: { kind: 'not-sent', cause: 'paper-out' }, heard: 'paper-out', link: 'good' }],
  ['no answer', [deadline], { result: { kind: 'not-sent', cause: 'printer-offline' }, heard: null, link: 'silent' }],
  [
    'no second answer',
    [status(0x16), deadline],
    { result: { kind: 'not-sent', cause: 'printer-offline' }, link: 'silent' },
  ],
  ['only nonsense', [noise, deadline], { result: { kind: 'not-sent', cause: 'unknown-answer' }, link: 'nonsense' }],
  ['a link lost', [lost], { result: { kind: 'not-sent', cause: 'printer-unreachable' }, link: 'lost' }],
  [
    'a link that refuses a question',
    [refused],
    { result: { kind: 'not-sent', cause: 'printer-unreachable' }, link: 'lost' },
  ],
  [
    'a link that refuses the job',
    [...idle, refused],
    { result: { kind: 'not-sent', cause: 'printer-unreachable' }, link: 'lost' },
  ],
])('before the first byte, %s means not sent', (_, events, expected) => {
  expect(ending(JOB, events)).toMatchObject({ owesClear: false, ...(expected as object) });
});

test('reports, proofs and stray answers do not count as answers to a question', () => {
  const events = [reportsNoPaper, othersProof, dropped, passed];
  expect(run(JOB, events).state).toMatchObject({ at: 'asking', answers: [] });
});

test('its own proof makes a job printed', () => {
  expect(ending(JOB, [...idle, reportsReady, proof])).toEqual({
    result: { kind: 'printed' },
    ...WELL,
  });
});

test('another job’s proof is ignored', () => {
  expect(run(JOB, [...idle, othersProof]).state).toMatchObject({ at: 'printing' });
});

test('the proof of an old job, received while it is cleared, is ignored', () => {
  expect(run(CLEARING_JOB, [proof]).state).toMatchObject({ at: 'clearing-first' });
});

test.each<[string, ExchangeEvent]>([
  ['a fault', reportsNoPaper],
  ['the deadline', deadline],
])('%s while printing makes the exchange clear the printer', (_, event) => {
  expect(run(JOB, [...idle, event]).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
});

test('a cleared job is cancelled, with its cause', () => {
  expect(ending(JOB, [...idle, reportsNoPaper, dropped])).toEqual({
    result: { kind: 'cancelled', cause: 'paper-out' },
    ...WELL,
  });
  expect(ending(JOB, [...idle, deadline, dropped]).result).toEqual({ kind: 'cancelled', cause: 'no-answer' });
});

test('a cause that comes after the deadline is still the cause', () => {
  expect(ending(JOB, [...idle, deadline, reportsNoPaper, dropped]).result).toEqual({
    kind: 'cancelled',
    cause: 'paper-out',
  });
});

test('a late proof still makes the job printed, but the exchange waits for the end of the clearing', () => {
  expect(run(JOB, [...idle, reportsNoPaper, proof]).state).toMatchObject({ at: 'clearing' });
  expect(ending(JOB, [...idle, reportsNoPaper, proof, dropped])).toMatchObject({
    result: { kind: 'printed' },
    owesClear: false,
  });
  expect(ending(JOB, [...idle, reportsNoPaper, proof, deadline])).toMatchObject({
    result: { kind: 'printed' },
    link: 'silent',
    owesClear: true,
  });
});

test('an unanswered clearing leaves the job unknown, to be cleared before the next', () => {
  expect(ending(JOB, [...idle, reportsNoPaper, deadline])).toMatchObject({
    result: { kind: 'unknown', cause: 'paper-out' },
    link: 'silent',
    owesClear: true,
  });
});

test.each<[string, ExchangeEvent[]]>([
  ['while printing', [...idle, lost]],
  ['while clearing', [...idle, deadline, lost]],
  ['just when it clears', [...idle, deadline, refused]],
])('a link lost %s leaves the job unknown, to be cleared before the next', (_, events) => {
  expect(ending(JOB, events)).toMatchObject({
    result: { kind: 'unknown', cause: 'link-lost' },
    link: 'lost',
    owesClear: true,
  });
});

test('a hot print head gets time to cool, once', () => {
  expect(run(JOB, [...idle, reportsHot]).effects).toEqual([waits(20_000)]);
  expect(run(JOB, [...idle, reportsHot, reportsHot]).effects).toEqual([]);
  expect(run(JOB, [...idle, reportsHot, reportsReady]).effects).toEqual([waits(PROOF_TIMEOUT_MS)]);
  expect(ending(JOB, [...idle, reportsHot, deadline, dropped]).result).toEqual({
    kind: 'cancelled',
    cause: 'overheated',
  });
});

test('an unfinished old job is cleared before the first question', () => {
  expect(beginExchange(CLEARING_JOB).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
  expect(run(CLEARING_JOB, [dropped]).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
});

test.each<[string, ExchangeEvent, string]>([
  ['is not answered', deadline, 'printer-offline'],
  ['loses the link', lost, 'printer-unreachable'],
])('if that clearing %s, the job is not sent and the clearing stays pending', (_, event, cause) => {
  expect(ending(CLEARING_JOB, [event])).toMatchObject({ result: { kind: 'not-sent', cause }, owesClear: true });
});

test('an ended exchange never changes', () => {
  const ended = run(JOB, [...idle, proof]).state;
  for (const event of [proof, deadline, lost, refused, dropped, status(0x12)])
    expect(step(ended, event)).toEqual({ state: ended, effects: [] });
});

const anyEvent = fc.constantFrom(
  ...[status(0x12), status(0x16), status(0x1e), status(0x72)],
  ...[proof, othersProof, dropped, noise, reportsReady, reportsNoPaper, reportsHot, deadline, lost, refused],
);
// Half of the runs start with four idle answers, which are rare by chance; most other runs end before the job is sent.
const anyEvents = fc
  .tuple(fc.boolean(), fc.array(anyEvent, { maxLength: 12 }))
  .map(([getsThrough, events]) => (getsThrough ? [...idle, ...events] : events));

test('deadlines alone end an exchange from any state', () => {
  fc.assert(
    fc.property(fc.constantFrom(JOB, CLEARING_JOB, PROBE), anyEvents, (plan, events) => {
      expect(run(plan, [...events, deadline, deadline]).state.at).toBe('ended');
    }),
  );
});

describe('a printer that answers in turn', () => {
  const plan = planOf(ORDERED);

  test('has printed if it answered, its paper had time to come out, and it then reports no fault', () => {
    expect(run(plan, idle).effects).toEqual([{ do: 'send-job' }, waits(PROOF_TIMEOUT_MS)]);
    expect(run(plan, [...idle, passed]).effects).toEqual([waits(PRINT_MS)]);
    expect(run(plan, [...idle, passed, deadline]).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
    expect(ending(plan, [...idle, passed, deadline, ...idle])).toEqual({
      result: { kind: 'printed' },
      ...WELL,
    });
  });

  test('has not printed if it answered and then reports a fault', () => {
    expect(ending(plan, [...idle, passed, report('cutter-error')]).result).toEqual(unknown('cutter-error'));
  });

  test('has not printed if it answers the last questions with a fault, or not at all', () => {
    expect(ending(plan, [...idle, passed, deadline, ...noPaper]).result).toEqual(unknown('paper-out'));
    expect(ending(plan, [...idle, passed, deadline, deadline])).toMatchObject({
      result: unknown('no-answer'),
      link: 'silent',
      owesClear: true,
    });
  });

  test('that stays silent leaves the job unknown, and is sent no clearing that it does not know', () => {
    expect(run(plan, [...idle, deadline]).effects).toEqual([]);
    expect(ending(plan, [...idle, deadline])).toEqual({
      result: unknown('no-answer'),
      heard: 'ready',
      link: 'silent',
      owesClear: true,
    });
  });

  test('that answers in turn that the paper ended has not printed', () => {
    expect(ending(plan, [...idle, sensor(0x0f)]).result).toEqual(unknown('paper-out'));
  });

  test.each([
    ['a second answer', passed],
    ['a byte that belongs to nothing', noise],
  ])('%s makes the first worthless', (_, event) => {
    for (const events of [
      [passed, event],
      [passed, deadline, event],
    ])
      expect(ending(plan, [...idle, ...events])).toMatchObject({
        result: unknown('unknown-answer'),
        link: 'nonsense',
        owesClear: true,
      });
  });

  test('that may owe an answer to an old job must answer before it gets a new one', () => {
    const owing = planOf(ORDERED, true);
    expect(run(owing, idle).effects).toEqual([{ do: 'ask-in-turn' }, waits(PROOF_TIMEOUT_MS)]);
    expect(run(owing, [...idle, passed]).effects).toEqual([waits(500)]);
    expect(run(owing, [...idle, passed, passed]).effects).toEqual([]);
    expect(run(owing, [...idle, passed, passed, deadline]).effects[0]).toEqual({ do: 'ask', question: 0 });
    expect(run(owing, [...idle, passed, passed, deadline, ...idle]).effects[0]).toEqual({ do: 'send-job' });
  });

  test('that does not answer in turn gets no new job and still owes its answer', () => {
    expect(ending(planOf(ORDERED, true), [...idle, deadline])).toEqual({
      result: { kind: 'not-sent', cause: 'printer-offline' },
      heard: 'ready',
      link: 'silent',
      owesClear: true,
    });
  });

  test('still owes its answer after a probe', () => {
    expect(ending({ ...planOf(ORDERED, true), job: null }, noPaper)).toMatchObject({ result: null, owesClear: true });
  });

  test('that can be cleared is cleared after a fault', () => {
    const both = planOf({ ...ORDERED, clearing: 'dle-dc4-8' });
    expect(run(both, [...idle, report('paper-out')]).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
    expect(ending(both, [...idle, report('paper-out'), dropped])).toMatchObject({
      result: { kind: 'cancelled', cause: 'paper-out' },
      owesClear: false,
    });
  });
});

describe('a Custom', () => {
  const plan = planOf(CUSTOM);

  test('answers one question with everything', () => {
    expect(beginExchange(plan).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
    expect(run(plan, [customIdle]).effects[0]).toEqual({ do: 'send-job' });
    expect(ending(plan, [customOpen]).result).toEqual({ kind: 'not-sent', cause: 'cover-open' });
  });

  test('reports a fault only when asked', () => {
    expect(ending(plan, [customIdle, passed, deadline, customOpen]).result).toEqual(unknown('cover-open'));
    expect(ending(plan, [customIdle, passed, deadline, customIdle]).result).toEqual({ kind: 'printed' });
  });
});

describe('a Star', () => {
  const plan = planOf(STAR);

  test('gets the job if its counter is above 0 and will not wrap round', () => {
    expect(run(plan, [counts(1)]).effects).toEqual([{ do: 'send-job' }, waits(PROOF_TIMEOUT_MS)]);
    expect(run(plan, [counts(29)]).effects[0]).toEqual({ do: 'send-job' });
  });

  test.each([0, 30, 31])(
    'with its counter at %i gets a command that raises it, and is asked again a moment later',
    (count) => {
      expect(run(plan, [counts(count)]).effects).toEqual([{ do: 'start-counter' }, waits(500)]);
      // An answer that arrives before the deadline is ignored.
      expect(run(plan, [counts(count), counts(count), counts(1)]).effects).toEqual([]);
      expect(run(plan, [counts(count), counts(1), deadline]).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
      expect(run(plan, [counts(count), counts(1), deadline, counts(1)]).effects[0]).toEqual({ do: 'send-job' });
    },
  );

  test('gets its counter raised by a probe as well, so that the next ticket need not wait', () => {
    const probe = { ...plan, job: null };
    expect(run(probe, [counts(0)]).effects[0]).toEqual({ do: 'start-counter' });
    expect(ending(probe, [counts(0), deadline, counts(1)])).toMatchObject({ result: null, heard: 'ready' });
    expect(ending(probe, [report('paper-out', 0)])).toMatchObject({ result: null, heard: 'paper-out' });
  });

  test('whose counter cannot be raised, or is missing, gets no job', () => {
    for (const events of [[counts(0), deadline, counts(0)], [report('ready')]])
      expect(ending(plan, events)).toMatchObject({
        result: { kind: 'not-sent', cause: 'unknown-answer' },
        link: 'nonsense',
      });
  });

  test('has printed if its counter is one higher than before the job, whatever else it reports', () => {
    expect(ending(plan, [counts(7), counts(8)]).result).toEqual({ kind: 'printed' });
    expect(ending(plan, [counts(7), report('paper-out', 8)]).result).toEqual({ kind: 'printed' });
  });

  test.each([0, 6, 7, 9])('has not printed if its counter was 7 and is then %i', (count) => {
    expect(run(plan, [counts(7), counts(count)]).state).toMatchObject({ at: 'printing' });
  });

  test('is cleared after a fault, and is clear when its counter is 0', () => {
    expect(run(plan, [counts(7), report('paper-out', 7)]).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
    expect(run(plan, [counts(7), report('paper-out', 7), report('cover-open', 7)]).state).toMatchObject({
      at: 'clearing',
    });
    expect(ending(plan, [counts(7), report('paper-out', 7), report('paper-out', 0)])).toEqual({
      result: { kind: 'cancelled', cause: 'paper-out' },
      ...WELL,
    });
  });

  test('that printed just before the clearing has printed', () => {
    expect(ending(plan, [counts(7), deadline, counts(8), counts(0)]).result).toEqual({ kind: 'printed' });
  });

  test('is cleared of an old job before its first question', () => {
    const owing = planOf(STAR, true);
    expect(beginExchange(owing).effects[0]).toEqual({ do: 'clear' });
    expect(run(owing, [counts(4)]).state).toMatchObject({ at: 'clearing-first' });
    expect(run(owing, [counts(0)]).effects[0]).toEqual({ do: 'ask', question: 0 });
  });
});

describe('a printer that proves nothing', () => {
  const plan = planOf(CLONE);

  test('gets the time that the ticket takes and is then asked for its state', () => {
    expect(run(plan, idle).effects).toEqual([{ do: 'send-job' }, waits(WIRE_MS + PRINT_MS)]);
    expect(ending(plan, [...idle, deadline, ...idle])).toEqual({
      result: unknown('no-confirmation'),
      ...WELL,
    });
  });

  test('with a fault or silent after that, gives the cause', () => {
    expect(ending(plan, [...idle, deadline, ...noPaper]).result).toEqual(unknown('paper-out'));
    expect(ending(plan, [...idle, deadline, deadline]).result).toEqual(unknown('no-answer'));
  });

  test('is not believed when it reports unasked', () => {
    expect(run(plan, [...idle, report('paper-out')]).state).toMatchObject({ at: 'printing' });
  });

  test('never makes the job printed by an answer', () => {
    expect(run(plan, [...idle, proof, passed, counts(1)]).state).toMatchObject({ at: 'printing' });
  });

  test('that never answers gets the job at once', () => {
    const mute = planOf(MUTE);
    expect(beginExchange(mute).effects).toEqual([{ do: 'send-job' }, waits(WIRE_MS + PRINT_MS)]);
    expect(ending(mute, [deadline])).toMatchObject({ result: unknown('no-confirmation'), link: 'good' });
  });
});

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
  status(0x12),
  status(0x16),
  status(0x72),
  customIdle,
  customOpen,
  proof,
  dropped,
  passed,
  sensor(3),
  sensor(0x0f),
  noise,
  counts(0),
  counts(1),
  counts(2),
  counts(30),
  report('ready'),
  report('paper-out'),
  report('overheated'),
  report('overheated', 1),
  report('cover-open', 1),
  says({ kind: 'printed', processId: 'othr' }),
  deadline,
  lost,
  refused,
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

/** Replays the events and records what the test checks, mostly without reading the state machine's own state. */
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
