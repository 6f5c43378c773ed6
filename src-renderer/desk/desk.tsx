import { formatDate } from '../../config/locales/dates.ts';
import { WORKING_LANGUAGES } from '../../src-main/domain/languages.ts';
import { languageName } from '../language-name.ts';
import { DeskButton } from './button.tsx';
import { PauseDialog, TransferDialog } from './dialogs.tsx';
import { GiveNumber } from './give.tsx';
import { HelpStripe } from './help-stripe.tsx';
import { Mine } from './mine.tsx';
import { act, SHORTCUTS } from './shortcuts.ts';
import { type DeskProps, type DeskState, inWords, mayOrder } from './state.ts';
import { NextOnes, NoShows, WhoWaits } from './waiting.tsx';
import { wordsOf } from './words.ts';

export function Desk(props: DeskProps) {
  const { state } = props;
  return (
    <div class="desk" data-cut={state.isCut}>
      <Head {...props} />
      <main>
        <Said {...props} />
        {state.code !== null ? <Pairing {...props} /> : state.view === null ? null : <Work {...props} />}
      </main>
    </div>
  );
}

function Head({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const { view, isCut, held, hasShortcuts, language } = state;
  return (
    <header class="desk-head">
      <div>
        <h1>{view === null ? 'Torn' : inWords(view.deskName, language)}</h1>
        <p>{view?.officeName ?? ''}</p>
      </div>
      <p class="desk-link" role="status">
        {t(isCut ? 'desk.link.lost' : 'desk.link.live')}
        {isCut && held.length > 0 ? ` · ${t('desk.link.held', { count: held.length })}` : ''}
      </p>
      <div class="desk-settings">
        <label>
          <input
            type="checkbox"
            checked={hasShortcuts}
            onChange={({ currentTarget }) => doing.change({ hasShortcuts: currentTarget.checked })}
          />
          {t('desk.keys.switch')}
        </label>
        {WORKING_LANGUAGES.map((one) => (
          <button
            type="button"
            key={one}
            lang={one}
            aria-pressed={one === language}
            onClick={() => doing.change({ language: one })}
          >
            {languageName(one, one)}
          </button>
        ))}
      </div>
    </header>
  );
}

/** What came of the last order, and what has to be known at once; each is read aloud. */
function Said({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const { said, view, isCut, seen, code } = state;
  const lost = view?.lost.filter(({ id }) => !seen.includes(id)) ?? [];
  return (
    <>
      {isCut && view !== null && code === null ? (
        <p class="desk-note" role="alert">
          {t('desk.link.lostNote')}
          {view.kiosks.length === 0 ? null : <span> {t('desk.link.other')}</span>}
          {view.kiosks.map((address) => (
            <a key={address} href={address}>
              {address}
            </a>
          ))}
        </p>
      ) : null}
      {view?.isCertificateNew && code === null ? (
        <p class="desk-note" role="alert">
          {t('desk.link.certificate')}
        </p>
      ) : null}
      {view !== null && view.dayInDoubt !== null ? (
        <p class="desk-note" role="alert">
          {dayText(view.dayInDoubt, state.language)}
        </p>
      ) : null}
      <p class="desk-said" data-trouble={said?.isTrouble ?? false} aria-live="assertive" key={said?.at ?? 0}>
        {said === null ? '' : saidText(said, t)}
      </p>
      {lost.length === 0 ? null : (
        <section class="desk-lost" role="alert">
          <h2>{t('desk.lost.title')}</h2>
          {lost.map(({ id, number, isOwn, other }) => (
            <p key={id}>
              {isOwn && other === null
                ? t('desk.lost.over', { label: number })
                : t(isOwn ? 'desk.lost.own' : 'desk.lost.other', {
                    label: number,
                    place: other === null ? '' : inWords(other, state.language),
                  })}
              <DeskButton onPress={() => doing.change({ seen: [...seen, id] })}>{t('desk.do.seen')}</DeskButton>
            </p>
          ))}
        </section>
      )}
    </>
  );
}

function dayText({ believed, clock }: { believed: string; clock: string }, language: DeskState['language']): string {
  const t = wordsOf(language);
  const inWords = (day: string): string => formatDate(language, day, 'full');
  return believed === clock
    ? t('desk.link.dayUnset', { clock: inWords(clock) })
    : t('desk.link.dayInDoubt', { believed: inWords(believed), clock: inWords(clock) });
}

function saidText(said: NonNullable<DeskState['said']>, t: ReturnType<typeof wordsOf>): string {
  switch (said.key) {
    case 'called':
      return t('desk.done.call', { label: said.label });
    case 'given':
      return t('desk.done.give', { label: said.label });
    case 'arrived':
      return t('desk.next.arrived', { label: said.label });
    case 'refused':
      return t(`desk.refused.${said.kind}`);
    case 'fault':
      return t('desk.refused.fault');
    case 'helps':
      return t('desk.help.answered');
    case 'done':
      return t('desk.done.other');
  }
}

function Pairing({ state }: DeskProps) {
  const t = wordsOf(state.language);
  return (
    <section class="desk-pairing">
      <h2>{t('desk.pair.title')}</h2>
      {state.code === '' ? (
        <p>{t('desk.pair.full')}</p>
      ) : (
        <>
          <p>{t('desk.pair.lead')}</p>
          <h3>{t('desk.pair.code')}</h3>
          <p class="desk-code">{state.code}</p>
          <p>{t('desk.pair.wait')}</p>
        </>
      )}
    </section>
  );
}

function Work(props: DeskProps) {
  const { state, doing } = props;
  const { view, hasShortcuts, dialog, language } = state;
  const t = wordsOf(language);
  if (view === null) return null;
  const key = (name: keyof typeof SHORTCUTS) => (hasShortcuts ? SHORTCUTS[name] : null);
  return (
    <>
      {dialog === 'transfer' ? <TransferDialog {...props} /> : null}
      {dialog === 'pause' ? <PauseDialog {...props} /> : null}
      <HelpStripe {...props} />
      <div class="desk-columns">
        <div>
          <Mine {...props} />
          <section class="desk-others">
            {view.pause === null ? null : (
              <p class="desk-paused">{t('desk.pause.now', { reason: t(`desk.pause.${view.pause.reason}`) })}</p>
            )}
            <DeskButton
              isOff={!mayOrder(state, view.pause === null ? 'pause' : 'resume')}
              shortcut={key('pause')}
              onPress={() => act('pause', state, doing)}
            >
              {t(view.pause === null ? 'desk.do.pause' : 'desk.do.resume')}
            </DeskButton>
            {view.undo === null ? null : (
              <DeskButton
                isOff={!mayOrder(state, 'undo')}
                shortcut={key('undo')}
                onPress={() => act('undo', state, doing)}
              >
                {t('desk.do.undo', { label: view.undo.number })}
              </DeskButton>
            )}
          </section>
          <NoShows {...props} />
        </div>
        <div>
          <WhoWaits {...props} />
          <GiveNumber {...props} />
          <NextOnes {...props} />
        </div>
      </div>
    </>
  );
}
