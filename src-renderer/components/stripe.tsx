import { Pictogram, type PictogramName } from './pictogram.tsx';

/** Where the machine meets the person: its arrow points at the real slot. */
export function Stripe({ text, pictogram }: { text: string; pictogram?: PictogramName }) {
  return (
    <p class="stripe">
      {pictogram !== undefined && <Pictogram name={pictogram} />}
      <span class="stripe-text">{text}</span>
      <span class="stripe-arrow">
        <Pictogram name="arrow-down" />
      </span>
    </p>
  );
}
