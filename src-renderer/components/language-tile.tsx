import { LANGUAGE_NAMES } from '../../config/locales/index.ts';
import type { Language } from '../../src-main/contract/shared/languages.ts';
import { Pictogram } from './pictogram.tsx';

type LanguageTileProps = { language: Language; chosen: boolean; onTouch: () => void };

export function LanguageTile({ language, chosen, onTouch }: LanguageTileProps) {
  return (
    <li>
      <button type="button" class="tile" lang={language} aria-pressed={chosen} onClick={onTouch}>
        <span>{LANGUAGE_NAMES[language]}</span>
        {chosen && <Pictogram name="check" />}
      </button>
    </li>
  );
}
