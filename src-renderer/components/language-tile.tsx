import { type Language, languageRow } from '../../src-main/domain/languages.ts';
import { Pictogram } from './pictogram.tsx';

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
