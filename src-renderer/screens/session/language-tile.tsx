import { type Language, languageRow } from '../../../config/languages.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

type LanguageTileProps = { language: Language; chosen: boolean; onTouch: () => void };

export function LanguageTile({ language, chosen, onTouch }: LanguageTileProps) {
  return (
    <li>
      <button type="button" class="tile" lang={language} aria-pressed={chosen} onClick={onTouch}>
        <span>{languageRow(language).name}</span>
        {chosen && <Pictogram name="check" />}
      </button>
    </li>
  );
}

/**
 * Opens the list of all languages. `count`: number of languages without a tile, shown on the button. The button is at least as wide as a
 * tile.
 */
export function MoreLanguages({ count, onTouch }: { count: number; onTouch: () => void }) {
  const { t } = useWords();
  return (
    <li class="more-languages">
      <button type="button" class="tile" onClick={onTouch}>
        <Pictogram name="languages" />
        <span>{t('bar.moreLanguages', { count })}</span>
      </button>
    </li>
  );
}
