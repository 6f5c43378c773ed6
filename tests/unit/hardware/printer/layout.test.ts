import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SlipBlock } from '../../../../hardware/printer/contract.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { lengthDots, type TextRow } from '../../../../hardware/printer/rows.ts';
import { NARROW, profileOf, WIDE } from './profiles.ts';

const textRows = (blocks: SlipBlock[], profile: PrinterProfile): TextRow[] =>
  layOut({ blocks }, profile).filter((row) => row.kind === 'text');
const texts = (blocks: SlipBlock[], profile: PrinterProfile) => textRows(blocks, profile).map((row) => row.text);
const sentence = (text: string, size: 'small' | 'normal' | 'tall' | 'large' = 'normal'): SlipBlock => ({
  kind: 'text',
  text,
  size,
  bold: false,
  align: 'center',
});

test.each([
  ['four characters on 80 mm', 'A047', WIDE, 8],
  ['four characters on 58 mm, which fill its 384 dots', 'A047', NARROW, 8],
  ['four characters on a 180 dpi printer', 'A047', profileOf('epson-tm-t88v'), 8],
  ['five characters on 58 mm', 'AB047', NARROW, 6],
  ['seven characters on 80 mm', 'AB-0047', WIDE, 6],
])('the number is as large as the paper allows: %s', (_, text, profile, scale) => {
  expect(textRows([{ kind: 'number', text }], profile)).toMatchObject([
    { text, font: 'a', widthScale: scale, heightScale: scale, bold: true, smooth: true, align: 'center' },
  ]);
});

test('left and right text share a line if they fit with a space between', () => {
  const edges: SlipBlock = { kind: 'edges', left: 'OAC Didó, Terrassa', right: '24.11.2026 10.24' };
  expect(texts([edges], WIDE)).toEqual(['OAC Didó, Terrassa              24.11.2026 10.24']);
});

test('right text moves to its own line, still at the right, if both do not fit', () => {
  const edges: SlipBlock = { kind: 'edges', left: 'OAC Didó, Terrassa', right: '24.11.2026 10.24' };
  expect(textRows([edges], NARROW)).toMatchObject([
    { text: 'OAC Didó, Terrassa', align: 'left' },
    { text: '24.11.2026 10.24', align: 'right' },
  ]);
});

test('a sentence breaks at words, into lines of similar length', () => {
  expect(texts([sentence('Seieu. Us cridarem per aquest número.', 'tall')], NARROW)).toEqual([
    'Seieu. Us cridarem',
    'per aquest número.',
  ]);
});

test('large letters have half the columns', () => {
  expect(texts([sentence('Certificats i volants de convivència', 'large')], NARROW)).toEqual([
    'Certificats',
    'i volants de',
    'convivència',
  ]);
});

test('a word longer than the paper is broken at the end of the line', () => {
  expect(texts([sentence('x'.repeat(70))], NARROW)).toEqual(['x'.repeat(32), 'x'.repeat(32), 'x'.repeat(6)]);
});

test('width is measured on the printable text', () => {
  expect(texts([sentence(`${'x'.repeat(30)}ŀl`)], NARROW)).toEqual([`${'x'.repeat(30)}l·`, 'l']);
});

test('blocks without text leave no line and no space', () => {
  expect(layOut({ blocks: [sentence('  '), { kind: 'edges', left: '', right: '' }] }, WIDE)).toEqual([
    { kind: 'feed', dots: 24 },
  ]);
});

test('a gap is blank lines of the normal font', () => {
  expect(layOut({ blocks: [{ kind: 'gap', lines: 2 }] }, WIDE)[0]).toEqual({ kind: 'blank', lines: 2 });
});

test.each([0, 9, 1.5])('a gap of %s lines is the caller’s bug', (lines) => {
  expect(() => layOut({ blocks: [{ kind: 'gap', lines }] }, WIDE)).toThrow(RangeError);
});

test('a line takes the printer’s spacing or its own height, whichever is more', () => {
  const rows = layOut(
    { blocks: [sentence('a', 'small'), { kind: 'gap', lines: 1 }, { kind: 'number', text: 'A047' }] },
    WIDE,
  );
  expect(lengthDots(rows)).toBe(30 + 30 + 192 + 24);
});

test('a service name of any length wraps inside the paper', () => {
  const name = 'Empadronament, canvi de domicili i certificats de convivència per a persones grans';
  expect(texts([sentence(name, 'large')], NARROW)).toEqual([
    'Empadronament,',
    'canvi de',
    'domicili i',
    'certificats de',
    'convivència per',
    'a persones grans',
  ]);
});

test('details share a line with a dot between them while they fit', () => {
  const details: SlipBlock = {
    kind: 'details',
    parts: ['3 persones davant vostre', '10-20 min'],
    size: 'tall',
    bold: true,
    align: 'center',
  };
  expect(texts([details], WIDE)).toEqual(['3 persones davant vostre · 10-20 min']);
  expect(texts([details], NARROW)).toEqual(['3 persones davant vostre', '10-20 min']);
});

