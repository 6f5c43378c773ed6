// Usage: npm run trembling -- [--only WORDS] [--tremors all|some]
// Double and triple taps on every target of every canned screen, by touches of a panel; ends with 1 when one has a second effect. With
// `some` each target is tried by one of the eight.
import { parseArgs } from 'node:util';
import { TREMORS } from '../support/trembling-hand.ts';
import { hasSecondEffect, TREMBLED_ON, type Tried, tryTrembling } from './tremble.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, tremors: { type: 'string', default: 'all' } },
});
const screens = TREMBLED_ON.filter(
  (screen) => values.only === undefined || values.only.split(',').some((word) => screen.includes(word)),
);

let turn = 0;
const tried: Tried[] = [];
await tryTrembling(
  screens,
  (targets) =>
    targets.flatMap((target) => {
      turn += 1;
      const tremors = values.tremors === 'all' ? TREMORS : TREMORS.slice(turn % TREMORS.length).slice(0, 1);
      return tremors.map((tremor) => [target, tremor] as const);
    }),
  (one) => {
    tried.push(one);
    if (hasSecondEffect(one))
      console.log(`second effect: ${one.screen}: ${one.target.text} (${one.tremor.join(', ')} ms)`);
    else if (one.clicks === 0) console.log(`not pressed: ${one.screen}: ${one.target.text}`);
  },
);
const second = tried.filter(hasSecondEffect).length;
const missed = tried.filter(({ clicks }) => clicks === 0).length;
console.log(
  `${screens.length} screens, ${tried.length} trembling touches, ${second} second effects, ${missed} never pressed`,
);
process.exitCode = second + missed > 0 ? 1 : 0;
