import { useContext } from 'preact/hooks';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { useWords } from '../speaking.ts';
import { Standing } from '../standing.ts';
import { Pictogram } from './pictogram.tsx';

/** A part of the kiosk that a person is sent to. */
export type Part = keyof Panel['places'];

/** Until a core has said which panel this is. */
const USUAL: Panel['places'] = { slot: 'below', scanner: 'below', desk: null, jack: null };

/** Where this kiosk's parts are; `null` where nobody knows. */
const usePlaces = (): Panel['places'] => useContext(Standing).appearance?.panel.places ?? USUAL;

/** In words, where paper comes out. */
export function useSlotWords(): string {
  const { t } = useWords();
  return t(`where.${usePlaces().slot}`);
}

/** Points to where a part of this kiosk is (the styles turn it), and is not there when nobody knows. */
export function Arrow({ to }: { to: Part | null }) {
  const places = usePlaces();
  const direction = to === null ? null : places[to];
  if (direction === null) return null;
  return (
    <span class="stripe-arrow" data-direction={direction}>
      <Pictogram name="arrow-down" />
    </span>
  );
}
