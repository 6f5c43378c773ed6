import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { formatDate } from '../../config/locales/dates.ts';
import { languageName } from '../language-name.ts';
import { DeskButton } from './button.tsx';
import { ComeBackDialog } from './come-back.tsx';
import { AlarmDialog, ChooseDialog, GiveDialog, MoreDialog, PauseDialog, TransferDialog } from './dialogs.tsx';
import { Mine } from './mine.tsx';
import { Row } from './row.tsx';
import { type DeskProps, type DeskState, hourOf, hubMs, inWords, mayAlarm } from './state.ts';
import { Stripe } from './stripe.tsx';
import { NextOnes, NoShows, Parked, WhoWaits } from './waiting.tsx';
import { wordsOf } from './words.ts';

export function Desk(props: DeskProps) {
  const { state } = props;
  return (
    <div class="desk" data-cut={state.isCut}>
      <Head {...props} />
      <main>{state.view === null && state.code === null ? null : <Work {...props} />}</main>
    </div>
  );
}

function Head({ state, doing, nowMs }: DeskProps) {
  const t = wordsOf(state.language);
  const { view, isCut, hasShortcuts, language, code } = state;
  // A desk that is being paired has a `code`; the code is `''` while the kiosk gives none.
  const isLost = code === null ? isCut : code === '';
  const link = isLost ? 'desk.link.lost' : code === null ? 'desk.link.live' : 'desk.link.pairing';
  return (
    <header class="desk-head">
      <h1>{view === null ? 'Torn' : inWords(view.deskName, language)}</h1>
      <p>{view?.officeName ?? ''}</p>
      <p class="desk-link" data-lost={isLost} role="status">
        {t(link)}
      </p>
      <div class="desk-settings">
        {view === null ? null : (
          <button
            type="button"
            class="desk-alarm-button"
            aria-disabled={!mayAlarm(state)}
            onClick={() => mayAlarm(state) && doing.change({ dialog: 'alarm' })}
          >
            {t('desk.alarm.button')}
          </button>
        )}
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
      {view === null ? null : <p class="desk-clock">{hourOf(hubMs(state, nowMs), language)}</p>}
    </header>
  );
}

function Notes({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const { view, seen } = state;
  if (view === null) return null;
  const lost = view.lost.filter(({ id }) => !seen.includes(id));
  const isEmpty = !view.isCertificateNew && view.dayInDoubt === null && lost.length === 0;
  return (
    <div class="desk-notes" tabIndex={isEmpty ? undefined : 0}>
      {view.isCertificateNew ? (
        <p class="desk-note" role="alert">
          {t('desk.link.certificate')}
        </p>
      ) : null}
      {view.dayInDoubt !== null ? (
        <p class="desk-note" role="alert">
          {dayText(view.dayInDoubt, state.language)}
        </p>
      ) : null}
      {lost.length === 0 ? null : (
        <section class="desk-note" role="alert">
          <h2>{t('desk.lost.title')}</h2>
          {lost.map(({ id, number, isOwn, other }) => (
            <p key={id}>
              {isOwn && other === null
                ? t('desk.lost.over', { label: number })
                : t(isOwn ? 'desk.lost.own' : 'desk.lost.other', {
                    label: number,
                    place: other === null ? '' : inWords(other, state.language),
                  })}{' '}
              <DeskButton onPress={() => doing.change({ seen: [...seen, id] })}>{t('desk.do.seen')}</DeskButton>
            </p>
          ))}
        </section>
      )}
    </div>
  );
}

function dayText({ believed, clock }: { believed: string; clock: string }, language: DeskState['language']): string {
  const t = wordsOf(language);
  const inWords = (day: string): string => formatDate(language, day, 'full');
  return believed === clock
    ? t('desk.link.dayUnset', { clock: inWords(clock) })
    : t('desk.link.dayInDoubt', { believed: inWords(believed), clock: inWords(clock) });
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

/** The open dialog, the desk's facts, and below them the stripe and the row of actions; only the pairing while the browser is unpaired. */
function Work(props: DeskProps) {
  const { dialog, code } = props.state;
  if (code !== null) return <Pairing {...props} />;
  return (
    <>
      {dialog === 'transfer' ? <TransferDialog {...props} /> : null}
      {dialog === 'pause' ? <PauseDialog {...props} /> : null}
      {dialog === 'choose' ? <ChooseDialog {...props} /> : null}
      {dialog === 'give' ? <GiveDialog {...props} /> : null}
      {dialog === 'come-back' ? <ComeBackDialog {...props} /> : null}
      {dialog === 'more' ? <MoreDialog {...props} /> : null}
      {dialog === 'alarm' ? <AlarmDialog {...props} /> : null}
      <div class="desk-facts">
        <Notes {...props} />
        <Mine {...props} />
        <div class="desk-side">
          <NextOnes {...props} />
          <WhoWaits {...props} />
          <Parked {...props} />
          <NoShows {...props} />
        </div>
      </div>
      <Stripe {...props} />
      <Row {...props} />
    </>
  );
}
