import { expect, test } from 'vitest';
import type { Language } from '../../../config/languages.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { showInItsLanguage } from '../../../src-renderer/in-its-language.ts';
import { stateOf } from '../../screenshots/canned-states.ts';

/** A page that has the words of the languages in `here`, and the words of other languages once `arrive` is called. */
function page(...here: Language[]) {
  const known = new Set(here);
  const waiting: (() => void)[] = [];
  const shown: string[] = [];
  const views = showInItsLanguage(
    {
      isHere: ({ language }) => known.has(language),
      fetch: ({ language }) =>
        new Promise((resolve) => {
          waiting.push(() => {
            known.add(language);
            resolve();
          });
        }),
    },
    ({ language, stateNo }) => shown.push(`${language} ${stateNo}`),
  );
  const arrive = async (): Promise<void> => {
    for (const tell of waiting.splice(0)) tell();
    await Promise.resolve();
  };
  return { views, shown, arrive };
}

const state = (language: Language, stateNo: number): ViewState =>
  stateOf({ screen: 'language' }, language, { stateNo });

test('a screen waits for its language, and the previous one stays meanwhile', async () => {
  const { views, shown, arrive } = page('ca');
  views.hear(state('ca', 1));
  views.hear(state('ur', 2));
  expect(shown).toEqual(['ca 1']);
  await arrive();
  expect(shown).toEqual(['ca 1', 'ur 2']);
});

test('of several waiting states only the newest is shown', async () => {
  const { views, shown, arrive } = page('ca');
  views.hear(state('ar', 2));
  views.hear(state('ar', 3));
  await arrive();
  expect(shown).toEqual(['ar 3']);
});

test('the next person’s Catalan is shown at once, and the earlier language does not come back', async () => {
  const { views, shown, arrive } = page('ca');
  views.hear(state('zh-Hans', 7));
  views.hear(state('ca', 8));
  expect(shown).toEqual(['ca 8']);
  await arrive();
  expect(shown).toEqual(['ca 8']);
});

test('a waiting state is dropped when the shell shows a screen of its own', async () => {
  const { views, shown, arrive } = page('ca');
  views.hear(state('uk', 4));
  views.forget();
  await arrive();
  expect(shown).toEqual([]);
});

test('a fetched language needs no further wait', async () => {
  const { views, shown, arrive } = page('ca');
  views.hear(state('ro', 1));
  await arrive();
  views.hear(state('ro', 2));
  expect(shown).toEqual(['ro 1', 'ro 2']);
});
