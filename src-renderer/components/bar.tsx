import type { ComponentChildren } from 'preact';
import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { languageRow } from '../../src-main/domain/languages.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
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

type BarProps = { state: ViewState; canGoBack: boolean; canWithdraw: boolean; onFacade: boolean };

/**
 * Back, language, access, help: the same place on every screen. On the façade the languages stand where elsewhere the way back is; on a
 * ticket's screens the way back is to give its number up, far from "finish" and at one place on all of them.
 */
export function Bar({ state, canGoBack, canWithdraw, onFacade }: BarProps) {
  const { t, language } = useWords();
  const session = useSession();
  const ticketId = canWithdraw && 'ticket' in state.view ? state.view.ticket.ticketId : null;
  const others = state.languages.filter((other) => other !== language);
  return (
    <nav class="bar" aria-label={t('bar.label')} data-wide-language={onFacade}>
      <Roof />
      {!onFacade && canGoBack && (
        <BarButton place="back" pictogram="back" onTouch={session.back}>
          {t('bar.back')}
        </BarButton>
      )}
      {ticketId !== null && (
        <BarButton place="back bar-withdraw" pictogram="again" onTouch={() => session.withdrawTicket(ticketId)}>
          {t('ticket.notIt')}
        </BarButton>
      )}
      <BarButton place="language" pictogram="languages" onTouch={session.openLanguages}>
        <span class="spoken">{t('bar.language')}: </span>
        {onFacade
          ? others.map((other, index) => (
              <span key={other}>
                {index > 0 && ' · '}
                <span lang={other}>{languageRow(other).name}</span>
              </span>
            ))
          : languageRow(language).name}
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
