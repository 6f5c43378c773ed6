import { useContext } from 'preact/hooks';
import type { Theme } from '../../src-main/contract/shared/theme.ts';
import { Standing } from '../standing.ts';

type Edge = Theme['edge'];

const TOOTH_WIDTH = 120;
const TOOTH_HEIGHT = 44;
/** Enough teeth for the widest screen; surplus ones are clipped. */
const ROOF_TEETH = 48;
const PAPER_TEETH = 18;

const each = (count: number, draw: (x: number) => string) =>
  Array.from({ length: count }, (_, index) => draw(index * TOOTH_WIDTH)).join('');

const roofWidth = ROOF_TEETH * TOOTH_WIDTH;
const paperWidth = PAPER_TEETH * TOOTH_WIDTH;
const crests = (x: number) => `Q${x + 30} -22 ${x + 60} 22T${x + TOOTH_WIDTH} 22`;

const ROOFS: Readonly<Record<Edge, { fill: string; line: string }>> = {
  /** Modelled on the roof of the Vapor Aymerich, a factory in Terrassa. */
  'shed-roof': {
    fill: each(ROOF_TEETH, (x) => `M${x} 46V0Q${x + 77} 0 ${x + TOOTH_WIDTH} ${TOOTH_HEIGHT}V46Z`),
    line: each(ROOF_TEETH, (x) => `M${x + 11.5} 64V19.5Q${x + 78} 19.5 ${x + 112} 64`),
  },
  wave: { fill: `M0 46V22${each(ROOF_TEETH, crests)}V46Z`, line: '' },
  straight: { fill: `M0 46V0H${roofWidth}V46Z`, line: '' },
};

const TEARS: Readonly<Record<Edge, string>> = {
  'shed-roof': each(
    PAPER_TEETH,
    (x) => `Q${x + 77} ${TOOTH_HEIGHT} ${x + TOOTH_WIDTH} 0${x + TOOTH_WIDTH < paperWidth ? `V${TOOTH_HEIGHT}` : ''}`,
  ),
  wave: `V22${each(PAPER_TEETH, crests)}V0`,
  straight: `H${paperWidth}V0`,
};

/** The shape of the roof's edge in the city's theme; Terrassa's shape until the theme is known. */
const useEdge = (): Edge => useContext(Standing).appearance?.theme.edge ?? 'shed-roof';

export function Roof() {
  const { fill, line } = ROOFS[useEdge()];
  return (
    <svg class="roof" viewBox={`0 0 ${roofWidth} 64`} preserveAspectRatio="xMinYMin slice" aria-hidden="true">
      <path class="roof-fill" d={fill} />
      {line !== '' && <path class="roof-line" d={line} />}
    </svg>
  );
}

export function TornEdge() {
  const torn = `M0 0V${TOOTH_HEIGHT}${TEARS[useEdge()]}`;
  return (
    <svg
      class="torn-edge"
      viewBox={`0 0 ${paperWidth} ${TOOTH_HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="torn-fill" d={`${torn}Z`} />
      <path class="torn-line" d={torn} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
