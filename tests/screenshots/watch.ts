// Usage: npm run screens -- [--only WORDS] [--panel WORDS] [--language WORDS] [--size WORDS] [--look WORDS] [--spacing WORDS] [--worst N] [--each] [--report FILE]
// Looks at every screen in every language and size of type, with and without reach, on every panel, for parts that do not fit. Exit code 1 if it
// finds any. Looks: light (the default), dark, high, dimmer, high-dimmer, high-brighter; colours move nothing, high contrast has other
// edges. Spacing: usual, wide; by default both. WORDS are parts of names, separated by commas. --each prints every misfit as soon as it is
// found. A run over all screens adds its results for each panel, language and size to FILE (test-results/screens.json), from which the
// accessibility statement is made.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import { LANGUAGES, workingLanguageOf } from '../../config/languages.ts';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { leastCapitalMm } from '../../src-renderer/fitting/sizes.ts';
import { offersIn, type ScreensReport, type SeenOffer } from '../evidence/screens-report.ts';
import type { Language } from './canned-services.ts';
import {
  type Case,
  isAsFound,
  isTechnicians,
  LOOKS,
  nameOfCase,
  SPACINGS,
  SUBJECTS,
  TEXT_SIZES,
  type TextSize,
  TICKETS,
} from './cases.ts';
import { compareGrowth } from './growth.ts';
import { type Misfit, RULES, type SeenText } from './page/report.ts';
import { PANELS } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';
import { find } from './watching.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    panel: { type: 'string' },
    language: { type: 'string' },
    size: { type: 'string' },
    look: { type: 'string', default: 'light' },
    spacing: { type: 'string' },
    worst: { type: 'string', default: '20' },
    each: { type: 'boolean', default: false },
    report: { type: 'string', default: join(repositoryRoot, 'test-results', 'screens.json') },
  },
});

const hasWord = (name: string | number, words: string | undefined): boolean =>
  words === undefined || words.split(',').some((word) => String(name).includes(word));

/** Cases at 100 % come first, because larger sizes are compared with them. */
const cases: readonly Case[] = Object.keys({ ...SUBJECTS, ...TICKETS })
  .filter((screen) => hasWord(screen, values.only))
  .flatMap((screen) =>
    LANGUAGES.filter((language) => hasWord(language, values.language)).flatMap((language) =>
      LOOKS.filter((look) => hasWord(look, values.look)).flatMap((look) =>
        SPACINGS.filter((spacing) => hasWord(spacing, values.spacing)).flatMap((spacing) =>
          [false, true].flatMap((reach) =>
            TEXT_SIZES.filter((size) => size === 100 || hasWord(size, values.size)).map(
              (textSize): Case => ({ screen, language, textSize, look, reach, spacing }),
            ),
          ),
        ),
      ),
    ),
  )
  .filter(({ screen, language, textSize, reach, spacing }) =>
    isAsFound(screen)
      ? language === 'ca' && textSize === 100 && !reach && spacing === 'usual'
      : // A technician's page in a language that technicians do not have equals the Catalan page.
        !isTechnicians(screen) || workingLanguageOf(language) === language,
  );

interface Finding extends Misfit {
  where: string;
  language: Language;
  textSize: TextSize;
  isCitizens: boolean;
}

async function watchOn(screens: Screens, panel: Panel): Promise<Finding[]> {
  await screens.sizeTo(panel);
  const found: Finding[] = [];
  let usual: readonly SeenText[] = [];
  for (const one of cases) {
    const { misfits, texts } = await find(screens, panel, one);
    if (one.textSize === 100) usual = texts;
    const grown =
      one.textSize === 100 ? [] : compareGrowth(usual, texts, one.textSize / 100, leastCapitalMm(panel.readingMm));
    const where = `${panel.panelId} ${nameOfCase(one)}`;
    for (const misfit of [...misfits, ...grown]) {
      found.push({
        ...misfit,
        where,
        language: one.language,
        textSize: one.textSize,
        isCitizens: !isTechnicians(one.screen),
      });
      if (values.each) console.log(`${misfit.rule}\t${where}\t${misfit.what}\t${misfit.detail}`);
    }
  }
  for (const complaint of screens.complaints()) console.log(`the page complains: ${complaint}`);
  return found;
}

