/** ISO/IEC 7810, ID-1: the card that everybody has at hand. */
export const CARD_WIDTH_MM = 85.6;
const CARD_HEIGHT_MM = 53.98;
const CORNER_MM = 3.18;

/** A card drawn as wide as it is taken to be; one that is laid on the glass shows whether it is. */
export function BankCard({ widthPx, label }: { widthPx: number; label: string }) {
  return (
    <svg
      class="bank-card"
      data-whole
      width={widthPx}
      height={(widthPx * CARD_HEIGHT_MM) / CARD_WIDTH_MM}
      viewBox={`0 0 ${CARD_WIDTH_MM} ${CARD_HEIGHT_MM}`}
      role="img"
      aria-label={label}
    >
      <rect width={CARD_WIDTH_MM} height={CARD_HEIGHT_MM} rx={CORNER_MM} />
    </svg>
  );
}
