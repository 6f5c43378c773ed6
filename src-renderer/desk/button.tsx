import type { ComponentChildren } from 'preact';

interface DeskButtonProps {
  onPress: () => void;
  isOff?: boolean;
  /** Which key does the same; `null` while keys are switched off. */
  shortcut?: string | null;
  look?: 'main' | 'plain';
  /** What a screen reader says instead of words that are short beside what they are about. */
  label?: string;
  children: ComponentChildren;
}

/** Stays in the order of focus while it does nothing: who works by keys is not thrown out of their place. */
export function DeskButton({
  onPress,
  isOff = false,
  shortcut = null,
  look = 'plain',
  label,
  children,
}: DeskButtonProps) {
  return (
    <button
      type="button"
      class={`desk-button desk-button-${look}`}
      aria-disabled={isOff}
      aria-label={label}
      aria-keyshortcuts={shortcut?.toUpperCase()}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      <span>{children}</span>
      {shortcut === null ? null : (
        <span class="desk-key" aria-hidden="true">
          {shortcut.toUpperCase()}
        </span>
      )}
    </button>
  );
}