function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function commitNow(): string | null {
  const commit = git('rev-parse', '--short=12', 'HEAD');
  return commit === null || git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}+`;
}
const commit = commitNow();

function offersOf({ panelId }: Panel, misfits: readonly Finding[]): SeenOffer[] {
  const citizens = cases.filter(({ screen }) => !isTechnicians(screen));
  return TEXT_SIZES.flatMap((textSize) =>
    LANGUAGES.flatMap((language) => {
      const isOf = (one: { language: Language; textSize: TextSize }) =>
        one.language === language && one.textSize === textSize;
      const looked = citizens.filter(isOf).length;
      const found = misfits.filter((one) => one.isCitizens && isOf(one)).length;
      return looked === 0 ? [] : [{ panelId, language, textSize, screens: looked, misfits: found, commit }];
    }),
  );
}

/** Adds the run's results to the report, unless `--only`, `--spacing` or `--look` left out citizens' screens. */
function keepReport(seen: readonly SeenOffer[]): void {
  if (values.only !== undefined || values.spacing !== undefined || !values.look.split(',').includes('light')) return;
  const before = existsSync(values.report) ? (offersIn(JSON.parse(readFileSync(values.report, 'utf8'))) ?? []) : [];
  const isSeenAgain = (one: SeenOffer) =>
    seen.some(
      (other) => one.panelId === other.panelId && one.language === other.language && one.textSize === other.textSize,
    );
  const report: ScreensReport = { screens: [...before.filter((one) => !isSeenAgain(one)), ...seen] };
  mkdirSync(dirname(values.report), { recursive: true });
  writeFileSync(values.report, `${JSON.stringify(report, null, 1)}\n`);
}

function tableOf(found: readonly Finding[]): string {
  const byLanguage = Map.groupBy(found, ({ language }) => language);
  return [...byLanguage]
    .map(([language, those]) => {
      const byRule = [...Map.groupBy(those, ({ rule }) => rule)].map(([rule, { length }]) => `${rule} ${length}`);
      return `  ${language}: ${those.length} (${byRule.join(', ')})`;
    })
    .join('\n');
}

function say(found: readonly Finding[]): void {
  for (const rule of RULES) {
    const those = found.filter((finding) => finding.rule === rule);
    if (those.length === 0) continue;
    const byText = Map.groupBy(those, ({ what }) => what);
    console.log(`\n${rule}: ${those.length} on ${new Set(those.map(({ where }) => where)).size} screens`);
    const worst = [...byText.values()].sort((one, other) => other.length - one.length).slice(0, Number(values.worst));
    for (const [first, ...more] of worst) {
      const others = more.length > 0 ? `, and ${more.length} more` : '';
      console.log(`  ${first?.what}: ${first?.detail} (${first?.where}${others})`);
    }
  }
}

const screens = await openScreens();
const startedMs = performance.now();
const found: Finding[] = [];
const seen: SeenOffer[] = [];
let looked = 0;
try {
  for (const panel of PANELS.filter(({ panelId }) => hasWord(panelId, values.panel))) {
    const here = await watchOn(screens, panel);
    found.push(...here);
    seen.push(...offersOf(panel, here));
    looked += cases.length;
    console.log(`${panel.panelId}: ${cases.length} screens, ${here.length} misfits\n${tableOf(here)}`);
  }
} finally {
  await screens.close();
}
const seconds = (performance.now() - startedMs) / 1_000;
say(found);
keepReport(seen);
console.log(`\n${found.length} misfits on ${looked} screens; ${(looked / seconds).toFixed(1)} screens a second`);
process.exitCode = found.length > 0 ? 1 : 0;
