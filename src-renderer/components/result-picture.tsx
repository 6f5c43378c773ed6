import type { ShownResult } from '../../src-main/check-in/contract/check-in.ts';
import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

/** The next step as a picture: the desk's bell, a day, a place, a seat, help. */
const PICTURES: Readonly<Record<ShownResult, PictogramName>> = {
  'too-early': 'later',
  'too-late': 'ticket',
  'wrong-day': 'calendar',
  'wrong-office': 'place',
  cancelled: 'help',
  'already-checked-in': 'seat',
  'not-found': 'search',
  closed: 'help',
  'unverified-offline': 'list',
  neutral: 'locator',
  'ask-at-desk': 'help',
  'code-unreadable': 'reader',
  withdrawn: 'ticket',
};

/** Fills the space that a result leaves; the words beside it say the same. */
export function ResultPicture({ result }: { result: ShownResult }) {
  return (
    <div class="result-space" data-result={result}>
      <Arch class="result-picture">
        <Pictogram name={PICTURES[result]} />
      </Arch>
    </div>
  );
}
