import { Pictogram, type PictogramName } from './pictogram.tsx';

type WayButtonProps = { pictogram: PictogramName; name: string; hint: string; onTouch: () => void };

/** One of the ways on where a decision is the person's; all of the same weight. */
export function WayButton({ pictogram, name, hint, onTouch }: WayButtonProps) {
  return (
    <button type="button" class="way" onClick={onTouch}>
      <Pictogram name={pictogram} />
      <span class="way-words">
        <span class="way-name">{name}</span>
        <span class="way-hint">{hint}</span>
      </span>
    </button>
  );
}
