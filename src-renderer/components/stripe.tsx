import { Arrow, type Part } from './arrow.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

export type StripeProps = { text: string; to: Part | null; pictogram?: PictogramName };

/** The yellow stripe, which names a part of the machine or a member of staff to whom the citizen goes next. */
export function Stripe({ text, to, pictogram }: StripeProps) {
  return (
    <p class="stripe" data-part>
      {pictogram !== undefined && <Pictogram name={pictogram} />}
      <span class="stripe-text">{text}</span>
      <Arrow to={to} />
    </p>
  );
}
