import { Pictogram, type PictogramName } from './pictogram.tsx';

type ButtonProps = {
  kind: 'primary' | 'secondary';
  pictogram: PictogramName;
  text: string;
  disabled?: boolean;
  onTouch: () => void;
};

/** A longer text takes smaller type, so that it stays on one line. */
const LONG_TEXT = 27;

export function Button({ kind, pictogram, text, disabled = false, onTouch }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      data-long={text.length > LONG_TEXT}
      disabled={disabled}
      onClick={onTouch}
    >
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}
