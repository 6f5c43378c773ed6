import { type BookingPromise, REAL, type Steps } from './world.ts';

export const PLANTS: readonly { name: string; breaks: readonly BookingPromise[]; steps: Steps }[] = [
  { name: 'takes no lock', breaks: ['over-capacity', 'share', 'lost'], steps: { ...REAL, locks: false } },
  {
    name: 'reads what is taken before it has the lock',
    breaks: ['over-capacity', 'share', 'lost'],
    steps: { ...REAL, readsUnderLock: false },
  },
  { name: 'never ends a hold', breaks: ['held-for-ever'], steps: { ...REAL, isHeld: () => true } },
  { name: 'misses one booking of a closure', breaks: ['hits'], steps: { ...REAL, listHits: (hits) => hits.slice(1) } },
];
