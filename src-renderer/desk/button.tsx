import type { ComponentChildren } from 'preact';

interface DeskButtonProps {
  onPress: () => void;
  isOff?: boolean;
  /** The key that does the same; `null`: there is none, or keys are switched off. */
  shortcut?: string | null;
  look?: 'main' | 'plain';
  /** The accessible name, for a button whose words are understood only with the words beside it. */
  label?: string;
  children: ComponentChildren;
}

/** A button that can have the focus while disabled, so that a clerk who works by keys does not lose the focus. */
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
      class={`button button-${look} desk-button`}
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
