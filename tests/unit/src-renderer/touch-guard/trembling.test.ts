import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGlass } from './glass.ts';

/** Touches within 20 mm of one another. */
const near = fc.record({ x: fc.integer({ min: -7, max: 7 }), y: fc.integer({ min: -7, max: 7 }) });
const gapMs = fc.integer({ min: 60, max: 480 });
const holdMs = fc.integer({ min: 1, max: 60 });
/** Time from an accepted touch (`order`) until its screen is shown; a busy kiosk takes longer than a hand trembles. */
const answerMs = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 100, max: 2_000 }));
const taps = fc.array(fc.record({ at: near, gapMs, holdMs }), { minLength: 2, maxLength: 3 });

describe('a trembling hand', () => {
  it('gives one order by two or three taps, whatever screen comes in between and whenever', () => {
    fc.assert(
      fc.property(taps, answerMs, fc.boolean(), (hand, answer, isCoreAsked) => {
        const glass = createGlass();
        let orders = 0;
        for (const { at, gapMs: gap, holdMs: hold } of hand) {
          // Every place of every screen has a control, each time a different one.
          if (glass.tap({ x: 50 + at.x, y: 50 + at.y, holdMs: hold }) === 'order') {
            orders += 1;
            if (isCoreAsked) glass.after(answer, glass.guard.screenShown);
          }
          glass.wait(gap - hold);
        }
        expect(orders).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it('gives one order by two or three presses of a key', () => {
    fc.assert(
      fc.property(taps, answerMs, fc.constantFrom('Enter', 'Space'), (hand, answer, key) => {
        const glass = createGlass();
        let orders = 0;
        for (const { gapMs: gap, holdMs: hold } of hand) {
          if (glass.strike(key, { holdMs: hold })[0]) {
            orders += 1;
            glass.after(answer, glass.guard.screenShown);
          }
          glass.wait(gap - hold);
        }
        expect(orders).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it('never delays another person who touches a visible control elsewhere', () => {
    fc.assert(
      fc.property(taps, (hand) => {
        const glass = createGlass();
        for (const { at, gapMs: gap, holdMs: hold } of hand) {
          const order = glass.tap({ x: 50 + at.x, y: 50 + at.y, holdMs: hold });
          if (order === 'order') glass.turnTo();
          glass.wait(gap - hold);
        }
        expect(glass.tap({ x: 100, finger: 2 })).toBe('order');
      }),
      { numRuns: 200 },
    );
  });
});
