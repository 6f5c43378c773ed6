import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { createTranslator } from '../../../config/locales/index.ts';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { LanguageTile } from './language-tile.tsx';

export function LanguageScreen({ state }: ScreenProps<'language'>) {
  const { t, language } = useWords();
  const session = useSession();
  // Only working languages are loaded from the start, so the question is shown in them; every other language is named on its tile.
  const others = WORKING_LANGUAGES.filter((other) => other !== language && state.languages.includes(other));
  return (
    <Inside
      state={state}
      title={t('language.title')}
      lead={
        <p class="lead">
          {others.map((other, index) => (
            <span key={other}>
              <span lang={other}>{createTranslator(other, 'screen')('language.title')}</span>
              {index < others.length - 1 && '\u00a0· '}
            </span>
          ))}
        </p>
      }
    >
      <ul class="tiles">
        {state.languages.map((one) => (
          <LanguageTile
            key={one}
            language={one}
            chosen={one === language}
            onTouch={() => session.chooseLanguage({ language: one })}
          />
        ))}
      </ul>
    </Inside>
  );
}
