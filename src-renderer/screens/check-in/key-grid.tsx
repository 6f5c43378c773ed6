import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

type KeyGridProps = {
  columns: 3 | 4 | 5 | 8;
  keys: string;
  /** The keys that may come next; the others are greyed. */
  lit: string;
  /** The keys drawn in another colour because they are of another kind, such as the letters of a NIE among digits. */
  tinted?: string;
  onType: (character: string) => void;
  onErase: () => void;
  sight?: { hidden: boolean; onTouch: () => void };
  /** Opens the explanation for which the screen has no room. */
  more?: { about: string; onTouch: () => void };
};

/** Large keys. A key that cannot come next is greyed but stays, so that no key ever moves, in any language. */
export function KeyGrid({ columns, keys, lit, tinted = '', onType, onErase, sight, more }: KeyGridProps) {
  const { t } = useWords();
  const sightKey = sight !== undefined && (
    <WordKey
      key="sight"
      place="sight"
      wordGives={7}
      pictogram={sight.hidden ? 'show' : 'hide'}
      text={t(sight.hidden ? 'keys.show' : 'keys.hide')}
      onTouch={sight.onTouch}
    />
  );
  // On a keypad of digits the key that shows or hides the input is ahead of the zero, so that the focus moves in the visual sequence.
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
      <WordKey place="erase" wordGives={8} pictogram="erase" text={t('keys.erase')} onTouch={onErase} />
      {more !== undefined && (
        <WordKey
          place="more"
          instead={1}
          wordGives={8}
          pictogram="info"
          text={t('keys.more')}
          label={`${t('keys.more')}: ${more.about}`}
          onTouch={more.onTouch}
        />
      )}
    </fieldset>
  );
}

type WordKeyProps = {
  place: 'sight' | 'erase' | 'more';
  pictogram: PictogramName;
  text: string;
  label?: string;
  /** The step at which `fitFrame` drops the key's word if the screen has no room: the key becomes its pictogram, in one cell. */
  wordGives: number;
  instead?: number;
  onTouch: () => void;
};

function WordKey({ place, pictogram, text, label = text, wordGives, instead, onTouch }: WordKeyProps) {
  return (
    <button
      type="button"
      class={`large-key word-key word-key-${place}`}
      data-pace={place === 'erase' ? 'typing' : undefined}
      data-instead={instead}
      aria-label={label}
      onClick={onTouch}
    >
      <Pictogram name={pictogram} />
      <span data-gives={wordGives}>{text}</span>
    </button>
  );
}
