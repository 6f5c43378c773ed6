import { Arch, Ribs } from '../../components/arch.tsx';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';

type EntryProps = { place: 'left' | 'right' | 'alone'; pictogram: PictogramName; text: string; onTouch: () => void };

/** A large choice of the start screen, drawn as a lit arch. The whole rectangle around the arch reacts to touches. */
export function Entry({ place, pictogram, text, onTouch }: EntryProps) {
  return (
    <div class={`doorway doorway-${place}`}>
      <div class="entry-place">
        <Ribs count={4} />
        <button type="button" class="entry" onClick={onTouch}>
          <Arch class="entry-reveal" />
          <Arch class="entry-light" />
          <span class="entry-words">
            <Pictogram name={pictogram} />
            <span>{text}</span>
          </span>
        </button>
        <Arch class="entry-ring" />
      </div>
    </div>
  );
}
