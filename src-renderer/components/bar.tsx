import type { ComponentChildren } from 'preact';
import { type Language, languageRow } from '../../config/languages.ts';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { LanguageTile, MoreLanguages } from '../screens/session/language-tile.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { Pictogram, type PictogramName } from './pictogram.tsx';
import { Roof } from './teeth.tsx';

type BarButtonProps = {
  place: 'back' | 'back bar-withdraw' | 'language' | 'access' | 'aloud' | 'help' | 'word';
  pictogram: PictogramName;
  onTouch: () => void;
  /** The accessible name, for a button whose words are drawn in parts. */
  label?: string;
  /** Whether a bar without room, for example with larger type, may drop this button, after it has dropped the date. */
  mayGo?: boolean;
  children: ComponentChildren;
};

function BarButton({ place, pictogram, onTouch, label, mayGo, children }: BarButtonProps) {
  return (
    <button
      type="button"
      class={`bar-button bar-${place}`}
      onClick={onTouch}
      aria-label={label}
      data-gives={mayGo ? 2 : undefined}
    >
      <Pictogram name={pictogram} />
      <span>{children}</span>
    </button>
  );
}

/** Places at which the longest words may break in a bar at the side: `Accessi-bilitat`, `Доступ-ність`, `Україн-ська`. */
const FOLD = /(?=bili|ність|ська)/;

function Foldable({ word }: { word: string }) {
  const [start, rest] = word.split(FOLD, 2);
  if (rest === undefined) return word;
  return (
    <>
      <span class="bar-folded">{start}</span>
      <span class="bar-fold">{rest}</span>
    </>
  );
}

function AccessAndHelp({ speech: { aloud }, view: { screen } }: Pick<ViewState, 'speech' | 'view'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <>
      <BarButton place="access" pictogram="access" label={t('bar.access')} onTouch={session.openAccess}>
        <Foldable word={t('bar.access')} />
      </BarButton>
      {aloud && screen !== 'access' && (
        <BarButton place="aloud" pictogram="speaker" onTouch={session.readAloud}>
          {t('bar.aloud')}
        </BarButton>
      )}
      <BarButton place="help" pictogram="help" onTouch={session.openHelp}>
        {t('bar.help')}
      </BarButton>
    </>
  );
}

type BarProps = { state: ViewState; canGoBack: boolean; canWithdraw: boolean };

/**
 * Buttons for back, language, access, reading aloud and help, in the same place on every inner screen. On the screens of a ticket the
 * button that withdraws the number takes the place of "back", which is far from "finish".
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
        <BarButton place="back bar-withdraw" pictogram="again" onTouch={() => session.withdrawTicket({ ticketId })}>
          {t('ticket.notIt')}
        </BarButton>
      )}
      {state.languages.length > 1 && (
        <BarButton
          place="language"
          pictogram="languages"
          label={`${t('bar.language')}: ${languageRow(language).name}`}
          onTouch={session.openLanguages}
        >
          <Foldable word={languageRow(language).name} />
        </BarButton>
      )}
      <AccessAndHelp {...state} />
    </nav>
  );
}

const catalanFirst = (languages: readonly Language[]): Language[] =>
  languages.toSorted((one, other) => Number(other === 'ca') - Number(one === 'ca'));

/**
 * The bar of the start screen, with languages to choose by one touch, Catalan first. `spareTiles`: number of languages without room; a last
 * tile opens them.
 */
export function FacadeBar({ state, spareTiles }: { state: ViewState; spareTiles: number }) {
  const { t, language } = useWords();
  const session = useSession();
  return (
    <nav class="bar" aria-label={t('bar.label')}>
      <Roof />
      {state.languages.length > 1 && (
        <ul class="bar-tiles" aria-label={t('bar.language')}>
          {catalanFirst(state.languages)
            .filter((one) => one !== language)
            .map((one) => (
              <LanguageTile
                key={one}
                language={one}
                chosen={false}
                onTouch={() => session.chooseLanguage({ language: one })}
              />
            ))}
          <MoreLanguages count={spareTiles} onTouch={session.openLanguages} />
        </ul>
      )}
      {state.view.screen === 'idle' && state.view.asksWord === true && state.access.textSize === 100 && (
        <BarButton place="word" pictogram="face-good" onTouch={session.openWord} mayGo>
          {t('word.question')}
        </BarButton>
      )}
      <AccessAndHelp {...state} />
    </nav>
  );
}
