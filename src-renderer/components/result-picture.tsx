import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

/** A large picture of the next step, for the empty space beside a result; the words of the result say the same. */
export function ResultPicture({ shows }: { shows: PictogramName }) {
  return (
    <div class="result-space">
      <Arch class="result-picture">
        <Pictogram name={shows} />
      </Arch>
    </div>
  );
}
