import { GlobalFonts } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { slipFonts } from '../../../../config/fonts/slip-fonts.ts';
import { createCanvasShaper } from '../../../../hardware/printer/canvas-shaper.ts';
import type { SlipBlock } from '../../../../hardware/printer/contract.ts';
import { encodeJob } from '../../../../hardware/printer/dialects.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import { lengthDots, type RasterRow } from '../../../../hardware/printer/rows.ts';
import { printSlip } from '../../../support/slip.ts';
import { NARROW, profileOf, WIDE } from './profiles.ts';

const shaper = createCanvasShaper(slipFonts());
const style = (language: string, bold = false) => ({ language, size: 'tall', bold }) as const;
const sentence = (
  text: string,
  language: string,
  more: Partial<Extract<SlipBlock, { kind: 'text' }>> = {},
): SlipBlock => ({
  kind: 'text',
  text,
  language,
  size: 'tall',
  bold: false,
  align: 'center',
  ...more,
});
const bands = (blocks: SlipBlock[], profile = WIDE): RasterRow[] =>
  layOut({ blocks }, profile, shaper).filter((row) => row.kind === 'raster');
const dotsOf = ({ bitmap }: RasterRow) =>
  bitmap.bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

describe('drawn words', () => {
  test.each([
    ['ar', 'رقمكم'],
    ['ur', 'آپ کا نمبر'],
    ['zh-Hans', '您的号码'],
    ['uk', 'Ваш номер'],
    ['ro', 'Numărul dvs. în așteptare'],
  ])('%s is one band, cut to its ink', (language, text) => {
    const [band, ...others] = bands([sentence(text, language)]);
    expect(others).toEqual([]);
    expect(band?.bitmap.widthDots).toBeGreaterThan(60);
    expect(band && dotsOf(band)).toBeGreaterThan(500);
  });

  test('with joined Arabic letters are narrower than the letters one by one', () => {
    const word = 'تسجيل';
    const apart = Array.from(word).reduce((sum, letter) => sum + shaper.widthDots(letter, style('ar')), 0);
    expect(shaper.widthDots(word, style('ar'))).toBeLessThan(0.8 * apart);
  });

  test('in Urdu are Nastaliq, not the Naskh of Arabic', () => {
    const [nastaliq] = bands([sentence('نمبر', 'ur')]);
    const [naskh] = bands([sentence('نمبر', 'ar')]);
    expect(nastaliq?.bitmap).not.toEqual(naskh?.bitmap);
  });

  test('have more ink in bold', () => {
    const inkOf = (bold: boolean) =>
      bands([sentence('您的号码', 'zh-Hans', { bold })]).reduce((sum, band) => sum + dotsOf(band), 0);
    expect(inkOf(true)).toBeGreaterThan(inkOf(false) * 1.05);
  });

  test('wrap at words and never leave the paper', () => {
    const text = 'تفضّلوا بالجلوس. سنناديكم بهذا الرقم عند وصول دوركم إلى المكتب.';
    const rows = bands([sentence(text, 'ar')], NARROW);
    expect(rows.length).toBeGreaterThan(2);
    for (const { bitmap } of rows) expect(bitmap.widthDots).toBeLessThanOrEqual(NARROW.widthDots);
  });

  test('start at the right in a right-to-left language, at a whole byte from the edge', () => {
    const [arabic] = bands([sentence('رقمكم', 'ar', { align: 'start' })]);
    const [chinese] = bands([sentence('您的号码', 'zh-Hans', { align: 'start' })]);
    expect(arabic).toMatchObject({ align: 'right' });
    expect((arabic?.bitmap.widthDots ?? 1) % 8).toBe(0);
    expect(chinese).toMatchObject({ align: 'left' });
  });

  test('are drawn for a whole language that needs it, and for no other beside it', () => {
    const blocks = [sentence('Luați loc.', 'ro'), sentence('10-20 min', 'ro'), sentence('Seieu. Us cridarem.', 'ca')];
    const kinds = layOut({ blocks }, WIDE, shaper).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'raster')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'text')).toHaveLength(1);
  });

  test('are never used for an emoji: the printer’s own letters print', () => {
    expect(bands([sentence('Bon dia 😀', 'ca')])).toEqual([]);
  });

  test('have their tick box on the side where the language starts', () => {
    const boxAt = (language: string, text: string) => {
      const [band] = bands([{ kind: 'tick', size: 'tall', text, language }]);
      if (!band) throw new Error('nothing was drawn');
      const { bitmap } = band;
      const middle = Math.floor(bitmap.heightDots / 2) * Math.ceil(bitmap.widthDots / 8);
      const [first, last] = [
        bitmap.bytes[middle] ?? 0,
        bitmap.bytes[middle + Math.ceil(bitmap.widthDots / 8) - 1] ?? 0,
      ];
      return { left: first >> 5 === 0b111, right: (last & 0b111) === 0b111 };
    };
    expect(boxAt('zh-Hans', '护照')).toMatchObject({ left: true });
    expect(boxAt('ar', 'جواز السفر')).toMatchObject({ right: true });
  });
});

