import type AxeBuilder from '@axe-core/playwright';
import { hideWords, type Undecided, undecidedLines } from './contrast.ts';

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;
type NodeResult = Results['passes'][number]['nodes'][number];

declare global {
  interface Window {
    readonly axe: {
      run: (
        context: Document | { exclude: string[][] },
        options: { rules: Record<string, { enabled: boolean }>; resultTypes?: ['violations'] },
      ) => Promise<Results>;
    };
  }
}

export interface Heard {
  /** A rule, and the elements that break it. */
  violations: string[];
  /** Elements whose contrast is below `leastRatio`. Axe itself would accept 4.5 for large type. */
  faint: string[];
  undecided: Undecided[];
}

const CONTRAST = 'color-contrast-enhanced';

function ratioOf({ any }: NodeResult): number | null {
  for (const { data } of any)
    if (typeof data === 'object' && data !== null && 'contrastRatio' in data && typeof data.contrastRatio === 'number')
      return data.contrastRatio;
  return null;
}

const selectorOf = ({ target }: NodeResult): string => target.flat().join(' ');

/** Runs axe on the page, then hides the text whose background axe cannot determine, for a picture of the background. */
export async function askAxe(leastRatio: number): Promise<Heard> {
  const results = await window.axe.run(document, {
    rules: { 'color-contrast': { enabled: false }, [CONTRAST]: { enabled: true } },
  });
  const contrast = [...results.passes, ...results.violations].filter(({ id }) => id === CONTRAST);
  const undecided = undecidedLines(
    results.incomplete.filter(({ id }) => id === CONTRAST).flatMap(({ nodes }) => nodes.map(selectorOf)),
  );
  hideWords(undecided.length > 0);
  return {
    violations: [...results.violations, ...results.incomplete]
      .filter(({ id }) => id !== CONTRAST)
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${selectorOf(node)}`)),
    faint: contrast
      .flatMap(({ nodes }) => nodes)
      .flatMap((node) => {
        const ratio = ratioOf(node);
        return ratio === null || ratio >= leastRatio ? [] : [`${ratio.toFixed(1)}:1 ${selectorOf(node)}`];
      }),
    undecided,
  };
}
