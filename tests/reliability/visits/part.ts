import { openOwnDisplay } from '../../../build/display.ts';
import { openScreens } from '../../screenshots/screens.ts';
import { grownIn, heldThroughVisits } from '../../screenshots/visits.ts';
import type { Part } from '../part.ts';

/** The share of visits before the first measurement, in which every screen is drawn once. */
const WARM_PART = 0.1;
const CONTROL = { warm: 1, all: 6, isLeaking: true };

/**
 * Lets `n` people take a number, one after another, in one page that is never reloaded. The page's memory must not
 * grow after the warm-up.
 */
export const runVisits: Part = async ({ n, progress }) => {
  const display = await openOwnDisplay();
  Object.assign(process.env, display.env);
  const screens = await openScreens({ time: 'running' });
  try {
    const held = await heldThroughVisits(screens, { warm: Math.max(1, Math.round(n * WARM_PART)), all: n });
    const { warm, end } = held;
    progress(`objects ${warm.ownBytes} → ${end.ownBytes} bytes, nodes ${warm.nodes} → ${end.nodes}`);
    progress(`with what the engine compiled ${warm.heapBytes} → ${end.heapBytes} bytes`);
    return {
      violations: grownIn(held).length,
      lost: 0,
      repeated: 0,
      control: { planted: 2, caught: grownIn(await heldThroughVisits(screens, CONTROL)).length },
    };
  } finally {
    await screens.close();
    await display.close();
  }
};