test('use another font if one cannot be read, and name that one', async () => {
  const broken = createCanvasShaper([
    { script: 'Arab', weights: [500], file: '/nowhere/arabic.woff2' },
    ...slipFonts().filter(({ script }) => script === 'Latn'),
  ]);
  expect(await broken.warmUp(['ca'])).toEqual([]);
  expect(await broken.warmUp(['ca', 'ar'])).toEqual(['/nowhere/arabic.woff2']);
  expect(broken.draw('A047', style('ar'))?.bitmap.widthDots).toBeGreaterThan(20);
});

test('unpack the font of a language only when its words come', async () => {
  const unpacked = vi.spyOn(GlobalFonts, 'registerFromPath');
  const scripts = (): Set<string> =>
    new Set(
      slipFonts().flatMap(({ file, script }) => (unpacked.mock.calls.some(([one]) => one === file) ? script : [])),
    );
  const shaper = createCanvasShaper(slipFonts());
  expect(await shaper.warmUp(['ca', 'es', 'uk'])).toEqual([]);
  expect(scripts()).toEqual(new Set(['Latn', 'Cyrl']));
  expect(shaper.draw('您的号码', style('zh-Hans'))?.bitmap.widthDots).toBeGreaterThan(60);
  expect(scripts()).toEqual(new Set(['Latn', 'Cyrl', 'Hans']));
  unpacked.mockRestore();
});

describe('hostile text', () => {
  const unit = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('ش', 'ی', '您', 'ș', 'Ж', 'a', ' ', '.', '·', '😀', '\u0301', '\u064b') },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '\u0010\u0004\u0001',
        '\u001b@',
        '\u001dV\u0000',
        '\u202e',
        '\u2066',
        '\u200d',
        '\ufe0f',
        '\u0000',
        '\n',
      ),
    },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)) },
  );
  const text = fc.oneof(
    fc.string({ unit, maxLength: 60 }),
    fc.string({ unit, minLength: 1, maxLength: 6 }).map((piece) => piece.repeat(Math.ceil(10_000 / piece.length))),
  );
  const language = fc.constantFrom('ca', 'ar', 'ur', 'zh-Hans', 'uk', 'ro', '');
  const size = fc.constantFrom('small', 'normal', 'tall', 'large');
  const block: fc.Arbitrary<SlipBlock> = fc.oneof(
    fc.record({
      kind: fc.constant('text'),
      text,
      language,
      size,
      bold: fc.boolean(),
      align: fc.constantFrom('start', 'center'),
    }),
    fc.record({ kind: fc.constant('tick'), text, language, size: fc.constantFrom('normal', 'tall') }),
    fc.record({ kind: fc.constant('edges'), left: text, right: text }),
    fc.record({ kind: fc.constant('number'), text }),
  );

  test('prints only itself: no printer command, no row wider than the paper, a bounded length', async () => {
    const profiles = [WIDE, NARROW, profileOf('epson-tm-t88v')];
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...profiles),
        async (blocks, profile) => {
          const document = { blocks };
          const rows = layOut(document, profile, shaper);
          expect(lengthDots(rows)).toBeLessThan(7_000);
          for (const row of rows) {
            if (row.kind === 'text')
              expect(row.text.length * row.widthScale).toBeLessThanOrEqual(profile.columns[row.font]);
            if (row.kind === 'raster') expect(row.bitmap.widthDots).toBeLessThanOrEqual(profile.widthDots);
          }
          const job = encodeJob({ rows, profile, processId: 'abcd', cutFirst: false });
          expect(job.some((byte, at) => byte === 0x10 && [0x04, 0x05, 0x14].includes(job[at + 1] ?? 0))).toBe(false);
          const [paper, ...others] = await printSlip([document], profile, shaper);
          expect(others).toEqual([]);
          expect(paper?.unknown).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
