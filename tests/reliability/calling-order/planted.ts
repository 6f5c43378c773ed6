import { CALLING_CLASSES, nextToCall, USUAL_CALLING } from '../../../src-main/domain/calling-order.ts';
import type { CallingPromise, Choose, Visitor } from './day.ts';

export const byTheRule: Choose = (waiting, nowMs) => nextToCall(waiting, USUAL_CALLING, nowMs);

const firstBy =
  (...keys: ((visitor: Visitor, nowMs: number) => number)[]): Choose =>
  (waiting, nowMs) =>
    waiting.toSorted((one, other) => {
      const differs = keys.find((key) => key(one, nowMs) !== key(other, nowMs));
      return differs === undefined ? 0 : differs(one, nowMs) - differs(other, nowMs);
    })[0] ?? null;
const rank = ({ class: own }: Visitor): number => CALLING_CLASSES.indexOf(own);
const isAhead = ({ dueMs }: Visitor, nowMs: number): number => (dueMs > nowMs ? 1 : 0);

/** Wrong calling rules that offices use or that a programmer might write; each breaks a promise. */
export const PLANTS: readonly { name: string; breaks: readonly CallingPromise[]; choose: Choose }[] = [
  {
    name: 'calls every appointment and preference first, so that who walks in starves',
    breaks: ['starved'],
    choose: firstBy(isAhead, rank, ({ dueMs }) => dueMs),
  },
  {
    name: 'gives the waiting of who walks in no weight',
    breaks: ['starved'],
    choose: (waiting, nowMs) =>
      nextToCall(waiting, { ...USUAL_CALLING, weights: { ...USUAL_CALLING.weights, 'walk-in': 0 } }, nowMs),
  },
  {
    name: 'calls whoever came first, whatever the hour of their appointment',
    breaks: ['hour', 'order'],
    choose: firstBy(({ cameMs }) => cameMs),
  },
  {
    name: 'calls appointments in the order in which they came',
    breaks: ['order'],
    choose: (waiting, nowMs) => {
      const person = byTheRule(waiting, nowMs);
      if (person?.class !== 'appointment') return person;
      const due = waiting.filter((other) => other.class === 'appointment' && other.dueMs <= nowMs);
      return due.toSorted((one, other) => one.cameMs - other.cameMs)[0] ?? person;
    },
  },
  {
    name: 'calls the newest of a class first',
    breaks: ['order', 'starved'],
    choose: firstBy(isAhead, rank, ({ dueMs }) => -dueMs),
  },
  {
    name: 'calls an appointment as soon as it is checked in',
    breaks: ['early'],
    choose: firstBy(rank, ({ dueMs }) => dueMs),
  },
];
