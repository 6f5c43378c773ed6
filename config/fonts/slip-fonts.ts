import { createRequire } from 'node:module';
import type { SlipFont } from '../../hardware/printer/canvas-shaper.ts';

/** Packages are found where npm puts them, in this repository and in an installed package. */
const require = createRequire(import.meta.url);

/** A missing font is reported later, as an unreadable file. Tickets then use the printer's own letters. */
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
    // WOFF is a third larger than WOFF2 but unpacks in a third of the time. As WOFF2 these two files took a quarter of the work at each
    // start.
    ...both('Hans', 'noto-sans-sc', 'chinese-simplified', 'woff'),
  ];
}
