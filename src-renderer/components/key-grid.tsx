import { useWords } from '../speaking.ts';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type KeyGridProps = {
  /** Columns of keys; the rows share the height. */
  columns: 3 | 4 | 5 | 8;
  keys: string;
  /** The keys that may follow; the others are unlit. */
  lit: string;
  /** The keys drawn as another kind. */
  tinted?: string;
  onType: (character: string) => void;
  onErase: () => void;
  /** Shows or hides what was typed. */
  sight?: { hidden: boolean; onTouch: () => void };
  /** Opens the explanation that the screen has no room for; absent while the explanation is shown. */
  more?: { about: string; onTouch: () => void };
};

/** Large keys. A key that cannot follow is unlit but stays, so that no key ever moves, in any language. */
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
  // Beside digits this key comes before the zero, so that the focus order is the visual order.
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
  /** The order in which a full screen drops it. */
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
