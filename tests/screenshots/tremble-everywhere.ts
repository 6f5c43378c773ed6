// Usage: npm run trembling -- [--only WORDS] [--tremors all|some] [--kiosk]
// Taps every target of every canned screen twice and three times, as a panel reports touches; exit code 1 if a further tap has an effect. With
// `some`, each target gets one of the eight tremors. `--kiosk` tries the real kiosk, on every screen that touches alone reach, with keys too.
import { parseArgs } from 'node:util';
import { provideBundles } from '../../build/vite.ts';
import { TREMORS, type Tremor } from '../support/trembling-hand.ts';
import { openTremblingKiosk, tremblingHands } from '../support/trembling-kiosk.ts';
import { hasSecondEffect, type Tried } from '../support/trembling-targets.ts';
import { TREMBLED_ON, tryTrembling } from './tremble.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    tremors: { type: 'string', default: 'all' },
    kiosk: { type: 'boolean', default: false },
  },
});
const isMeant = (screen: string): boolean =>
  values.only === undefined || values.only.split(',').some((word) => screen.includes(word));

let turn = 0;
function tremorsOfNext(): readonly Tremor[] {
  turn += 1;
  return values.tremors === 'all' ? TREMORS : TREMORS.slice(turn % TREMORS.length).slice(0, 1);
}

const tried: Tried[] = [];
function keep(one: Tried): void {
  tried.push(one);
  if (hasSecondEffect(one))
    console.log(`second effect: ${one.screen}: ${one.target.text} (${one.tremor.join(', ')} ms)`);
  else if (one.clicks === 0) console.log(`not pressed: ${one.screen}: ${one.target.text}`);
}

async function tryCanned(): Promise<number> {
  const screens = TREMBLED_ON.filter(isMeant);
  await tryTrembling(
    screens,
    (targets) => targets.flatMap((target) => tremorsOfNext().map((tremor) => [target, tremor] as const)),
    keep,
  );
  return screens.length;
}

async function tryKiosk(): Promise<number> {
  await provideBundles();
  const kiosk = await openTremblingKiosk();
  try {
    const hands = tremblingHands(kiosk.page);
    const screens = hands.screens.filter(isMeant);
    for (const screen of screens) {
      const targets = await hands.targetsOn(screen);
      for (const place of targets.keys())
        for (const hand of ['touch', 'key'] as const)
          for (const tremor of tremorsOfNext()) keep(await hands.tryOn(screen, place, hand, tremor));
      console.log(`${screen}: ${targets.length} targets`);
    }
    return screens.length;
  } finally {
    await kiosk.close();
  }
}

const screens = await (values.kiosk ? tryKiosk() : tryCanned());
const second = tried.filter(hasSecondEffect).length;
const missed = tried.filter(({ clicks }) => clicks === 0).length;
console.log(`${screens} screens, ${tried.length} trembling touches, ${second} second effects, ${missed} never pressed`);
process.exitCode = second + missed > 0 ? 1 : 0;
