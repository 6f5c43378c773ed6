import type { ComponentChildren } from 'preact';
import { useWords } from '../speaking.ts';
import { Arch } from './arch.tsx';

type TypedFieldProps = {
  /** As drawn: spaces and dots as they shall stand. */
  shown: string;
  /** How many characters were typed: all that is said aloud of them. */
  count: number;
  /** The check letter that follows what was typed. */
  letter?: string | null;
  wrong: boolean;
  /** One line under the field. */
  children: ComponentChildren;
};

/** From here on the large type has no room: passports have up to 15 characters. */
const LONG_TEXT = 9;

/** What was typed, large, and what is to be said of it. Nothing typed is read aloud: others hear it too. */
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
