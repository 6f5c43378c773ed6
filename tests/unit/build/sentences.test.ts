import { afterEach, describe, expect, it, test } from 'vitest';
import { notPlain, withJargon } from '../../../build/checks/sentences/plain.ts';
import { type CheckedLanguage, readSentences, type Sentence } from '../../../build/checks/sentences/read.ts';
import { figuresOf, hardToRead, tighter, worstOf } from '../../../build/checks/sentences/readability.ts';
import { syllablesIn } from '../../../build/checks/sentences/syllables.ts';
import { TERMS, wrongTerms } from '../../../build/checks/sentences/terms.ts';
import type { Finding } from '../../../build/checks/source-files.ts';
import { plantTree, removePlanted } from './planted-tree.ts';

afterEach(removePlanted);

const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, complaint }) => `${file}:${line} ${complaint}`);
const sentence = (language: CheckedLanguage, text: string, more: Partial<Sentence> = {}): Sentence => ({
  file: `config/locales/${language}/screen.json`,
  line: 1,
  language,
  group: 'screen',
  key: 'help.title',
  text,
  ...more,
});

test('sentences are read with file and line, and those of offices with their language', () => {
  const root = plantTree({
    'config/locales/ca/screen.json': '{\n  "a": { "b": "Hola" },\n  "c": "Hola"\n}',
    'config/locales/es/ticket.json': '{ "x": "Las\u00a09" }',
    'config/locales/en/screen.json': '{}',
    'config/offices/oac.json': '{\n "officeId": "oac",\n "name": { "ca": "Padró", "fr": "Liste" }\n}',
  });
  expect(
    readSentences(root).map(({ file, line, language, group, key, text }) => [file, line, language, group, key, text]),
  ).toEqual([
    ['config/locales/ca/screen.json', 2, 'ca', 'screen', 'a.b', 'Hola'],
    ['config/locales/ca/screen.json', 3, 'ca', 'screen', 'c', 'Hola'],
    ['config/locales/es/ticket.json', 1, 'es', 'ticket', 'x', 'Las 9'],
    ['config/offices/oac.json', 3, 'ca', 'offices', 'name.ca', 'Padró'],
  ]);
});

describe('words for staff', () => {
  it.each([
    ['ca', 'Ja ho sabem: atenció preferent'],
    ['ca', 'Ara cap servei no dona torns'],
    ['ca', 'Ara només dona torn un servei'],
    ['ca', 'Aquesta pantalla no sap quins números cridem'],
    ['ca', 'El quiosc no té connexió amb el servidor'],
    ['es', 'Ahora ningún servicio da turnos'],
    ['es', 'La sesión del usuario ha terminado'],
    ['en', 'One service gives numbers now'],
    ['en', 'Your ticket was issued by this kiosk'],
  ] as const)('are found in a sentence for citizens, in %s: %s', (language, text) => {
    expect(withJargon([sentence(language, text)])).toHaveLength(1);
    expect(withJargon([sentence(language, text, { group: 'technician' })])).toEqual([]);
  });

  it('are allowed in texts for staff', () => {
    const code = sentence('ca', 'Al quiosc, toqueu aquest codi a «Accés»:', { key: 'hall.code' });
    const strip = { group: 'ticket', key: 'strip-note' };
    expect(withJargon([code, sentence('ca', 'Una sola tira per sèrie i dia.', strip)])).toEqual([]);
    expect(withJargon([{ ...code, key: 'hall.call' }])).toHaveLength(1);
  });

  it('are not found inside longer words', () => {
    expect(withJargon([sentence('ca', 'Centraleta: 010'), sentence('en', 'Adhubs')])).toEqual([]);
  });
});

describe('terms', () => {
  it('are refused by their wrong words, in each language', () => {
    const terms = [{ language: 'en', say: 'number', not: ['turn', 'take a ticket'] }] as const;
    const texts = ['Your turn', 'Take a ticket now', 'Take your ticket, and return'];
    expect(said(wrongTerms([...texts.map((text) => sentence('en', text)), sentence('es', 'turn')], terms))).toEqual([
      'config/locales/en/screen.json:1 help.title: not "turn" but number',
      'config/locales/en/screen.json:1 help.title: not "take a ticket" but number',
    ]);
  });

  it('refuse our metaphors, in any language', () => {
    const planted = [
      sentence('ca', 'Trieu una porta'),
      sentence('es', 'Elija una puerta'),
      sentence('en', 'Choose a door'),
    ];
    expect(wrongTerms(planted, TERMS)).toHaveLength(3);
  });
});

