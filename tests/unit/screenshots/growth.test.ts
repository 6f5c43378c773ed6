import { expect, test } from 'vitest';
import { compareGrowth } from '../../screenshots/growth.ts';
import type { SeenText } from '../../screenshots/page/report.ts';

const seen = (...texts: [text: string, capitalMm: number][]): SeenText[] =>
  texts.map(([text, capitalMm]) => ({ text, capitalMm, mayGo: false }));
const rules = (usual: SeenText[], larger: SeenText[], factor: number) =>
  compareGrowth(usual, larger, factor, 7.3).map(({ rule, what }) => `${rule} ${what}`);

test('texts that grow by the factor, or to twice the least size, pass', () => {
  const usual = seen(['Ajuda', 7.3], ['Empadronament', 10], ['A047', 57]);
  expect(rules(usual, seen(['Ajuda', 10.95], ['Empadronament', 14.6], ['A047', 57]), 1.5)).toEqual([]);
  expect(rules(usual, seen(['Ajuda', 14.6], ['Empadronament', 14.6], ['A047', 57]), 2)).toEqual([]);
});

test('an unchanged, a shrunken and a vanished text are each named', () => {
  const usual = seen(['Ajuda', 7.3], ['Acaba', 9.6], ['Altes i canvis', 7.3], ['A047', 57]);
  expect(rules(usual, seen(['Ajuda', 7.9], ['Acaba', 8.3], ['A047', 50]), 2)).toEqual([
    'unchanged “Ajuda”',
    'shrunk “Acaba”',
    'vanished “Altes i canvis”',
    'shrunk “A047”',
  ]);
});

test('a text that may leave a full screen may vanish, but not shrink', () => {
  const usual = seen(['OAC Didó', 7.3]).map((text) => ({ ...text, mayGo: true }));
  expect(rules(usual, [], 2)).toEqual([]);
  expect(rules(usual, seen(['OAC Didó', 7]), 2)).toEqual(['shrunk “OAC Didó”']);
});

test('of two equal texts the larger one is compared with the larger one', () => {
  const usual = seen(['2', 9], ['2', 20]);
  expect(rules(usual, seen(['2', 20], ['2', 13.5]), 1.5)).toEqual([]);
  expect(rules(usual, seen(['2', 20], ['2', 9]), 1.5)).toEqual(['unchanged “2”']);
});

test('a title on fewer pages has not shrunk', () => {
  const usual = seen(['Ajuda', 20], ['Ajuda', 20], ['Ajuda', 7.3]);
  expect(rules(usual, seen(['Ajuda', 20], ['Ajuda', 10.95], ['Ajuda', 10.95], ['Ajuda', 10.95]), 1.5)).toEqual([]);
  expect(rules(usual, seen(['Ajuda', 20], ['Ajuda', 7.3]), 1.5)).toEqual(['unchanged “Ajuda”']);
});
