/** ISO/IEC 7810, ID-1: a card that most people carry. */
export const CARD_WIDTH_MM = 85.6;
const CARD_HEIGHT_MM = 53.98;
const CORNER_MM = 3.18;

/** A card drawn at its supposed width. A real card laid on the glass shows whether the scale is right. */
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
