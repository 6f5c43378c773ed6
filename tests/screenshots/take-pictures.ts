// Usage: node build/with-display.ts node tests/screenshots/take-pictures.ts --out DIR [--only WORDS] [--size portrait|landscape] [--panel ID]
// Takes pictures to look at, of every screen whose name has one of the WORDS (`services`, `es-help`, `200`), on the 21.5 inch panel or another.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { forEachLanguage, LANGUAGES } from '../../config/languages.ts';
import { type Case, isAsFound, SUBJECTS, subjectOf, TICKETS } from './cases.ts';
import { PANELS } from './panels.ts';
import { openScreens } from './screens.ts';
import { lookAt } from './watching.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string' },
    size: { type: 'string' },
    panel: { type: 'string', default: 'inch-21-5' },
  },
});
if (values.out === undefined) {
  console.error('usage: take-pictures.ts --out DIR [--only WORDS] [--size portrait|landscape] [--panel ID]');
  process.exit(2);
}
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const SETTINGS: Readonly<Record<string, Omit<Case, 'screen'>>> = {
  ...forEachLanguage(LANGUAGES, (language) => ({ language, textSize: 100, look: 'light', reach: false }) as const),
  ...Object.fromEntries(
    LANGUAGES.map((language) => [`${language}-200`, { language, textSize: 200, look: 'light', reach: false }] as const),
  ),
  'ca-150': { language: 'ca', textSize: 150, look: 'light', reach: false },
  'ca-high': { language: 'ca', textSize: 100, look: 'high', reach: false },
  'ca-wide': { language: 'ca', textSize: 100, look: 'light', reach: false, spacing: 'wide' },
  'es-150-dimmer': { language: 'es', textSize: 150, look: 'dimmer', reach: false },
  'ca-wide-reach': { language: 'ca', textSize: 100, look: 'light', reach: true, spacing: 'wide' },
  'es-wide': { language: 'es', textSize: 100, look: 'light', reach: false, spacing: 'wide' },
  'es-wide-reach': { language: 'es', textSize: 100, look: 'high-dimmer', reach: true, spacing: 'wide' },
  'es-brighter': { language: 'es', textSize: 100, look: 'high-brighter', reach: false },
  'ca-reach': { language: 'ca', textSize: 100, look: 'light', reach: true },
  'es-200-high-reach': { language: 'es', textSize: 200, look: 'high', reach: true },
};

const screens = await openScreens();
let taken = 0;
let misfits = 0;
try {
  for (const panel of PANELS) {
    const size = panel.widthPx < panel.heightPx ? 'portrait' : 'landscape';
    if (!panel.panelId.startsWith(values.panel) || (values.size ?? size) !== size) continue;
    const wanted = Object.entries(SETTINGS).flatMap(([setting, changes]) =>
      Object.keys({ ...SUBJECTS, ...TICKETS })
        .filter((screen) => !isAsFound(screen) || setting === 'ca')
        .map((screen) => ({ name: `${setting}-${screen}-${size}`, one: { screen, ...changes } })),
    );
    await screens.sizeTo(panel);
    for (const { name, one } of wanted) {
      if (values.only !== undefined && !values.only.split(',').some((word) => name.includes(word))) continue;
      const found = await lookAt(screens, panel, one);
      for (const { rule, what, detail } of found.misfits) console.log(`${name}: ${rule}: ${what}: ${detail}`);
      await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
      writeFileSync(join(out, `${name.replaceAll('/', '-')}.png`), await screens.picture());
      taken += 1;
      misfits += found.misfits.length > 0 ? 1 : 0;
    }
    for (const complaint of screens.complaints()) console.log(`the page complains: ${complaint}`);
  }
} finally {
  await screens.close();
}
console.log(`${taken} pictures in ${out}, ${misfits} with something that does not fit`);
process.exitCode = misfits > 0 ? 1 : 0;
