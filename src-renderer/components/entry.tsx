import { Arch, Ribs } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type EntryProps = { place: 'left' | 'right' | 'alone'; pictogram: PictogramName; text: string; onTouch: () => void };

/** A lit door of the façade. The whole rectangle around the arch is touchable. */
export function Entry({ place, pictogram, text, onTouch }: EntryProps) {
  return (
    <div class={`doorway doorway-${place}`}>
      <button type="button" class="door" onClick={onTouch}>
        <Ribs count={4} />
        <Arch class="door-ring" />
        <Arch class="door-reveal" />
        <Arch class="door-light" />
        <span class="door-words">
          <Pictogram name={pictogram} />
          <span>{text}</span>
        </span>
      </button>
    </div>
  );
}
