// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { stopsOf } from '../../../../src-renderer/reading/stops.ts';

afterEach(() => document.body.replaceChildren());

function statesOf(html: string) {
  document.body.innerHTML = `<main>${html}</main>`;
  const screen = document.querySelector('main');
  if (screen === null) throw new Error('no screen');
  return stopsOf(screen, 'ca').map(({ kind, state }) => [kind, state]);
}

test.each([
  ['a service that is closed', '<button disabled>Padró</button>', 'unavailable'],
  ['a service that is closed and was chosen', '<button disabled aria-pressed="true">Padró</button>', 'unavailable'],
  ['a choice that is made', '<button aria-pressed="true">Padró</button>', 'chosen'],
  ['a switch that is on', '<button role="switch" aria-checked="true">Contrast</button>', 'on'],
  ['a switch that is off', '<button role="switch" aria-checked="false">Contrast</button>', 'off'],
  ['a service that is open', '<button>Padró</button>', null],
])('%s is read as such', (_, html, state) => {
  expect(statesOf(html)).toEqual([['control', state]]);
});

test('headings, texts and controls come in the order of the page, without hidden ones', () => {
  expect(statesOf('<h1>Títol</h1><p>Text</p><p aria-hidden="true">Res</p><button>Ves-hi</button>')).toEqual([
    ['heading', null],
    ['text', null],
    ['control', null],
  ]);
});

test('keys that a style moves are read where they are seen', () => {
  document.body.innerHTML = '<main><button style="order: 1">X</button><button>4</button><button>5</button></main>';
  const stops = stopsOf(document.body, 'ca');
  expect(stops.map(({ pieces }) => pieces.map(({ text }) => text).join(''))).toEqual(['4', '5', 'X']);
});
