import { Pictogram, type PictogramName } from './pictogram.tsx';

type ButtonProps = {
  kind: 'primary' | 'secondary';
  pictogram: PictogramName;
  text: string;
  disabled?: boolean;
  onTouch: () => void;
};

export function Button({ kind, pictogram, text, disabled = false, onTouch }: ButtonProps) {
  return (
    <button type="button" class={`button button-${kind}`} disabled={disabled} onClick={onTouch}>
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}
