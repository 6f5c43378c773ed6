import { createRequire } from 'node:module';
import type { SlipFont } from '../../hardware/printer/canvas-shaper.ts';

/** Where npm puts the packages, in the repository and in a package alike. */
const require = createRequire(import.meta.url);

/** A missing package is reported as a file that cannot be read. Tickets still print in the printer's own letters. */
function resolve(file: string): string {
  try {
    return require.resolve(file);
  } catch {
    return file;
  }
}

/** The fonts for what a printer's own letters cannot write, all under the SIL Open Font License. */
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
    // A third larger, and unpacked in a third of the time: of each start a quarter of its work went into these two.
    ...both('Hans', 'noto-sans-sc', 'chinese-simplified', 'woff'),
  ];
}
