import { openOwnDisplay } from '../../../build/display.ts';
import { openScreens } from '../../screenshots/screens.ts';
import { grownBy, heldThroughVisits, MOST_GROWN } from '../../screenshots/visits.ts';
import type { Part } from '../part.ts';

/** Of all visits, until everything has been drawn and compiled. */
const WARM_PART = 0.1;
const CONTROL_VISITS = 60;

/** `n` people take a number, one after another, in one page that is never loaded again: it holds no more at the end than when it was warm. */
export const runVisits: Part = async ({ n, progress }) => {
  const display = await openOwnDisplay();
  Object.assign(process.env, display.env);
  const screens = await openScreens({ time: 'running' });
  try {
    const held = await heldThroughVisits(screens, { warm: Math.max(1, Math.round(n * WARM_PART)), all: n });
    const { heap, nodes } = grownBy(held);
    progress(`heap ${held.warm.heapBytes} → ${held.end.heapBytes} bytes, nodes ${held.warm.nodes} → ${held.end.nodes}`);
    const leaking = grownBy(await heldThroughVisits(screens, { warm: 5, all: CONTROL_VISITS, isLeaking: true }));
    return {
      violations: Number(heap > MOST_GROWN) + Number(nodes > MOST_GROWN),
      lost: 0,
      repeated: 0,
      control: { planted: 2, caught: Number(leaking.heap > MOST_GROWN) + Number(leaking.nodes > MOST_GROWN) },
    };
  } finally {
    await screens.close();
    await display.close();
  }
};
