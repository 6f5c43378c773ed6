import type { ComponentChildren } from 'preact';
import { Arch } from '../../components/arch.tsx';
import { useWords } from '../../speaking.ts';

type TypedFieldProps = {
  /** The text as drawn, with its spaces and dots. */
  shown: string;
  /** The count of typed characters, which is all that screen readers hear. */
  count: number;
  /** The check letter computed from the input. */
  letter?: string | null;
  wrong: boolean;
  children: ComponentChildren;
};

/** From this length on the large type has no room: passports have up to 15 characters. */
const LONG_TEXT = 9;

/** The input in large type, and a line about it. The input is never read aloud because bystanders hear it too. */
export function TypedField({ shown, count, letter = null, wrong, children }: TypedFieldProps) {
  const { t } = useWords();
  return (
    <div class="typing" data-whole>
      <p class="typed-field" dir="ltr" data-wrong={wrong}>
        <span class="typed" data-long={shown.length > LONG_TEXT} aria-hidden="true">
          {shown}
        </span>
        <span class="spoken" role="status">
          {t('keys.typed', { count })}
        </span>
        {letter !== null && (
          <Arch class="typed-letter">
            <span>{letter}</span>
          </Arch>
        )}
      </p>
      <p class="typed-said" role="status">
        {children}
      </p>
    </div>
  );
}
