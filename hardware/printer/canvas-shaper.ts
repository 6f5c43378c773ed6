import { setImmediate } from 'node:timers/promises';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { TextSize } from './contract.ts';
import type { LargeSize } from './large-print.ts';
import { bitmapOf, trim } from './raster.ts';
import { isRightToLeft, type Script, type ShapingStyle, scriptOf, type TextShaper } from './text-shaping.ts';

/** A font file for one script. `weights` lists its one weight, or the first and last weight of a variable font. */
export interface SlipFont {
  script: Script;
  weights: readonly number[];
  file: string;
}

export interface CanvasShaper extends TextShaper {
  /**
   * Loads the fonts of these languages and draws a line with each, so that no ticket waits for a font later. Yields to other work between
   * fonts. Fonts of other languages load at first use. Returns the font files that could not be read; remaining fonts then draw their
   * texts.
   */
  warmUp(languages: readonly string[]): Promise<string[]>;
}

const BOLD = 700;
const REGULAR = 500;

/** Font sizes in dots at which each script looks as large as the printer's own letters of 24 dots. */
const SIZE_DOTS: Readonly<Record<Script, Readonly<Record<Exclude<TextSize, LargeSize>, number>>>> = {
  Latn: { small: 21, normal: 26, tall: 35, large: 46 },
  Cyrl: { small: 20, normal: 25, tall: 34, large: 44 },
  Arab: { small: 23, normal: 28, tall: 37, large: 48 },
  Aran: { small: 21, normal: 25, tall: 32, large: 43 },
  Hans: { small: 22, normal: 28, tall: 36, large: 48 },
};
const CAPITAL = 0.69;
/** Space above and below the baseline as a share of the font size. Nastaliq (`Aran`) needs more above. */
const BOX: Readonly<Record<Script, { above: number; below: number }>> = {
  Latn: { above: 0.95, below: 0.3 },
  Cyrl: { above: 0.95, below: 0.3 },
  Arab: { above: 1, below: 0.42 },
  Aran: { above: 1.45, below: 0.65 },
  Hans: { above: 0.98, below: 0.27 },
};
/** The darkness (0 to 255) from which a dot is printed. It is below one half because heat spreads and turns a half covered dot dark. */
const INK_THRESHOLD = 112;
/** Dots on each side of a line for letters that are drawn beyond their advance width. */
const MARGIN_DOTS = 24;
/** Size of the one canvas on which every line is drawn: it fits the widest paper with its margins and the highest script. */
const SHEET = { widthDots: 1_048, heightDots: 320 } as const;

const SAMPLES: Readonly<Record<Script, string>> = {
  Latn: 'A047 șț',
  Cyrl: 'Ваш номер',
  Arab: 'رقمك 3',
  Aran: 'آپ کا نمبر',
  Hans: '您的号码',
};
const LANGUAGES: Readonly<Record<Script, string>> = { Latn: 'ro', Cyrl: 'uk', Arab: 'ar', Aran: 'ur', Hans: 'zh-Hans' };
const CONTAINS: readonly [Script, RegExp][] = [
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Hans', /[\p{Script=Han}\u3001-\u303f\uff01-\uff5e]/u],
];

/** Draws text with Skia and HarfBuzz in this process, without a window. The system's fonts draw only what `fonts` lack. */
export function createCanvasShaper(fonts: readonly SlipFont[]): CanvasShaper {
  const families = new Map<SlipFont, string | null>();
  const context = createCanvas(SHEET.widthDots, SHEET.heightDots).getContext('2d', { willReadFrequently: true });

  function familyOf(font: SlipFont): string | null {
    const known = families.get(font);
    if (known !== undefined) return known;
    const family = `paper-${font.script}-${font.weights.join('-')}-${families.size}`;
    const registered = GlobalFonts.registerFromPath(font.file, family) === null ? null : family;
    families.set(font, registered);
    return registered;
  }

  function prepare(text: string, style: ShapingStyle): void {
    const script = scriptOf(style.language);
    const weight = style.bold ? BOLD : REGULAR;
    const names = fontsFor(text, script, weight, fonts).flatMap((font) => familyOf(font) ?? []);
    context.font = `${weight} ${sizeDotsOf(script, style.size)}px ${[...names, 'sans-serif'].join(', ')}`;
    context.direction = isRightToLeft(style.language) ? 'rtl' : 'ltr';
    context.textAlign = 'left';
  }

  const shaper: CanvasShaper = {
    widthDots(text, style) {
      prepare(text, style);
      return Math.ceil(context.measureText(text).width);
    },
    draw(text, style) {
      const script = scriptOf(style.language);
      const sizeDots = sizeDotsOf(script, style.size);
      const baseline = Math.round(BOX[script].above * sizeDots);
      const widthDots = Math.min(SHEET.widthDots, shaper.widthDots(text, style) + 2 * MARGIN_DOTS);
      const heightDots = baseline + Math.round(BOX[script].below * sizeDots);
      context.clearRect(0, 0, SHEET.widthDots, SHEET.heightDots);
      context.fillText(text, MARGIN_DOTS, baseline);
      const { data } = context.getImageData(0, 0, widthDots, heightDots);
      return trim(bitmapOf(widthDots, heightDots, (x, y) => (data[(y * widthDots + x) * 4 + 3] ?? 0) >= INK_THRESHOLD));
    },
    async warmUp(languages) {
      const scripts = new Set<Script>(['Latn', ...languages.map(scriptOf)]);
      const needed = fonts.filter(({ script }) => scripts.has(script));
      for (const font of needed) {
        await setImmediate();
        familyOf(font);
      }
      for (const { script, weights } of needed) {
        await setImmediate();
        const bold = (weights.at(-1) ?? REGULAR) >= BOLD;
        shaper.draw(SAMPLES[script], { language: LANGUAGES[script], size: 'tall', bold });
      }
      return needed.filter((font) => families.get(font) === null).map(({ file }) => file);
    },
  };
  return shaper;
}

function sizeDotsOf(script: Script, size: ShapingStyle['size']): number {
  const own = SIZE_DOTS[script];
  if (typeof size === 'string') return own[size];
  return Math.ceil(((size.capitalDots / CAPITAL) * own.tall) / SIZE_DOTS.Latn.tall);
}

function fontsFor(text: string, script: Script, weight: number, fonts: readonly SlipFont[]): SlipFont[] {
  const scripts: Script[] = [script, 'Latn'];
  for (const [other, pattern] of CONTAINS) if (pattern.test(text)) scripts.push(other);
  return [...new Set(scripts)].flatMap((wanted) =>
    fonts.filter(
      ({ script: own, weights }) =>
        own === wanted && weight >= (weights[0] ?? weight) && weight <= (weights.at(-1) ?? weight),
    ),
  );
}
