import { createRequire } from 'node:module';
import type { SlipFont } from '../../hardware/printer/canvas-shaper.ts';

/**
 * `require.resolve` finds a font's package where npm has put it, whether Torn runs from this repository or is itself an installed package.
 */
const require = createRequire(import.meta.url);

/**
 * Returns the path of a package's file. If the package is missing, it returns `file` itself: the reader of the fonts then reports an
 * unreadable file, and texts on paper are drawn with other fonts.
 */
function resolve(file: string): string {
  try {
    return require.resolve(file);
  } catch {
    return file;
  }
}

/** Returns the fonts for scripts that a printer cannot write, all under the SIL Open Font License. */
export function slipFonts(): SlipFont[] {
  const variable = (script: SlipFont['script'], name: string, subsets: readonly string[]): SlipFont[] =>
    subsets.map((subset) => ({
      script,
      weights: [400, 800],
      file: resolve(`@fontsource-variable/${name}/files/${name}-${subset}-wght-normal.woff2`),
    }));
  const both = (script: SlipFont['script'], name: string, subset: string, format = 'woff2'): SlipFont[] =>
    [500, 700].map((weight) => ({
      script,
      weights: [weight],
      file: resolve(`@fontsource/${name}/files/${name}-${subset}-${weight}-normal.${format}`),
    }));
  return [
    ...variable('Latn', 'atkinson-hyperlegible-next', ['latin', 'latin-ext']),
    ...variable('Cyrl', 'golos-text', ['cyrillic', 'cyrillic-ext', 'latin']),
    ...both('Arab', 'ibm-plex-sans-arabic', 'arabic'),
    ...both('Aran', 'noto-nastaliq-urdu', 'arabic'),
    // The two Chinese files are WOFF: a third larger than WOFF2, but unpacked in a third of the time. As WOFF2 they took a quarter of the
    // work at each start.
    ...both('Hans', 'noto-sans-sc', 'chinese-simplified', 'woff'),
  ];
}
