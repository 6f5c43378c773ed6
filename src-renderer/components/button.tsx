import type { ComponentChildren } from 'preact';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type ButtonProps = {
  kind?: 'primary' | 'secondary';
  pictogram: PictogramName;
  text: string;
  disabled?: boolean;
  gives?: number;
  onTouch: () => void;
};

export function Button({ kind = 'secondary', pictogram, text, disabled = false, gives, onTouch }: ButtonProps) {
  return (
    <button type="button" class={`button button-${kind}`} disabled={disabled} onClick={onTouch} data-gives={gives}>
      <Pictogram name={pictogram} gives={4} />
      <span>{text}</span>
    </button>
  );
}

export function Actions({ children }: { children: ComponentChildren }) {
  return (
    <div class="actions" data-part data-together>
      {children}
    </div>
  );
}
