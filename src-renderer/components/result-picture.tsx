import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

/** Fills the space that a result leaves with the next step as a picture; the words beside it say the same. */
export function ResultPicture({ shows }: { shows: PictogramName }) {
  return (
    <div class="result-space">
      <Arch class="result-picture">
        <Pictogram name={shows} />
      </Arch>
    </div>
  );
}
