import { openOwnDisplay } from '../../../build/display.ts';
import type { Part } from '../part.ts';
import { grownIn, heldThroughSpokenVisits, type Reading } from './held.ts';

/** The share of visits before the first measurement, in which everything is spoken and drawn once. */
const WARM_PART = 0.1;
const EVERY = 100;
/** The share of visits that may fail, because a busy machine sometimes speaks too late. */
const BROKEN_PART = 0.02;
const CONTROL = { warm: 1, all: 6, every: 5, isLeaking: true };

const words = ({ visits, pageBytes, nodes, coreBytes, silentKeys }: Reading): string =>
  `after ${visits} visits the page holds ${pageBytes} bytes and ${nodes} nodes, the core ${coreBytes} bytes; ${silentKeys} keys were asked twice`;

/** Runs `n` visits with headset and keypad only. Neither the page nor the core may grow after the warm-up. */
export const runSpokenVisits: Part = async ({ n, progress }) => {
  const display = await openOwnDisplay();
  Object.assign(process.env, display.env);
  try {
    const { readings, unheard, broken, isGivenUp } = await heldThroughSpokenVisits({
      warm: Math.max(1, Math.round(n * WARM_PART)),
      all: n,
      every: EVERY,
      onReading: (reading) => progress(words(reading)),
    });
    if (unheard !== null) progress(`${broken} visits ended early, the last since ${unheard}`);
    const grown = grownIn(readings);
    const control = await heldThroughSpokenVisits(CONTROL);
    return {
      violations: grown.length + (isGivenUp || broken > n * BROKEN_PART ? 1 : 0),
      lost: 0,
      repeated: 0,
      control: { planted: 1, caught: grownIn(control.readings).includes('page') ? 1 : 0 },
    };
  } finally {
    await display.close();
  }
};
