const TOOTH_WIDTH = 120;
const TOOTH_HEIGHT = 44;
/** Enough for the widest screen; what is too much is cut off. */
const ROOF_TEETH = 48;
const PAPER_TEETH = 18;

const each = (count: number, draw: (x: number) => string) =>
  Array.from({ length: count }, (_, index) => draw(index * TOOTH_WIDTH)).join('');

const roof = each(ROOF_TEETH, (x) => `M${x} 46V0Q${x + 77} 0 ${x + TOOTH_WIDTH} ${TOOTH_HEIGHT}V46Z`);
const glazing = each(ROOF_TEETH, (x) => `M${x + 11.5} 64V19.5Q${x + 78} 19.5 ${x + 112} 64`);
const torn = each(
  PAPER_TEETH,
  (x) =>
    `Q${x + 77} ${TOOTH_HEIGHT} ${x + TOOTH_WIDTH} 0${x + TOOTH_WIDTH < PAPER_TEETH * TOOTH_WIDTH ? `V${TOOTH_HEIGHT}` : ''}`,
);
const paperWidth = PAPER_TEETH * TOOTH_WIDTH;

/** The shed roof of Vapor Aymerich, on the upper edge of the bar and of the warning. */
export function Roof() {
  return (
    <svg
      class="roof"
      viewBox={`0 0 ${ROOF_TEETH * TOOTH_WIDTH} 64`}
      preserveAspectRatio="xMinYMin slice"
      aria-hidden="true"
      focusable="false"
    >
      <path class="roof-fill" d={roof} />
      <path class="roof-line" d={glazing} />
    </svg>
  );
}

/** The torn edge of the paper: the same tooth, turned over. */
export function TornEdge() {
  return (
    <svg
      class="torn-edge"
      viewBox={`0 0 ${paperWidth} ${TOOTH_HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path class="torn-fill" d={`M0 0V${TOOTH_HEIGHT}${torn}Z`} />
      <path class="torn-line" d={`M0 0V${TOOTH_HEIGHT}${torn}`} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
