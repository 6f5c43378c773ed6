import { Pictogram, type PictogramName } from './pictogram.tsx';

type ActionButtonProps = { pictogram: PictogramName; name: string; hint: string; onTouch: () => void };

/** One of the ways on where a decision is the person's; all of the same weight. */
export function ActionButton({ pictogram, name, hint, onTouch }: ActionButtonProps) {
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
