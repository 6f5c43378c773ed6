import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slipFonts } from '../../../../config/fonts/slip-fonts.ts';
import { createCanvasShaper } from '../../../../hardware/printer/canvas-shaper.ts';
import type { SlipBlock } from '../../../../hardware/printer/contract.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { FONT_CELL } from '../../../../hardware/printer/traits.ts';
import { NARROW, profileOf, WIDE } from './profiles.ts';

const shaper = createCanvasShaper(slipFonts());
const MM_PER_INCH = 25.4;
/** Height of the virtual printer's capital letters, as a share of the character's cell. No printer has a smaller share. */
const CAPITAL_OF_CELL = 14.6 / 24;

const text = (words: string, size: 'big' | 'huge' | 'tall', language?: string): SlipBlock => ({
  kind: 'text',
  text: words,
  size,
  bold: true,
  align: 'center',
  ...(language === undefined ? {} : { language }),
});
const rowsOf = (block: SlipBlock, profile: PrinterProfile) =>
  layOut({ blocks: [block] }, profile, shaper).flatMap((row) => (row.kind === 'text' ? [row] : []));
const bandsOf = (block: SlipBlock, profile: PrinterProfile) =>
  layOut({ blocks: [block] }, profile, shaper).flatMap((row) => (row.kind === 'raster' ? [row.bitmap] : []));

const profiles = readdirSync('config/printers')
  .filter((file) => file.endsWith('.json'))
  .map((file) => profileOf(file.replace('.json', '')));

describe.each(profiles)('on $profileId', (profile) => {
  const mm = (dots: number) => (dots * MM_PER_INCH) / profile.dpi;

  test.each([
    ['big', 5],
    ['huge', 7.3],
  ] as const)('capitals of %s letters are at least %f mm high, printed or drawn', (size, leastMm) => {
    const [row] = rowsOf(text('Seieu', size), profile);
    expect(mm((row?.heightScale ?? 0) * FONT_CELL.a.heightDots * CAPITAL_OF_CELL)).toBeGreaterThanOrEqual(
      leastMm - 0.01,
    );
    const [band] = bandsOf(text('ПОШТА', size, 'uk'), profile);
    expect(mm(band?.heightDots ?? 0)).toBeGreaterThanOrEqual(leastMm);
  });

  test('letters are not wider than high, and lines not wider than the paper', () => {
    for (const size of ['big', 'huge'] as const)
      for (const row of rowsOf(text('Certificats i volants de convivència', size), profile)) {
        expect(row.widthScale).toBeLessThan(row.heightScale);
        expect(row.text.length * row.widthScale).toBeLessThanOrEqual(profile.columns.a);
      }
  });
});

describe('a word wider than the paper', () => {
  test('makes the letters of its block narrower, and stays whole', () => {
    expect(rowsOf(text('Empadronament', 'huge'), WIDE)).toMatchObject([{ widthScale: 3, heightScale: 4 }]);
    expect(rowsOf(text('Empadronament', 'huge'), NARROW)).toMatchObject([
      { text: 'Empadronament', widthScale: 2, heightScale: 4 },
    ]);
    expect(rowsOf(text('Autoadministrativament', 'big'), NARROW)).toMatchObject([
      { text: 'Autoadministrativament', widthScale: 1, heightScale: 2 },
    ]);
  });

  test('makes drawn letters smaller, and stays whole', () => {
    const long = text('Обслуговування', 'huge', 'uk');
    expect(bandsOf(long, WIDE)).toHaveLength(1);
    const [band, ...broken] = bandsOf(long, NARROW);
    expect(broken).toEqual([]);
    expect(band?.widthDots).toBeLessThanOrEqual(NARROW.widthDots);
    expect(band?.heightDots).toBeLessThan(bandsOf(long, WIDE)[0]?.heightDots ?? 0);
  });

  test('is broken if it is wider than the paper even in the letters of plain slips', () => {
    expect(rowsOf(text('x'.repeat(70), 'big'), NARROW).map((row) => row.text.length)).toEqual([32, 32, 6]);
    expect(bandsOf(text('Щ'.repeat(40), 'big', 'uk'), NARROW).length).toBeGreaterThan(1);
  });
});

test('nothing drawn is wider than the paper, in any language', () => {
  const words = fc.array(
    fc.constantFrom(
      'Обслуговування',
      'تسجيل',
      'السكان',
      'رہائشی',
      'اندراج',
      '预约登记',
      'înregistrare',
      'x'.repeat(30),
    ),
    { minLength: 1, maxLength: 6 },
  );
  const languages = fc.constantFrom('ar', 'ur', 'uk', 'ro', 'zh-Hans');
  fc.assert(
    fc.property(words, languages, fc.constantFrom('big', 'huge'), (said, language, size) => {
      for (const profile of [WIDE, NARROW]) {
        for (const { widthDots } of bandsOf(text(said.join(' '), size, language), profile))
          expect(widthDots).toBeLessThanOrEqual(profile.widthDots);
        for (const row of rowsOf(text(said.join(' '), size, language), profile))
          expect(row.text.length * row.widthScale).toBeLessThanOrEqual(profile.columns.a);
      }
    }),
    { numRuns: 40 },
  );
});

test('paragraphs of large print have space between them, paragraphs of plain slips have none', () => {
  const feeds = (size: 'tall' | 'big') =>
    layOut({ blocks: [text('Seieu.', size), text('Us cridarem.', size)] }, WIDE).flatMap((row) =>
      row.kind === 'feed' ? [row.dots] : [],
    );
  expect(feeds('big')).toEqual([28, 24]);
  expect(feeds('tall')).toEqual([24]);
});

test('a list to tick has its box and its note in large letters too', () => {
  const tick: SlipBlock = {
    kind: 'tick',
    size: 'big',
    text: 'Rental contract or title deed',
    language: 'en',
    note: { text: 'Contracte de lloguer o escriptura', language: 'ca' },
  };
  const [first, second, note] = rowsOf(tick, WIDE);
  expect(first).toMatchObject({ text: '[ ] Rental contract', widthScale: 2, heightScale: 3, bold: true });
  expect(second).toMatchObject({ text: '    or title deed' });
  expect(note).toMatchObject({ text: `${' '.repeat(8)}Contracte de lloguer o escriptura`, heightScale: 2 });
});
