import { OURS, type Variant } from './kiosk.ts';
import type { DayPromise } from './world.ts';

interface Plant {
  name: string;
  breaks: DayPromise;
  variant: Variant;
  /** The index of an office of `SHOWN_SEED` that shows the fault, because some faults show in one of a hundred offices only. */
  shownBy: number;
}

export const SHOWN_SEED = 3;

/** Faulty variants of the program, the first two of them earlier versions of Torn; each breaks a promise. */
export const PLANTS: readonly Plant[] = [
  {
    name: 'lists by the wall clock what is given by the believed day',
    breaks: 'uncalled',
    variant: { ...OURS, lists: (label, _believed, clockDay) => label === clockDay },
    shownBy: 1,
  },
  {
    name: 'hears no kiosk whose clock differs',
    breaks: 'uncalled',
    variant: { ...OURS, hearsOthers: false },
    shownBy: 36,
  },
  {
    name: 'lists by the label of the believed day alone',
    breaks: 'uncalled',
    variant: { ...OURS, lists: (label, believed) => label === believed },
    shownBy: 1,
  },
  {
    name: 'asks another kiosk for a number of the wall clock’s day',
    breaks: 'burnt',
    variant: { ...OURS, asksByClock: true },
    shownBy: 76,
  },
  {
    name: 'counts a number for another kiosk before it looks at the day',
    breaks: 'burnt',
    variant: { ...OURS, looksAtDay: false },
    shownBy: 76,
  },
  {
    name: 'ends no day while somebody waits',
    breaks: 'stale',
    variant: { ...OURS, lists: () => true },
    shownBy: 3,
  },
];
