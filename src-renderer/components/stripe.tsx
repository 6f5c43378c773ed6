import { useContext } from 'preact/hooks';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { useWords } from '../speaking.ts';
import { Standing } from '../standing.ts';
import { Pictogram, type PictogramName } from './pictogram.tsx';

export type Part = keyof Panel['places'];

/** The assumed places of the kiosk's parts until the core has sent the description of the panel. */
const USUAL: Panel['places'] = { slot: 'below', scanner: 'below', desk: null, jack: null };

/** Sides of the screen on which this kiosk's parts are; `null` for a part whose place is not configured. */
const usePlaces = (): Panel['places'] => useContext(Standing).appearance?.panel.places ?? USUAL;

export function useSlotWords(): string {
  const { t } = useWords();
  return t(`where.${usePlaces().slot}`);
}

/** Points to a part of this kiosk; the styles turn the arrow. Draws nothing if the part's place is not configured. */
function Arrow({ to }: { to: Part | null }) {
  const places = usePlaces();
  const direction = to === null ? null : places[to];
  if (direction === null) return null;
  return (
    <span class="stripe-arrow" data-direction={direction}>
      <Pictogram name="arrow-down" />
    </span>
  );
}

type StripeProps = { text: string; to: Part | null; pictogram: PictogramName | undefined };

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
