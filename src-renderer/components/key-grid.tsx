import { useWords } from '../speaking.ts';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type KeyGridProps = {
  /** Columns of keys; the rows share what height there is. */
  columns: 3 | 4 | 5 | 8;
  /** One character a key. */
  keys: string;
  /** Those of them that may follow; the others are unlit. */
  lit: string;
  /** Those that stand out as another kind. */
  tinted?: string;
  onType: (character: string) => void;
  onErase: () => void;
  /** Shows or hides what was typed. */
  sight?: { hidden: boolean; onTouch: () => void };
  /** Opens what the screen has no room to explain; there only where the explanation has left. */
  more?: { about: string; onTouch: () => void };
};

/** Large keys for what a person types. An unlit key stays where it is, so that no key ever moves, nor lies otherwise in another language. */
export function KeyGrid({ columns, keys, lit, tinted = '', onType, onErase, sight, more }: KeyGridProps) {
  const { t } = useWords();
  const sightKey = sight !== undefined && (
    <WordKey
      key="sight"
      place="sight"
      gives={7}
      pictogram={sight.hidden ? 'show' : 'hide'}
      text={t(sight.hidden ? 'keys.show' : 'keys.hide')}
      onTouch={sight.onTouch}
    />
  );
  // Beside the digits it stands before the zero: whoever goes by keys meets the keys as the eye reads them.
  const isBeforeZero = columns === 3 || columns === 4;
  return (
    <fieldset class="keys" dir="ltr" data-together data-columns={columns} aria-label={t('keys.label')}>
      {[...keys].map((character) => [
        isBeforeZero && character === '0' && sightKey,
        <button
          key={character}
          type="button"
          class="large-key"
          data-pace="typing"
          data-tinted={tinted.includes(character)}
          disabled={!lit.includes(character)}
          onClick={() => onType(character)}
        >
          {character}
        </button>,
      ])}
      {!isBeforeZero && sightKey}
      <WordKey place="erase" pictogram="erase" text={t('keys.erase')} onTouch={onErase} />
      {more !== undefined && (
        <button
          type="button"
          class="large-key word-key word-key-more"
          data-instead="1"
          aria-label={`${t('keys.more')}: ${more.about}`}
          onClick={more.onTouch}
        >
          <span>{t('keys.more')}</span>
        </button>
      )}
    </fieldset>
  );
}

type WordKeyProps = {
  place: 'sight' | 'erase';
  pictogram: PictogramName;
  text: string;
  /** When it leaves a screen without room. */
  gives?: number;
  onTouch: () => void;
};

function WordKey({ place, pictogram, text, gives, onTouch }: WordKeyProps) {
  return (
    <button
      type="button"
      class={`large-key word-key word-key-${place}`}
      data-pace={place === 'erase' ? 'typing' : undefined}
      {...(gives !== undefined && { 'data-gives': gives })}
      onClick={onTouch}
    >
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}
