import { useContext } from 'preact/hooks';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { Standing } from '../standing.ts';
import { Pictogram } from './pictogram.tsx';

/** A part of the kiosk that a person is sent to. */
export type Part = keyof Panel['places'];

/** Until a core has said which panel this is. */
const USUAL: Panel['places'] = { slot: 'below', scanner: 'below', desk: null, jack: null };

/** Points to where a part of this kiosk is (the styles turn it), and is not there when nobody knows. */
export function Arrow({ to }: { to: Part | null }) {
  const { appearance } = useContext(Standing);
  const direction = to === null ? null : (appearance?.panel.places ?? USUAL)[to];
  if (direction === null) return null;
  return (
    <span class="stripe-arrow" data-direction={direction}>
      <Pictogram name="arrow-down" />
    </span>
  );
}
