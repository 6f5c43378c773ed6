import type { ComponentChildren } from 'preact';

type KeyProps = { disabled?: boolean; label?: string; onTouch: () => void; children: ComponentChildren };

/** A key of a keypad, which a person may press as fast as people type. */
export const Key = ({ disabled = false, label, onTouch, children }: KeyProps) => (
  <button type="button" class="key" data-pace="typing" disabled={disabled} aria-label={label} onClick={onTouch}>
    {children}
  </button>
);
