import { describe, expect, test } from 'vitest';
import { beginExchange } from '../../../../hardware/printer/job.ts';
import {
  CLONE,
  CUSTOM,
  counts,
  customIdle,
  customOpen,
  deadline,
  dropped,
  ending,
  idle,
  MUTE,
  noise,
  noPaper,
  ORDERED,
  PRINT_MS,
  PROOF_TIMEOUT_MS,
  passed,
  planOf,
  proof,
  report,
  run,
  STAR,
  sensor,
  unknown,
  WELL,
  WIRE_MS,
  waits,
} from './exchanges.ts';

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
