import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { SCREENS, type ShellScreen } from '../../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../../src-main/session/rules/default-access.ts';
import { SUBJECTS } from '../../screenshots/cases.ts';
import { COMPONENTS, PARTS } from '../../screenshots/gallery/components.ts';
import { contentOfGallery } from '../../screenshots/gallery/content.ts';

const namesIn = (folder: string): string[] =>
  readdirSync(join(repositoryRoot, folder)).map((file) => file.replace(/\.\w+$/, ''));

/** Files of a feature's folder that do not draw a whole screen. */
function partsOf(feature: string): string[] {
  const folder = join(repositoryRoot, 'src-renderer/screens', feature);
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !/export function \w+Screen\(/.test(readFileSync(join(folder, entry.name), 'utf8')),
    )
    .map(({ name }) => name.replace(/\.\w+$/, ''));
}

test('each file that draws a component has a row in the gallery', () => {
  const features = readdirSync(join(repositoryRoot, 'src-renderer/screens'), { withFileTypes: true });
  const parts = features.filter((entry) => entry.isDirectory()).flatMap(({ name }) => partsOf(name));
  expect(Object.keys(COMPONENTS).sort()).toEqual([...namesIn('src-renderer/components'), ...parts].sort());
});

test('every part of the gallery names only existing screens', () => {
  const named = Object.values({ ...COMPONENTS, ...PARTS }).flatMap((places) => places?.on ?? []);
  expect(named.filter((screen) => !Object.hasOwn(SUBJECTS, screen))).toEqual([]);
});

test('the gallery has every screen of the core and the shell, every theme and every panel', () => {
  const content = contentOfGallery();
  const subjects = Object.values(SUBJECTS).map((make) => make('ca', DEFAULT_ACCESS));
  expect(new Set(subjects.map(({ state }) => state.view.screen))).toEqual(new Set(Object.keys(SCREENS)));
  const ofShell: Record<ShellScreen['screen'], true> = { starting: true, 'core-down': true };
  expect(new Set(subjects.flatMap(({ shell }) => shell?.screen ?? []))).toEqual(new Set(Object.keys(ofShell)));
  expect(Object.keys(content.screens)).toEqual(Object.keys(SUBJECTS));
  expect(Object.keys(content.themes).sort()).toEqual(namesIn('config/themes').sort());
  expect(Object.keys(content.panels).sort()).toEqual(namesIn('config/panels').sort());
});