test('a line to tick has its box in front, further lines under its words, and a small note below', () => {
  const tick: SlipBlock = {
    kind: 'tick',
    text: 'Si el contracte és d’una altra persona: la seva autorització signada',
    size: 'tall',
    note: { text: 'Nota' },
  };
  expect(textRows([tick], WIDE)).toMatchObject([
    { text: '[ ] Si el contracte és d’una altra', font: 'a', heightScale: 2 },
    { text: '    persona: la seva autorització signada', font: 'a', heightScale: 2 },
    { text: '     Nota', font: 'b', heightScale: 1 },
  ]);
});

describe('a QR code', () => {
  const code: SlipBlock = { kind: 'qr', text: 'HTTPS://EXEMPLE.CAT/T/K7Q2MZ5TAVX3WJ6RYBN4DHCE2G' };

  test('is drawn by the printer, one millimetre a module, with an empty line above and below', () => {
    const row = { kind: 'qr', text: code.text, moduleDots: 7, modules: 29 };
    const blank = { kind: 'blank', lines: 1 };
    expect(layOut({ blocks: [code] }, WIDE).slice(0, 3)).toEqual([blank, row, blank]);
    expect(layOut({ blocks: [code] }, NARROW)[1]).toMatchObject({ moduleDots: 6 });
  });

  test('is sent as dots to a printer that draws none', () => {
    const row = layOut({ blocks: [code] }, { ...WIDE, nativeQr: false })[1];
    expect(row).toMatchObject({ kind: 'raster', align: 'center', bitmap: { widthDots: 203, heightDots: 203 } });
  });

  test('has smaller modules if it would not fit', () => {
    const long: SlipBlock = { kind: 'qr', text: 'x'.repeat(200) };
    expect(layOut({ blocks: [long] }, NARROW)[1]).toMatchObject({ modules: 57, moduleDots: 5 });
  });

  test.each(['', 'ç', 'a\u0000', 'x'.repeat(201)])('of %j is the caller’s bug', (text) => {
    expect(() => layOut({ blocks: [{ kind: 'qr', text }] }, WIDE)).toThrow(RangeError);
  });
});

describe('a logo', () => {
  const picture = (widthDots: number): SlipBlock => ({
    kind: 'logo',
    bitmap: { widthDots, heightDots: 8, bytes: new Uint8Array((widthDots / 8) * 8).fill(0xff) },
  });

  test('is centred', () => {
    expect(layOut({ blocks: [picture(384)] }, NARROW)[0]).toMatchObject({ kind: 'raster', align: 'center' });
  });

  test('is left out if it is wider than the paper', () => {
    expect(layOut({ blocks: [picture(392)] }, NARROW)).toEqual([{ kind: 'feed', dots: 24 }]);
  });
});

test('without a shaper, characters that the printer lacks become question marks', () => {
  expect(texts([{ ...sentence('您的号码 A047'), language: 'zh-Hans' } as SlipBlock], WIDE)).toEqual(['???? A047']);
});

test('a text ends after 300 characters', () => {
  const rows = texts([sentence('paraula '.repeat(2_000))], WIDE);
  expect(rows.join(' ').length).toBeLessThanOrEqual(300);
  expect(rows.at(-1)).toMatch(/…$/);
});

test('a document ends after 75 centimetres', () => {
  const rows = layOut({ blocks: Array.from({ length: 500 }, () => sentence('x '.repeat(140), 'tall')) }, WIDE);
  expect(lengthDots(rows)).toBeLessThan(7_000);
});

test('no row is ever wider than the paper, and every visible character is on it', () => {
  const size = fc.constantFrom('small', 'normal', 'tall', 'large');
  const text = fc.string({ unit: fc.constantFrom('a', 'W', 'é', 'ŀ', ' ', '.', '😀'), maxLength: 120 });
  const block: fc.Arbitrary<SlipBlock> = fc.oneof(
    fc.record({ kind: fc.constant('edges'), left: text, right: text }),
    fc.record({ kind: fc.constant('text'), text, size, bold: fc.boolean(), align: fc.constantFrom('start', 'center') }),
    fc.record({ kind: fc.constant('number'), text }),
  );
  const visible = (given: string) => given.replaceAll('ŀ', 'l·').replaceAll('😀', '?').replaceAll(' ', '');
  const textOf = (given: SlipBlock) =>
    given.kind === 'edges' ? given.left + given.right : 'text' in given ? given.text : '';
  fc.assert(
    fc.property(fc.array(block), fc.constantFrom(WIDE, NARROW, profileOf('epson-tm-t88v')), (blocks, profile) => {
      const rows = textRows(blocks, profile);
      for (const row of rows) expect(row.text.length * row.widthScale).toBeLessThanOrEqual(profile.columns[row.font]);
      expect(visible(rows.map((row) => row.text).join(''))).toBe(visible(blocks.map(textOf).join('')));
    }),
  );
});
