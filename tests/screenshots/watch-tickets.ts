// Usage: npm run tickets -- [--size WORDS] [--panel WORDS] [--language WORDS] [--sample N] [--seed N]
// Looks at every ticket screen (paper or none, turn, code, list, staff asked, place) on every panel, in every language and size of type. Exit
// code 1 if something does not fit. The order depends only on the seed, so that a run that is stopped has seen a sample of all screens;
// --sample N stops after N screens. WORDS are parts of names, separated by commas: --size 100 --panel 15,19.
import { parseArgs } from 'node:util';
import { type Misfit, RULES } from './page/report.ts';
import { PANELS } from './panels.ts';
import type { Place } from './sample.ts';
import { openScreens } from './screens.ts';
import { nameOfPlace, shuffled, TICKET_PLACES } from './ticket-places.ts';
import { find } from './watching.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    panel: { type: 'string' },
    language: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const hasWord = (name: string | number, words: string | undefined): boolean =>
  words === undefined || words.split(',').some((word) => String(name).includes(word));

const wanted = TICKET_PLACES.filter(
  ({ panel, one }) =>
    hasWord(panel.panelId, values.panel) &&
    hasWord(one.language, values.language) &&
    hasWord(one.textSize, values.size),
);
const places = shuffled(wanted, Number(values.seed)).slice(0, Number(values.sample ?? wanted.length));

/** Screens are checked in batches of this size, each sorted by panel, because changing the page's panel takes as long as a check. */
const BATCH = 240;
const byPanel = (one: Place, other: Place): number => PANELS.indexOf(one.panel) - PANELS.indexOf(other.panel);

const found: Misfit[] = [];
let looked = 0;
function say(): void {
  const counts = RULES.map((rule) => [rule, found.filter((misfit) => misfit.rule === rule).length] as const);
  const named = counts.filter(([rule, count]) => count > 0 || rule === 'crossed' || rule === 'second-page');
  const listed = named.map(([rule, count]) => `${rule} ${count}`).join(', ');
  console.log(`${looked} of ${places.length} screens, ${found.length} misfits (${listed})`);
}

const screens = await openScreens();
try {
  for (let from = 0; from < places.length; from += BATCH) {
    for (const place of places.slice(from, from + BATCH).sort(byPanel)) {
      await screens.sizeTo(place.panel);
      const { misfits } = await find(screens, place.panel, place.one);
      looked += 1;
      found.push(...misfits);
      for (const { rule, what, detail } of misfits) console.log(`${rule}\t${nameOfPlace(place)}\t${what}\t${detail}`);
    }
    say();
  }
  for (const complaint of screens.complaints()) console.log(`the page complains: ${complaint}`);
} finally {
  await screens.close();
}
process.exitCode = found.length > 0 ? 1 : 0;
