import { createRequire } from 'node:module';
import type { SlipFont } from '../../hardware/printer/canvas-shaper.ts';

/** Finds packages where npm puts them, in the repository and in an installed package alike. */
const require = createRequire(import.meta.url);

/** A missing font is reported later as an unreadable file. Tickets still print in the printer's own letters. */
function resolve(file: string): string {
  try {
    return require.resolve(file);
  } catch {
    return file;
  }
}

/** The fonts for scripts that a printer cannot write, all under the SIL Open Font License. */
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
    // WOFF is a third larger than WOFF2 but unpacks in a third of the time: as WOFF2 these two files took a quarter of each start's work.
    ...both('Hans', 'noto-sans-sc', 'chinese-simplified', 'woff'),
  ];
}
