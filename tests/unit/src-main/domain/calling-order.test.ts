import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CALLING_CLASSES,
  type CallingRule,
  callingOrder,
  goesBefore,
  inTheirClass,
  nextToCall,
  USUAL_CALLING,
  type WaitingPerson,
} from '../../../../src-main/domain/calling-order.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const ago = (own: WaitingPerson['class'], minutes: number, ticketId = `${own} ${minutes}`): WaitingPerson => ({
  ticketId,
  class: own,
  dueMs: NOW - minutes * MINUTE,
});
const idsOf = (waiting: readonly WaitingPerson[]) => waiting.map(({ ticketId }) => ticketId);

describe('the order of calling', () => {
  test('puts an appointment at its hour before a walk-in of 39 minutes, and after one of 41 minutes', () => {
    const [appointment, recent, long] = [ago('appointment', 0), ago('walk-in', 39), ago('walk-in', 41)];
    expect(idsOf(callingOrder([recent, appointment, long], USUAL_CALLING, NOW))).toEqual(
      idsOf([long, appointment, recent]),
    );
    const [preferential, earlier, later] = [ago('preferential', 0), ago('walk-in', 31), ago('walk-in', 29)];
    expect(idsOf(callingOrder([later, preferential, earlier], USUAL_CALLING, NOW))).toEqual(
      idsOf([earlier, preferential, later]),
    );
  });

  test('calls an appointment before its hour only if the queue is otherwise empty, and at most ten minutes before', () => {
    const [near, far] = [ago('appointment', -10), ago('appointment', -11)];
    expect(nextToCall([far, near, ago('walk-in', 0)], USUAL_CALLING, NOW)?.class).toBe('walk-in');
    expect(nextToCall([far, near], USUAL_CALLING, NOW)).toBe(near);
    expect(nextToCall([far], USUAL_CALLING, NOW)).toBeNull();
    expect(nextToCall([], USUAL_CALLING, NOW)).toBeNull();
  });

  test('holds back an appointment up to twelve hours early; a later one, or a walk-in in the future, means a wrong clock and is called', () => {
    const [far, beyond] = [ago('appointment', -12 * 60), ago('appointment', -12 * 60 - 1)];
    expect(nextToCall([far], USUAL_CALLING, NOW)).toBeNull();
    expect(goesBefore(far, null, USUAL_CALLING, NOW)).toBe(false);
    const ahead = ago('walk-in', -30);
    for (const one of [beyond, ahead, ago('preferential', -30)]) {
      expect(nextToCall([one], USUAL_CALLING, NOW)).toBe(one);
      expect(callingOrder([far, one], USUAL_CALLING, NOW)).toEqual([one, far]);
    }
  });

  test('puts two tickets of one class and one moment in ticket order, in whatever order they are listed', () => {
    const [first, second] = [ago('walk-in', 5, 'a'), ago('walk-in', 5, 'b')];
    for (const waiting of [
      [first, second],
      [second, first],
    ]) {
      expect(callingOrder(waiting, USUAL_CALLING, NOW)).toEqual([first, second]);
      expect(waiting.toSorted(inTheirClass)).toEqual([first, second]);
      expect(nextToCall(waiting, USUAL_CALLING, NOW)).toBe(first);
    }
    expect(goesBefore(first, second, USUAL_CALLING, NOW)).toBe(true);
    expect(goesBefore(second, first, USUAL_CALLING, NOW)).toBe(false);
  });

  const weight = fc.integer({ min: 1, max: 20 });
  const minutes = fc.integer({ min: 0, max: 60 });
  const each = (of: fc.Arbitrary<number>) => fc.record({ appointment: of, preferential: of, 'walk-in': of });
  const rules: fc.Arbitrary<CallingRule> = fc.record({
    weights: each(weight),
    headStartMinutes: each(minutes),
    earlyMinutes: minutes,
  });
  const people = fc
    .array(fc.record({ class: fc.constantFrom(...CALLING_CLASSES), minutes: fc.integer({ min: -60, max: 400 }) }), {
      maxLength: 12,
    })
    .map((list) => list.map((one, no) => ago(one.class, one.minutes, `t${no}`)));

  test('is the same for two people as for a whole queue', () => {
    fc.assert(
      fc.property(people, rules, (waiting, rule) => {
        const next = nextToCall(waiting, rule, NOW);
        expect(waiting.filter((one) => goesBefore(one, null, rule, NOW))).toEqual(
          waiting.filter((one) => nextToCall([one], rule, NOW) !== null),
        );
        for (const one of waiting)
          for (const other of waiting)
            if (one !== other)
              expect(goesBefore(one, other, rule, NOW)).toBe(nextToCall([one, other], rule, NOW) === one);
        expect(waiting.some((one) => one !== next && goesBefore(one, next, rule, NOW))).toBe(false);
      }),
    );
  });

  test('is the same at every desk that knows the same people, and keeps each class by hour or arrival', () => {
    fc.assert(
      fc.property(people, rules, (waiting, rule) => {
        const order = callingOrder(waiting, rule, NOW);
        expect(callingOrder(waiting.toReversed(), rule, NOW)).toEqual(order);
        for (const own of CALLING_CLASSES) {
          const due = order.filter((person) => person.class === own).map(({ dueMs }) => dueMs);
          expect(due).toEqual(due.toSorted((one, other) => one - other));
        }
      }),
    );
  });

  test('starves no person: a long enough wait goes before all later people, whatever the weights', () => {
    fc.assert(
      fc.property(
        rules,
        fc.constantFrom(...CALLING_CLASSES),
        fc.constantFrom(...CALLING_CLASSES),
        (rule, own, other) => {
          // A wait is long enough if it exceeds the worst case: the later person has the greatest weight and the longest head start, and
          // the waiting person the smallest weight.
          const enough = 20 * (60 + 60) + 1;
          const person = ago(own, enough, 'long');
          expect(nextToCall([ago(other, 60, 'later'), person], rule, NOW)).toBe(person);
        },
      ),
    );
  });
});
