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
const MUTE: Capability = { confirmation: 'none', clearing: 'none', status: { dialect: 'none', reportsChanges: false } };

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

describe('a printer that answers in turn', () => {
  const plan = planOf(ORDERED);

  test('has printed when it answered, its paper had time to come out, and it then says that all is well', () => {
    expect(run(plan, idle).effects).toEqual([{ do: 'send-job' }, waits(PROOF_TIMEOUT_MS)]);
    expect(run(plan, [...idle, passed]).effects).toEqual([waits(PRINT_MS)]);
    expect(run(plan, [...idle, passed, deadline]).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
    expect(ending(plan, [...idle, passed, deadline, ...idle])).toEqual({
      result: { kind: 'printed' },
      heard: 'ready',
      link: 'good',
      owesClear: false,
    });
  });

  test('has not when it answered and then reports a fault', () => {
    expect(ending(plan, [...idle, passed, report('cutter-error')]).result).toEqual(unknown('cutter-error'));
  });

  test('has not when it answers the last questions with a fault, or not at all', () => {
    expect(ending(plan, [...idle, passed, deadline, ...noPaper]).result).toEqual(unknown('paper-out'));
    expect(ending(plan, [...idle, passed, deadline, deadline])).toMatchObject({
      result: unknown('no-answer'),
      link: 'silent',
      owesClear: true,
    });
  });

  test('that stays silent leaves the job unknown, without a clearing it does not know', () => {
    expect(run(plan, [...idle, deadline]).effects).toEqual([]);
    expect(ending(plan, [...idle, deadline])).toEqual({
      result: unknown('no-answer'),
      heard: 'ready',
      link: 'silent',
      owesClear: true,
    });
  });

  test('that says in turn that the paper ended has not printed', () => {
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

  test('that may owe an answer to an old job is heard out before it gets a new one', () => {
    const owing = planOf(ORDERED, true);
    expect(run(owing, idle).effects).toEqual([{ do: 'ask-in-turn' }, waits(PROOF_TIMEOUT_MS)]);
    expect(run(owing, [...idle, passed]).effects).toEqual([waits(500)]);
    expect(run(owing, [...idle, passed, passed]).effects).toEqual([]);
    expect(run(owing, [...idle, passed, passed, deadline]).effects[0]).toEqual({ do: 'ask', question: 0 });
    expect(run(owing, [...idle, passed, passed, deadline, ...idle]).effects[0]).toEqual({ do: 'send-job' });
  });

  test('that does not answer in turn gets no new job and owes on', () => {
    expect(ending(planOf(ORDERED, true), [...idle, deadline])).toEqual({
      result: { kind: 'not-sent', cause: 'printer-offline' },
      heard: 'ready',
      link: 'silent',
      owesClear: true,
    });
  });

  test('owes on after a probe', () => {
    expect(ending({ ...planOf(ORDERED, true), job: null }, noPaper)).toMatchObject({ result: null, owesClear: true });
  });

  test('and can be cleared is cleared after a fault', () => {
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

  test('tells of a fault only when asked', () => {
    expect(ending(plan, [customIdle, passed, deadline, customOpen]).result).toEqual(unknown('cover-open'));
    expect(ending(plan, [customIdle, passed, deadline, customIdle]).result).toEqual({ kind: 'printed' });
  });
});

describe('a Star', () => {
  const plan = planOf(STAR);

  test('gets the job when its counter stands above 0 and will not come round', () => {
    expect(run(plan, [counts(1)]).effects).toEqual([{ do: 'send-job' }, waits(PROOF_TIMEOUT_MS)]);
    expect(run(plan, [counts(29)]).effects[0]).toEqual({ do: 'send-job' });
  });

  test.each([0, 30, 31])('with its counter at %i has it set going, and is asked again a moment later', (count) => {
    expect(run(plan, [counts(count)]).effects).toEqual([{ do: 'start-counter' }, waits(500)]);
    // What is under way meanwhile is not believed.
    expect(run(plan, [counts(count), counts(count), counts(1)]).effects).toEqual([]);
    expect(run(plan, [counts(count), counts(1), deadline]).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
    expect(run(plan, [counts(count), counts(1), deadline, counts(1)]).effects[0]).toEqual({ do: 'send-job' });
  });

  test('has its counter set going by a probe as well, so that the next ticket need not wait', () => {
    const probe = { ...plan, job: null };
    expect(run(probe, [counts(0)]).effects[0]).toEqual({ do: 'start-counter' });
    expect(ending(probe, [counts(0), deadline, counts(1)])).toMatchObject({ result: null, heard: 'ready' });
    expect(ending(probe, [report('paper-out', 0)])).toMatchObject({ result: null, heard: 'paper-out' });
  });

  test('whose counter cannot be set going, or that has none, gets no job', () => {
    for (const events of [[counts(0), deadline, counts(0)], [report('ready')]])
      expect(ending(plan, events)).toMatchObject({
        result: { kind: 'not-sent', cause: 'unknown-answer' },
        link: 'nonsense',
      });
  });

  test('has printed when its counter is one higher than before the job, whatever else it says', () => {
    expect(ending(plan, [counts(7), counts(8)]).result).toEqual({ kind: 'printed' });
    expect(ending(plan, [counts(7), report('paper-out', 8)]).result).toEqual({ kind: 'printed' });
  });

  test.each([0, 6, 7, 9])('has not when it stood at 7 and then says %i', (count) => {
    expect(run(plan, [counts(7), counts(count)]).state).toMatchObject({ at: 'printing' });
  });

  test('is cleared after a fault, and cleared when its counter stands at 0', () => {
    expect(run(plan, [counts(7), report('paper-out', 7)]).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
    expect(run(plan, [counts(7), report('paper-out', 7), report('cover-open', 7)]).state).toMatchObject({
      at: 'clearing',
    });
    expect(ending(plan, [counts(7), report('paper-out', 7), report('paper-out', 0)])).toEqual({
      result: { kind: 'cancelled', cause: 'paper-out' },
      heard: 'ready',
      link: 'good',
      owesClear: false,
    });
  });

  test('that printed after all, just before the clearing, has printed', () => {
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

  test('gets the time that the ticket takes and is then asked whether all is well', () => {
    expect(run(plan, idle).effects).toEqual([{ do: 'send-job' }, waits(WIRE_MS + PRINT_MS)]);
    expect(ending(plan, [...idle, deadline, ...idle])).toEqual({
      result: unknown('no-confirmation'),
      heard: 'ready',
      link: 'good',
      owesClear: false,
    });
  });

  test('that is not well then, or silent, names the cause', () => {
    expect(ending(plan, [...idle, deadline, ...noPaper]).result).toEqual(unknown('paper-out'));
    expect(ending(plan, [...idle, deadline, deadline]).result).toEqual(unknown('no-answer'));
  });

  test('is not believed what it reports unasked', () => {
    expect(run(plan, [...idle, report('paper-out')]).state).toMatchObject({ at: 'printing' });
  });

  test('nothing that it says makes the job printed', () => {
    expect(run(plan, [...idle, proof, passed, counts(1)]).state).toMatchObject({ at: 'printing' });
  });

  test('and says nothing at all gets the job at once', () => {
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
  ...[status(0x12), status(0x16), status(0x72), customIdle, customOpen],
  ...[proof, dropped, passed, sensor(3), sensor(0x0f), noise, counts(0), counts(1), counts(2), counts(30)],
  ...[report('ready'), report('paper-out'), report('overheated'), report('overheated', 1), report('cover-open', 1)],
  ...[says({ kind: 'printed', processId: 'othr' }), deadline, lost, refused],
];

/** What an exchange may wait at most: clearing, questions, old answers, questions, the job, a hot head, questions, clearing. */
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

  test('in any order of events: one sending at most, and each result only with its reason', () => {
    fc.assert(
      fc.property(plans, sequence, (plan, events) => {
        const seen = observe(plan, events);
        expect(seen.sendings).toBeLessThanOrEqual(1);
        const { state } = seen;
        if (state.at !== 'ended') return;
        const kind = state.ending.result?.kind;
        if (kind === 'printed') expect(seen.isProved(capability)).toBe(true);
        if (kind === 'not-sent') expect(seen.sendings === 0 || events.includes(refused)).toBe(true);
        else expect(seen.sendings).toBe(1);
        if (kind === 'cancelled') expect(seen.cleared).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the answers never make it wait longer than the deadlines allow', () => {
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

  test('every state takes every event, and only an ended one has nothing more to wait for', () => {
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
    ...(dialect !== 'none' && ['ordered acknowledgement', 'none'].includes(confirmation) ? ['checking'] : []),
    ...(clearing === 'none' ? [] : ['clearing', 'clearing-first']),
    'ended',
    'printing',
  ].toSorted();
}

const deadlineMs = (effects: readonly ExchangeEffect[]) =>
  effects.reduce((sum, effect) => sum + (effect.do === 'deadline' ? effect.afterMs : 0), 0);

/** What happened, kept by other means than the machine's own state. */
function observe(plan: ExchangePlan, events: readonly ExchangeEvent[]) {
  let { state, effects } = beginExchange(plan);
  let sendings = 0;
  let cleared = false;
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
  return { state, sendings, isProved, cleared };
}

const counts0 = EVENTS.find((event) => countOf(event) === 0);
function countOf(event: ExchangeEvent | null): number | null {
  return event?.kind === 'message' && event.message.kind === 'changed' ? event.message.count : null;
}
