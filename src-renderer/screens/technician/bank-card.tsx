/** Sizes of a card by ISO/IEC 7810, ID-1, such as the bank cards that most people carry. */
export const CARD_WIDTH_MM = 85.6;
const CARD_HEIGHT_MM = 53.98;
const CORNER_MM = 3.18;

/** A card drawn at its true size if the panel's scale is right, which a real card on the glass shows. */
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
