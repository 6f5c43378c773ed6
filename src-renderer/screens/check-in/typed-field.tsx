import type { ComponentChildren } from 'preact';
import { Arch } from '../../components/arch.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

type TypedFieldProps = {
  shown: string;
  /** Number of typed characters, which screen readers announce instead of the characters. */
  count: number;
  letter?: string | null;
  wrong: boolean;
  children: ComponentChildren;
};

/** A longer input has no room in large type; passport numbers have up to 15 characters. */
const LONG_TEXT = 9;

/** The input in large type, and a line about it. The input is never read aloud, because bystanders would hear it. */
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

export function Mistyped({ says }: { says: string }) {
  const { t } = useWords();
  return (
    <>
      <Pictogram name="attention" gives={4} />
      <strong data-gives="3">{says}</strong>
      <strong data-instead="3">{t('keys.check')}</strong>
    </>
  );
}