test('words that citizens do not understand are found; staff may read “error”', () => {
  const stumbling = ['Agafeu el tiquet!', 'Error 42', 'Truqueu al tel. 010', 'Obrim a les 9.30'];
  expect(notPlain(stumbling.map((text) => sentence('ca', text)))).toHaveLength(4);
  expect(notPlain([sentence('ca', 'El perfil té errors.', { group: 'operator' })])).toEqual([]);
  expect(notPlain([sentence('ca', 'El torn és vàlid. Seieu, d’aquí a {{count}} s.')])).toEqual([]);
});

describe('syllables', () => {
  it.each([
    [
      'ca',
      'llengua:2 avui:2 dia:2 qüestió:3 països:3 noia:2 iogurt:2 assistència:5 gràcies:3 creieu:2 introduïu:4 l’arribada:4 hi:1',
    ],
    ['es', 'ciudad:2 día:2 aéreo:4 leer:2 país:2 guía:2 quiosco:2 y:1 hoy:1 asistencia:4 acérquelo:4 enseñe:3'],
    ['en', 'appointment:3 number:2 people:2 the:1 closed:1 language:2'],
  ] as const)('are counted as spoken in %s', (language, words) => {
    const counted = words.split(' ').map((pair) => pair.split(':')[0] ?? '');
    expect(counted.map((word) => `${word}:${syllablesIn(word, language)}`).join(' ')).toBe(words);
  });
});

describe('readability', () => {
  const plain = sentence('ca', 'Seieu aquí, si us plau. Us cridarem per aquest número.');
  const hard = sentence(
    'ca',
    'L’administració competent procedirà a la convocatòria individualitzada de les persones interessades.',
    {
      key: 'ticket.sit',
      line: 7,
    },
  );

  it('has a figure for each language and reader, and lists the worst sentences', () => {
    const figures = figuresOf([plain, hard, sentence('en', 'Please take a seat.'), sentence('en', 'Help')]);
    expect(figures.map(({ name, words }) => `${name} ${words}`)).toEqual(['ca citizens 11', 'en citizens 4']);
    expect(worstOf(figures[0]?.measured ?? [], 1).map(({ of }) => of.key)).toEqual(['ticket.sit']);
  });

  it('follows the published formula', () => {
    // Szigriszt-Pazos: nine syllables in five words of one sentence.
    expect(figuresOf([sentence('es', 'Siga su turno aquí mismo.')])[0]?.ease).toBeCloseTo(206.835 - (62.3 * 9) / 5 - 5);
    // Flesch: five syllables in four words of one sentence.
    expect(figuresOf([sentence('en', 'We call your number.')])[0]?.ease).toBeCloseTo(
      206.835 - (84.6 * 5) / 4 - 1.015 * 4,
    );
  });

  it('may not fall below its bound, and no sentence may be longer than the longest known', () => {
    const bounds = tighter(figuresOf([plain]), {});
    expect(hardToRead(figuresOf([plain]), bounds)).toEqual([]);
    const findings = said(hardToRead(figuresOf([plain, hard]), bounds));
    expect(findings[0]).toMatch(
      /^config\/locales\/ca\/screen\.json:7 ticket\.sit: 11 words in a sentence, at most 5: L’administració/,
    );
    expect(findings[1]).toMatch(/:7 ticket\.sit: ca citizens reads at -?[\d.]+, at least \d+; hard: L’administració/);
  });

  it('keeps its gains: a bound only gets tighter', () => {
    const loose = { 'ca citizens': { ease: 10, words: 30 } };
    expect(said(hardToRead(figuresOf([plain]), loose))).toEqual([
      'build/checks/sentences/bounds.json:1 ca citizens is better than its bound: run npm run check -- --shrink',
    ]);
    const tight = tighter(figuresOf([plain]), loose);
    expect(tighter(figuresOf([plain, hard]), tight)).toEqual(tight);
    expect(said(hardToRead(figuresOf([plain]), {}))[0]).toContain('has no bound');
  });
});
