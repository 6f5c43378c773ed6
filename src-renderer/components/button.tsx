import { Pictogram, type PictogramName } from './pictogram.tsx';

type ButtonProps = { kind: 'primary' | 'secondary'; pictogram: PictogramName; text: string; onTouch: () => void };

export function Button({ kind, pictogram, text, onTouch }: ButtonProps) {
  return (
    <button type="button" class={`button button-${kind}`} onClick={onTouch}>
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}
