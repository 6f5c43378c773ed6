// Usage: node tests/screenshots/watch.ts [--only WORDS] [--panel WORD] [--size 100|150|200] [--language ca] [--worst N]
// Looks at every screen in every language and size of type, on every panel, for what does not fit; ends with 1 when it finds any.
import { parseArgs } from 'node:util';
import {
  boundsOf,
  type Case,
  isShells,
  LANGUAGES,
  LOOKS,
  nameOfCase,
  SUBJECTS,
  subjectOf,
  TEXT_SIZES,
} from './cases.ts';
import { compareGrowth } from './growth.ts';
import { type Misfit, RULES, type SeenText } from './page/report.ts';
import { PANELS, type PanelSize } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    panel: { type: 'string' },
    size: { type: 'string' },
    language: { type: 'string' },
    look: { type: 'string' },
    worst: { type: 'string', default: '20' },
  },
});

const hasWord = (name: string, words: string | undefined): boolean =>
  words === undefined || words.split(',').some((word) => name.includes(word));

/** At 100 % comes first: the larger ones are compared with it. */
function casesOf(): Case[] {
  return Object.keys(SUBJECTS)
    .filter((screen) => hasWord(screen, values.only))
    .flatMap((screen) =>
      LANGUAGES.filter((language) => hasWord(language, values.language)).flatMap((language) =>
        LOOKS.filter((look) => hasWord(look, values.look)).flatMap((look) =>
          [false, true].flatMap((reach) =>
            TEXT_SIZES.filter((size) => size === 100 || hasWord(String(size), values.size)).map((textSize) => ({
              screen,
              language,
              textSize,
              look,
              reach,
            })),
          ),
        ),
      ),
    )
    .filter(
      ({ screen, language, textSize, look, reach }) =>
        !isShells(screen) || (language === 'ca' && textSize === 100 && look === 'light' && !reach),
    );
}

interface Finding extends Misfit {
  where: string;
}

async function watchOn(screens: Screens, panel: PanelSize, cases: readonly Case[]): Promise<Finding[]> {
  await screens.turnTo(panel, 'light');
  const found: Finding[] = [];
  let usual: readonly SeenText[] = [];
  for (const one of cases) {
    const subject = subjectOf(one);
    const { misfits, texts } = await screens.page.evaluate(
      ([what, bounds]) => window.watch.lookForMisfits(what, bounds),
      [subject, boundsOf(one, panel)] as const,
    );
    if (one.textSize === 100) usual = texts;
    const grown = one.textSize === 100 ? [] : compareGrowth(usual, texts, one.textSize / 100);
    const where = `${panel.panelId} ${nameOfCase(one)}`;
    found.push(...[...misfits, ...grown].map((misfit) => ({ ...misfit, where })));
  }
  for (const complaint of screens.complaints()) console.log(`the page complains: ${complaint}`);
  return found;
}

const screens = await openScreens();
const startedMs = performance.now();
const found: Finding[] = [];
let looked = 0;
try {
  const cases = casesOf();
  for (const panel of PANELS.filter(({ panelId }) => hasWord(panelId, values.panel))) {
    found.push(...(await watchOn(screens, panel, cases)));
    looked += cases.length;
  }
} finally {
  await screens.close();
}
const seconds = (performance.now() - startedMs) / 1_000;
console.log(`${looked} screens in ${seconds.toFixed(0)} s, ${(looked / seconds).toFixed(1)} a second`);

for (const rule of RULES) {
  const of = found.filter((finding) => finding.rule === rule);
  if (of.length === 0) continue;
  const places = new Map<string, Finding[]>();
  for (const finding of of) places.set(finding.what, [...(places.get(finding.what) ?? []), finding]);
  console.log(`\n${rule}: ${of.length} on ${new Set(of.map(({ where }) => where)).size} screens`);
  const worst = [...places.values()].sort((one, other) => other.length - one.length).slice(0, Number(values.worst));
  for (const [first, ...more] of worst)
    console.log(
      `  ${first?.what}: ${first?.detail} (${first?.where}${more.length > 0 ? `, and ${more.length} more` : ''})`,
    );
}
console.log(`\n${found.length} misfits`);
process.exitCode = found.length > 0 ? 1 : 0;
