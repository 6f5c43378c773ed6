import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { slipFonts } from '../../../../config/fonts/slip-fonts.ts';
import {
  LANGUAGES,
  languageRow,
  type ScreenScript,
  TICKET_LANGUAGES,
  WORKING_LANGUAGES,
  workingLanguageOf,
} from '../../../../config/languages.ts';
import { isRightToLeft, scriptOf } from '../../../../hardware/printer/text-shaping.ts';

const root = join(import.meta.dirname, '../../../..');
const locales = join(root, 'config/locales');

describe('the languages', () => {
  test('begin with Catalan, and each list includes the shorter one', () => {
    for (const list of [WORKING_LANGUAGES, LANGUAGES, TICKET_LANGUAGES]) expect(list[0]).toBe('ca');
    expect(LANGUAGES).toEqual(expect.arrayContaining([...WORKING_LANGUAGES]));
    expect(TICKET_LANGUAGES).toEqual(expect.arrayContaining([...LANGUAGES]));
  });

  test('have one folder of words each, and no other folder exists', () => {
    const folders = readdirSync(locales, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() && one.name !== 'ear' ? one.name : [],
    );
    expect(folders.toSorted()).toEqual([...TICKET_LANGUAGES].toSorted());
  });

  test('leave a working language to staff unchanged, and replace any other by Catalan', () => {
    for (const language of LANGUAGES)
      expect(workingLanguageOf(language)).toBe(WORKING_LANGUAGES.find((one) => one === language) ?? 'ca');
  });
});

describe.each(TICKET_LANGUAGES)('the row of %s', (language) => {
  const row = languageRow(language);

  test('has the script and direction that the printer finds', () => {
    expect(row.script).toBe(scriptOf(language));
    expect(row.direction === 'rtl').toBe(isRightToLeft(language));
  });

  test('has a font for slips and a locale that the system knows', () => {
    expect(slipFonts().map(({ script }) => script)).toContain(row.script);
    expect(Intl.DateTimeFormat.supportedLocalesOf(row.locale)).toEqual([row.locale]);
  });
});

test('every script of a screen’s language has its font among those that the page loads', () => {
  const styles = join(root, 'src-renderer/styles');
  const page = [
    readFileSync(join(root, 'src-renderer/main.tsx'), 'utf8'),
    ...readdirSync(styles).map((file) => readFileSync(join(styles, file), 'utf8')),
  ].join('\n');
  const packages: Readonly<Record<ScreenScript, string>> = {
    Latn: '@fontsource-variable/atkinson-hyperlegible-next/',
    Cyrl: '@fontsource-variable/golos-text/',
    Arab: '@fontsource/ibm-plex-sans-arabic/',
    Aran: '@fontsource/noto-nastaliq-urdu/',
    Hans: '@fontsource/noto-sans-sc/',
  };
  for (const name of Object.values(packages)) expect(page).toMatch(new RegExp(`["']${name}`));
});
