import type { ComponentChildren } from 'preact';
import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { type Language, languageRow } from '../../src-main/domain/languages.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { LanguageTile, MoreLanguages } from './language-tile.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';
import { Roof } from './teeth.tsx';

type BarButtonProps = {
  place: 'back' | 'back bar-withdraw' | 'language' | 'access' | 'help';
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

function AccessAndHelp() {
  const { t } = useWords();
  const session = useSession();
  return (
    <>
      <BarButton place="access" pictogram="access" onTouch={session.openAccess}>
        {t('bar.access')}
      </BarButton>
      <BarButton place="help" pictogram="help" onTouch={session.openHelp}>
        {t('bar.help')}
      </BarButton>
    </>
  );
}

type BarProps = { state: ViewState; canGoBack: boolean; canWithdraw: boolean };

/**
 * Back, language, access, help: the same place on every screen inside. On a ticket's screens the way back is to give its number up, far from
 * "finish" and at one place on all of them.
 */
export function Bar({ state, canGoBack, canWithdraw }: BarProps) {
  const { t, language } = useWords();
  const session = useSession();
  const ticketId = canWithdraw && 'ticket' in state.view ? state.view.ticket.ticketId : null;
  return (
    <nav class="bar" aria-label={t('bar.label')}>
      <Roof />
      {canGoBack && (
        <BarButton place="back" pictogram="back" onTouch={session.back}>
          {t('bar.back')}
        </BarButton>
      )}
      {ticketId !== null && (
        <BarButton place="back bar-withdraw" pictogram="again" onTouch={() => session.withdrawTicket(ticketId)}>
          {t('ticket.notIt')}
        </BarButton>
      )}
      {state.languages.length > 1 && (
        <BarButton place="language" pictogram="languages" onTouch={session.openLanguages}>
          <span class="spoken">{t('bar.language')}: </span>
          {languageRow(language).name}
        </BarButton>
      )}
      <AccessAndHelp />
    </nav>
  );
}

const catalanFirst = (languages: readonly Language[]): Language[] =>
  languages.toSorted((one, other) => Number(other === 'ca') - Number(one === 'ca'));

/** On the façade each language is one touch; those without room stand behind a last tile, `spareTiles` of them. */
export function FacadeBar({ state, spareTiles }: { state: ViewState; spareTiles: number }) {
  const { t, language } = useWords();
  const session = useSession();
  return (
    <nav class="bar" aria-label={t('bar.label')}>
      <Roof />
      {state.languages.length > 1 && (
        <ul class="bar-tiles" aria-label={t('bar.language')}>
          {catalanFirst(state.languages).map((one) => (
            <LanguageTile
              key={one}
              language={one}
              chosen={one === language}
              onTouch={() => session.chooseLanguage(one)}
            />
          ))}
          <MoreLanguages count={spareTiles} onTouch={session.openLanguages} />
        </ul>
      )}
      <AccessAndHelp />
    </nav>
  );
}
