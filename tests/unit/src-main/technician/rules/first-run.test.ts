import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FIRST_RUN_STEPS,
  type FirstRun,
  type FirstRunEvent,
  STEP_ENDS,
  stepAt,
  stepBefore,
  stepFirstRun,
  stepsAsked,
} from '../../../../../src-main/technician/rules/first-run.ts';

const NOTHING = { pin: false, slot: false, enrolled: false, replaced: 'none' } as const;
const step = fc.constantFrom(...FIRST_RUN_STEPS);
const event: fc.Arbitrary<FirstRunEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom('done' as const, 'skip' as const, 'again' as const), step }),
  fc.constant({ type: 'back' as const }),
  fc.record({
    type: fc.constant('found' as const),
    known: fc.record({
      pin: fc.boolean(),
      slot: fc.boolean(),
      enrolled: fc.boolean(),
      replaced: fc.constantFrom('none' as const, 'open' as const, 'sent' as const),
    }),
  }),
);
const runOf = (events: readonly FirstRunEvent[]): FirstRun => events.reduce(stepFirstRun, {});

test('the steps come one after the other, each done or skipped, until all are', () => {
  let run: FirstRun = {};
  for (const [index, at] of FIRST_RUN_STEPS.entries()) {
    expect(stepAt(run)).toBe(at);
    run = stepFirstRun(run, { type: index % 2 === 0 ? 'done' : 'skip', step: at });
  }
  expect(stepAt(run)).toBeNull();
  expect(run).toMatchObject({ language: 'done', pin: 'skipped' });
});

test('a touch for another step does nothing', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 20 }),
      step,
      fc.constantFrom('done' as const, 'skip' as const),
      (events, other, type) => {
        const run = runOf(events);
        fc.pre(other !== stepAt(run));
        expect(stepFirstRun(run, { type, step: other })).toBe(run);
      },
    ),
  );
});

test('after any events each step is done, skipped or open, and a done PIN or slot stays done until it is lost', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let run: FirstRun = {};
      for (const one of events) {
        const next = stepFirstRun(run, one);
        for (const end of Object.values(next)) expect(STEP_ENDS).toContain(end);
        if (one.type !== 'found')
          for (const once of ['pin', 'slot'] as const) if (run[once] === 'done') expect(next[once]).toBe('done');
        run = next;
      }
    }),
  );
});

test('back leads to the step before, past steps that are done only once, and to a skipped one', () => {
  const run = runOf([
    { type: 'done', step: 'language' },
    { type: 'done', step: 'pin' },
  ]);
  expect(stepBefore(run)).toBe('language');
  expect(stepAt(stepFirstRun(run, { type: 'back' }))).toBe('language');
  expect(stepBefore({ language: 'done', pin: 'skipped' })).toBe('pin');
  expect(stepBefore({})).toBeNull();
});

test('the state found overrides the state noted: a PIN or slot that exists is done, a lost one is asked for again', () => {
  const before: FirstRun = { language: 'done', pin: 'done', slot: 'skipped' };
  expect(stepFirstRun(before, { type: 'found', known: { ...NOTHING, slot: true } })).toEqual({
    language: 'done',
    slot: 'done',
    replaced: 'done',
  });
  expect(stepFirstRun({}, { type: 'found', known: { ...NOTHING, enrolled: true } })).toEqual({
    pairing: 'done',
    office: 'done',
    replaced: 'done',
  });
  const skipped: FirstRun = { pin: 'skipped' };
  expect(stepFirstRun(skipped, { type: 'found', known: NOTHING })).toEqual({ ...skipped, replaced: 'done' });
});

test('the step for the disk of another kiosk is asked only if that kiosk was replaced, until its events are sent or given up', () => {
  const found = (run: FirstRun, replaced: 'none' | 'open' | 'sent') =>
    stepFirstRun(run, { type: 'found', known: { ...NOTHING, replaced } });
  expect(found({}, 'open')).toEqual({});
  expect(found({ replaced: 'done' }, 'open')).toEqual({});
  expect(found({ replaced: 'skipped' }, 'open')).toEqual({ replaced: 'skipped' });
  expect(found({}, 'sent')).toEqual({});
  expect(stepsAsked(true)).toContain('replaced');
  expect(stepsAsked(false)).not.toContain('replaced');
});
