import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PaperBlock } from '../../../../hardware/printer/contract.ts';
import { layOut, lengthDots, type TextRow } from '../../../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { NARROW, profileOf, WIDE } from './profiles.ts';

const textRows = (blocks: PaperBlock[], profile: PrinterProfile): TextRow[] =>
  layOut({ blocks }, profile).filter((row) => row.kind === 'text');
const texts = (blocks: PaperBlock[], profile: PrinterProfile) => textRows(blocks, profile).map((row) => row.text);
const sentence = (text: string, size: 'small' | 'normal' | 'tall' | 'large' = 'normal'): PaperBlock => ({
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

test('both edges share a line when they fit with a space between', () => {
  const edges: PaperBlock = { kind: 'edges', left: 'OAC Didó, Terrassa', right: '24.11.2026 10.24' };
  expect(texts([edges], WIDE)).toEqual(['OAC Didó, Terrassa              24.11.2026 10.24']);
});

test('the right edge moves to its own line, still at the right, when both do not fit', () => {
  const edges: PaperBlock = { kind: 'edges', left: 'OAC Didó, Terrassa', right: '24.11.2026 10.24' };
  expect(textRows([edges], NARROW)).toMatchObject([
    { text: 'OAC Didó, Terrassa', align: 'left' },
    { text: '24.11.2026 10.24', align: 'right' },
  ]);
});

test('a sentence breaks at words', () => {
  expect(texts([sentence('Seieu. Us cridarem per aquest número.', 'tall')], NARROW)).toEqual([
    'Seieu. Us cridarem per aquest',
    'número.',
  ]);
});

test('large letters have half the columns', () => {
  expect(texts([sentence('Certificats i volants de convivència', 'large')], NARROW)).toEqual([
    'Certificats i',
    'volants de',
    'convivència',
  ]);
});

test('a word longer than the paper is broken where the line ends', () => {
  expect(texts([sentence('x'.repeat(70))], NARROW)).toEqual(['x'.repeat(32), 'x'.repeat(32), 'x'.repeat(6)]);
});

test('the width is measured after the text was made printable', () => {
  expect(texts([sentence(`${'x'.repeat(30)}ŀl`)], NARROW)).toEqual([`${'x'.repeat(30)}l·`, 'l']);
});

test('blocks without text leave no line and no air', () => {
  expect(layOut({ blocks: [sentence('  '), { kind: 'edges', left: '', right: '' }] }, WIDE)).toEqual([
    { kind: 'feed', dots: 24 },
  ]);
});

test('a gap is blank lines of the normal font', () => {
  expect(layOut({ blocks: [{ kind: 'gap', lines: 2 }] }, WIDE)[0]).toEqual({ kind: 'blank', lines: 2 });
});

test.each([0, 9, 1.5])('a gap of %s lines is a mistake of the program', (lines) => {
  expect(() => layOut({ blocks: [{ kind: 'gap', lines }] }, WIDE)).toThrow(RangeError);
});

test('lines need the printer’s spacing or their own height, whichever is more', () => {
  const rows = layOut(
    { blocks: [sentence('a', 'small'), { kind: 'gap', lines: 1 }, { kind: 'number', text: 'A047' }] },
    WIDE,
  );
  expect(lengthDots(rows)).toBe(30 + 30 + 192 + 24);
});

test('no row is ever wider than the paper, and every visible character is on it', () => {
  const size = fc.constantFrom('small', 'normal', 'tall', 'large');
  const text = fc.string({ unit: fc.constantFrom('a', 'W', 'é', 'ŀ', ' ', '.', '😀'), maxLength: 120 });
  const block: fc.Arbitrary<PaperBlock> = fc.oneof(
    fc.record({ kind: fc.constant('edges'), left: text, right: text }),
    fc.record({ kind: fc.constant('text'), text, size, bold: fc.boolean(), align: fc.constantFrom('left', 'center') }),
    fc.record({ kind: fc.constant('number'), text }),
  );
  const visible = (given: string) => given.replaceAll('ŀ', 'l·').replaceAll('😀', '?').replaceAll(' ', '');
  const textOf = (given: PaperBlock) =>
    given.kind === 'edges' ? given.left + given.right : given.kind === 'gap' ? '' : given.text;
  fc.assert(
    fc.property(fc.array(block), fc.constantFrom(WIDE, NARROW, profileOf('epson-tm-t88v')), (blocks, profile) => {
      const rows = textRows(blocks, profile);
      for (const row of rows) expect(row.text.length * row.widthScale).toBeLessThanOrEqual(profile.columns[row.font]);
      expect(visible(rows.map((row) => row.text).join(''))).toBe(visible(blocks.map(textOf).join('')));
    }),
  );
});
