import { afterEach, describe, expect, it, test } from 'vitest';
import { wrongAddress } from '../../../build/checks/sentences/address.ts';
import { withCalques } from '../../../build/checks/sentences/calques.ts';
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

test('sentences are read with their place, and those of offices with their language', () => {
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

describe('the words of those who work behind the screen', () => {
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

  it('may stand where staff are meant to read them', () => {
    const code = sentence('ca', 'Al quiosc, toqueu aquest codi a «Accés»:', { key: 'hall.code' });
    const strip = { group: 'ticket', key: 'strip-note' };
    expect(withJargon([code, sentence('ca', 'Una sola tira per sèrie i dia.', strip)])).toEqual([]);
    expect(withJargon([{ ...code, key: 'hall.call' }])).toHaveLength(1);
  });

  it('are no part of longer words', () => {
    expect(withJargon([sentence('ca', 'Centraleta: 010'), sentence('en', 'Adhubs')])).toEqual([]);
  });
});

describe('a turn of another language', () => {
  it.each([
    ['es', 'Ya venimos'],
    ['es', 'Vendremos a buscarle'],
    ['es', 'Puede venir {{day}}'],
    ['es', 'Tome el tique'],
    ['es', 'No ha ido bien. Vuélvalo a tocar'],
    ['es', 'De aquí a {{count}} segundos'],
    ['ca', 'Us anirem a buscar'],
    ['ca', 'Teniu que agafar un torn'],
    ['en', 'We fetch you'],
    ['en', 'You can come {{day}}.'],
    ['en', 'This is not a right number'],
    ['en', 'Letters apart'],
  ] as const)('is found in %s, whoever reads it: %s', (language, text) => {
    expect(withCalques([sentence(language, text)])).toHaveLength(1);
    expect(withCalques([sentence(language, text, { group: 'staff' })])).toHaveLength(1);
  });

  it.each([
    ['es', 'Ya vamos. Iremos a buscarle.'],
    ['es', '¿Por qué viene hoy?'],
    ['es', 'Vengan a buscarme'],
    ['es', 'Puede venir el {{day}}.'],
    ['es', 'Abrimos mañana, {{day}}, a las {{time}}.'],
    ['es', 'Recoja su tique. Tome un turno.'],
    ['ca', 'Us vindrem a buscar'],
    ['ca', 'Tornem a obrir {{day}}'],
    ['en', 'We will come to you on {{day}}'],
  ] as const)('is not what people say in %s: %s', (language, text) => {
    expect(withCalques([sentence(language, text)])).toEqual([]);
  });
});

describe('forms of address', () => {
  it.each([
    'Elige un servicio.',
    'Toca aquí',
    'Perdone. Espera en la sala 2.',
    'Tu turno es válido',
    'Guarda tus papeles.',
    '¿Tienes cita?',
    'Ya puedes sentarte.',
    'Te llamaremos',
    'Termina y vuelve al inicio',
    'Dame más tiempo',
    'Bórralo y termina',
    'Imprímelo otra vez',
    'Siéntate.',
    'No olvides el tique',
    'Recibirás un turno',
    'Llegaste tarde',
    'Vuestro turno',
    'En la central, abra «Vincula un quiosco»',
  ])('of a tú are found in Spanish: %s', (text) => {
    expect(wrongAddress([sentence('es', text)])).toHaveLength(1);
  });

  it.each([
    'Elija el servicio. Siéntese, por favor.',
    'Atrás',
    'Contraste alto',
    'Pídalo en el mostrador. Corríjalo.',
    '¿Sigue ahí?',
    'Deme más tiempo',
    'Vengan a buscarme',
    'El quiosco vuelve a arrancar; sigue la última.',
    'No hay más citas no confirmadas.',
    'Terminar y volver al inicio',
  ])('of an usted, and infinitives, stay: %s', (text) => {
    expect(wrongAddress([sentence('es', text)])).toEqual([]);
  });

  it.each(['El teu torn', 'Et cridarem', 'Tens cita?', 'T’avisarem', 'Espera aquí.', 'Vostè té cita', 'Esperi aquí.'])(
    'of a tu or a vostè are found in Catalan: %s',
    (text) => {
      expect(wrongAddress([sentence('ca', text)])).toHaveLength(1);
    },
  );

  it('in Catalan order the machine about on a button, and nobody elsewhere', () => {
    const button = { key: 'help.close' };
    expect(wrongAddress([sentence('ca', 'Tanca l’ajuda', button), sentence('ca', 'Seieu. Us cridarem.')])).toEqual([]);
    expect(said(wrongAddress([sentence('ca', 'Tanqueu l’ajuda', button), sentence('ca', 'Tanca l’ajuda')]))).toEqual([
      'config/locales/ca/screen.json:1 help.close says vós, as in "Tanqueu"',
      'config/locales/ca/screen.json:1 help.title says tu (to the machine on a button alone: BUTTONS in address.ts), as in "Tanca"',
    ]);
  });
});

describe('terms', () => {
  it('are found by their wrong words, each language by its own', () => {
    const terms = [{ language: 'en', say: 'number', not: ['turn', 'take a ticket'] }] as const;
    const texts = ['Your turn', 'Take a ticket now', 'Take your ticket, and return'];
    expect(said(wrongTerms([...texts.map((text) => sentence('en', text)), sentence('es', 'turn')], terms))).toEqual([
      'config/locales/en/screen.json:1 help.title: not "turn" but number',
      'config/locales/en/screen.json:1 help.title: not "take a ticket" but number',
    ]);
  });

  it('let no metaphor of ours through, in any language', () => {
    const planted = [
      sentence('ca', 'Trieu una porta'),
      sentence('es', 'Elija una puerta'),
      sentence('en', 'Choose a door'),
    ];
    expect(wrongTerms(planted, TERMS)).toHaveLength(3);
  });
});

test('what a citizen stumbles over is found; staff may read of an error', () => {
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
  ] as const)('are counted as they are said in %s', (language, words) => {
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

  it('has a figure for each language and reader, and lists what reads worst', () => {
    const figures = figuresOf([plain, hard, sentence('en', 'Please take a seat.'), sentence('en', 'Help')]);
    expect(figures.map(({ name, words }) => `${name} ${words}`)).toEqual(['ca citizens 11', 'en citizens 4']);
    expect(worstOf(figures[0]?.measured ?? [], 1).map(({ of }) => of.key)).toEqual(['ticket.sit']);
  });

  it('is what the published formula says', () => {
    // Szigriszt-Pazos: nine syllables in five words of one sentence.
    expect(figuresOf([sentence('es', 'Siga su turno aquí mismo.')])[0]?.ease).toBeCloseTo(206.835 - (62.3 * 9) / 5 - 5);
    // Flesch: five syllables in four words of one sentence.
    expect(figuresOf([sentence('en', 'We call your number.')])[0]?.ease).toBeCloseTo(
      206.835 - (84.6 * 5) / 4 - 1.015 * 4,
    );
  });

  it('may not fall below its bound, nor a sentence be longer than the longest', () => {
    const bounds = tighter(figuresOf([plain]), {});
    expect(hardToRead(figuresOf([plain]), bounds)).toEqual([]);
    const findings = said(hardToRead(figuresOf([plain, hard]), bounds));
    expect(findings[0]).toMatch(
      /^config\/locales\/ca\/screen\.json:7 ticket\.sit: 11 words in a sentence, at most 5: L’administració/,
    );
    expect(findings[1]).toMatch(/:7 ticket\.sit: ca citizens reads at -?[\d.]+, at least \d+; hard: L’administració/);
  });

  it('keeps what it has gained: a bound only gets tighter', () => {
    const loose = { 'ca citizens': { ease: 10, words: 30 } };
    expect(said(hardToRead(figuresOf([plain]), loose))).toEqual([
      'build/checks/sentences/bounds.json:1 ca citizens is better than its bound: run npm run check -- --shrink',
    ]);
    const tight = tighter(figuresOf([plain]), loose);
    expect(tighter(figuresOf([plain, hard]), tight)).toEqual(tight);
    expect(said(hardToRead(figuresOf([plain]), {}))[0]).toContain('has no bound');
  });
});
