import type { ComponentChildren } from 'preact';
import { LANGUAGE_NAMES } from '../../config/locales/index.ts';
import type { ScreenName, ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { Pictogram, type PictogramName } from './pictogram.tsx';
import { Roof } from './teeth.tsx';

/** Screens that show the façade, where there is no way back and the languages take its place. */
const FACADE: ReadonlySet<ScreenName> = new Set(['idle', 'closed', 'out-of-service']);

type BarButtonProps = {
  place: 'back' | 'language' | 'access' | 'help';
  pictogram: PictogramName;
  onTouch: () => void;
  children: ComponentChildren;
};

function BarButton({ place, pictogram, onTouch, children }: BarButtonProps) {
  return (
    <button type="button" class={`bar-button bar-${place}`} onClick={onTouch}>
      <Pictogram name={pictogram} />
      <span>{children}</span>
    </button>
  );
}

/** Back, language, access, help: the same place on every screen. */
export function Bar({ state, canGoBack }: { state: ViewState; canGoBack: boolean }) {
  const { t, language } = useWords();
  const session = useSession();
  const onFacade = FACADE.has(state.view.screen);
  const others = state.languages.filter((other) => other !== language);
  return (
    <nav class="bar" aria-label={t('bar.label')} data-wide-language={onFacade}>
      <Roof />
      {!onFacade && canGoBack && (
        <BarButton place="back" pictogram="back" onTouch={session.back}>
          {t('bar.back')}
        </BarButton>
      )}
      <BarButton place="language" pictogram="languages" onTouch={session.openLanguages}>
        <span class="spoken">{t('bar.language')}: </span>
        {onFacade
          ? others.map((other, index) => (
              <span key={other}>
                {index > 0 && ' · '}
                <span lang={other}>{LANGUAGE_NAMES[other]}</span>
              </span>
            ))
          : LANGUAGE_NAMES[language]}
      </BarButton>
      <BarButton place="access" pictogram="access" onTouch={session.openAccess}>
        {t('bar.access')}
      </BarButton>
      <BarButton place="help" pictogram="help" onTouch={session.openHelp}>
        {t('bar.help')}
      </BarButton>
    </nav>
  );
}
