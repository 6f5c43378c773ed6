import { OURS, type Variant } from './kiosk.ts';
import type { DayPromise } from './world.ts';

/** Programs that are easily written, the first two as Torn once was; each breaks a promise. */
export const PLANTS: readonly { name: string; breaks: DayPromise; variant: Variant }[] = [
  {
    name: 'lists by the wall clock what is given by the believed day',
    breaks: 'uncalled',
    variant: { ...OURS, lists: (label, _believed, clockDay) => label === clockDay },
  },
  {
    name: 'hears no kiosk whose clock differs',
    breaks: 'uncalled',
    variant: { ...OURS, hearsOthers: false },
  },
  {
    name: 'lists by the label of the believed day alone',
    breaks: 'uncalled',
    variant: { ...OURS, lists: (label, believed) => label === believed },
  },
  {
    name: 'asks another kiosk for a number of the wall clock’s day',
    breaks: 'burnt',
    variant: { ...OURS, asksByClock: true },
  },
  {
    name: 'counts a number for another kiosk before it looks at the day',
    breaks: 'burnt',
    variant: { ...OURS, looksAtDay: false },
  },
  {
    name: 'ends no day while somebody waits',
    breaks: 'stale',
    variant: { ...OURS, lists: () => true },
  },
];
