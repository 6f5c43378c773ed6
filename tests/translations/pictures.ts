import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sentence } from '../../config/translations/sentences.ts';
import type { Pictures } from '../../config/translations/write-gettext.ts';
import { fileNameOf, REFERENCE_FOLDER, SAMPLES } from '../references/samples.ts';
import { type Case, SUBJECTS, subjectOf } from '../screenshots/cases.ts';
import { panelNamed } from '../screenshots/panels.ts';
import { PICTURE_SCALE } from '../screenshots/references.ts';
import { openScreens } from '../screenshots/screens.ts';

const USUAL: Omit<Case, 'screen'> = { language: 'ca', textSize: 100, look: 'light', reach: false };
const PANEL = 'inch-21-5-portrait';
/** More would help nobody. */
const MOST_PICTURES = 2;

/**
 * Pictures of where sentences are shown, in Catalan, in `pictures/` of a folder: every screen and every slip that shows one which no picture
 * before it shows often enough. By the sentence's id, the paths of its pictures.
 */
export async function takePictures(
  catalan: ReadonlyMap<string, Sentence>,
  folder: string,
): Promise<Map<string, Pictures>> {
  mkdirSync(join(folder, 'pictures'), { recursive: true });
  const shown = new Map<string, string[]>();
  const sought = [...catalan.values()].map((sentence) => ({ ...sentence, patterns: patternsOf(sentence) }));
  /** Notes which sentences a text holds; whether its picture is wanted. */
  const note = (picture: string, text: string, namespaces: readonly string[]): boolean => {
    const found = sought.filter(
      ({ id, namespace, patterns }) =>
        namespaces.includes(namespace) &&
        (shown.get(id)?.length ?? 0) < MOST_PICTURES &&
        patterns.some((pattern) => pattern.test(text)),
    );
    for (const { id } of found) shown.set(id, [...(shown.get(id) ?? []), picture]);
    return found.length > 0;
  };
  for (const sample of SAMPLES) {
    const name = fileNameOf(sample);
    if (!name.includes('-ca-')) continue;
    if (note(`pictures/${name}`, plain(textsOf(sample.document).join('\n')), ['ticket']))
      copyFileSync(join(REFERENCE_FOLDER, name), join(folder, 'pictures', name));
  }
  await eachScreen(async (name, text, picture) => {
    if (note(`pictures/${name}.png`, text, ['screen', 'technician']))
      writeFileSync(join(folder, 'pictures', `${name}.png`), await picture());
  });
  return new Map([...catalan.keys()].map((id) => [id, nearest(id, shown)]));
}

/** What shows a sentence, or where nothing does, what shows others of its screen: those whose key begins as its own does. */
function nearest(id: string, shown: ReadonlyMap<string, readonly string[]>): Pictures {
  const own = shown.get(id);
  if (own !== undefined) return { paths: own, ofNeighbours: false };
  const [screen = ''] = id.split('.');
  const near = [...shown].filter(([other]) => other.startsWith(`${screen}.`)).flatMap(([, paths]) => paths);
  return { paths: [...new Set(near)].slice(0, MOST_PICTURES), ofNeighbours: true };
}

async function eachScreen(
  visit: (name: string, text: string, picture: () => Promise<Buffer>) => Promise<void>,
): Promise<void> {
  const panel = panelNamed(PANEL);
  const screens = await openScreens();
  try {
    await screens.sizeTo(panel);
    for (const screen of Object.keys(SUBJECTS)) {
      await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf({ screen, ...USUAL }, panel));
      const text = await screens.page.evaluate(() => {
        const labels = [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'));
        // Each element's own, since between blocks no space stands in the text of the whole.
        const said = [...document.body.querySelectorAll('*')].map((one) => one.textContent);
        return [...said, ...labels].join(' | ');
      });
      await visit(screen, plain(text), () => screens.picture({ scale: PICTURE_SCALE }));
    }
  } finally {
    await screens.close();
  }
}

/** How each form of a sentence looks once its placeholders are filled in; one that is only a placeholder is nowhere to be told. */
function patternsOf({ forms }: Sentence): RegExp[] {
  return [...forms.values()]
    .filter((text) => /\p{L}/u.test(text.replaceAll(/\{\{[^{}]*\}\}/g, '')))
    .map((text) => {
      const parts = plain(text).split(/\{\{[^{}]*\}\}/);
      const letter = '[\\p{L}\\p{N}]';
      return new RegExp(
        `(?<!${letter})${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('[^\n]{1,60}?')}(?!${letter})`,
        'u',
      );
    });
}

/** Line breaks and wider spaces stand where there is room. */
const plain = (text: string): string => text.replaceAll(/[\s\u00a0]+/g, ' ');

/** Every text in a document. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
