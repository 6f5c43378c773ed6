import { DeskButton } from './button.tsx';
import { marksOf, serviceOf } from './marks.tsx';
import { minutesOf } from './mine.tsx';
import { type DeskProps, emptyKey, hourOf, hubMs, inWords, mayCall } from './state.ts';
import { wordsOf } from './words.ts';

/** The next tickets, in the sequence in which they will be called; without a connection, the next tickets of the last view. */
export function NextOnes({ state, doing, nowMs }: DeskProps) {
  const { view, language, isCut } = state;
  const t = wordsOf(language);
  const next = view?.next ?? [];
  const all = view?.waiting.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <section class="desk-next" aria-labelledby="desk-next">
      <header>
        <h2 id="desk-next">{t('desk.next.title')}</h2>
        <p>
          {isCut
            ? t('desk.mine.lostAt', { time: hourOf(view?.asOfMs ?? 0, language) })
            : t('desk.waiting.all', { count: all })}
        </p>
      </header>
      {next.length === 0 ? (
        <p>{t(emptyKey(state))}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keys (WCAG 2.1.1)
        <ol class="desk-list" tabIndex={0} aria-labelledby="desk-next">
          {next.map((ticket) => (
            <li key={ticket.ticketId}>
              <strong>{ticket.number}</strong>
              <p>
                <b>{serviceOf(ticket, state)}</b>
                <span>
                  {[
                    ...(ticket.appointmentMs === null
                      ? [t('desk.mine.waits', { minutes: minutesOf(hubMs(state, nowMs) - ticket.sinceMs) })]
                      : []),
                    ...marksOf(ticket, state),
                  ].join(' · ')}
                </span>
              </p>
              <DeskButton
                label={t('desk.do.call', { label: ticket.number })}
                isOff={!mayCall(state)}
                onPress={() => doing.order({ kind: 'call', ticketId: ticket.ticketId })}
              >
                {t('desk.do.callShort')}
              </DeskButton>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/**
 * The waiting tickets of each service, and since when they wait. A service without waiting tickets, and without numbers taken at home whose
 * holders have not arrived, is only in the dialog of the services.
 */
export function WhoWaits({ state, doing, nowMs }: DeskProps) {
  const { view, language } = state;
  const t = wordsOf(language);
  const now = hubMs(state, nowMs);
  const waiting = view?.waiting.filter(({ count, coming }) => count + coming > 0) ?? [];
  return (
    <section class="desk-waiting" aria-labelledby="desk-waiting">
      <header>
        <h2 id="desk-waiting">{t('desk.waiting.title')}</h2>
        <button type="button" class="desk-link-button" onClick={() => doing.change({ dialog: 'choose' })}>
          {t('desk.do.choose')}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls is reached by keys (WCAG 2.1.1) */}
      <div class="desk-scroll" tabIndex={0}>
        <table class="desk-table">
          <thead class="unseen">
            <tr>
              <th scope="col">{t('desk.waiting.service')}</th>
              <th scope="col">{t('desk.waiting.count')}</th>
              <th scope="col">{t('desk.waiting.oldest')}</th>
            </tr>
          </thead>
          <tbody>
            {waiting.map(({ serviceId, name, count, coming, oldestAtMs, isServed }) => (
              <tr key={serviceId} data-left={!isServed}>
                <th scope="row">
                  {inWords(name, language)} {coming > 0 && <small>{t('desk.waiting.coming', { count: coming })}</small>}
                </th>
                <td>
                  <b>{count}</b>
                </td>
                <td>
                  {oldestAtMs === null ? '' : t('desk.waiting.minutes', { minutes: minutesOf(now - oldestAtMs) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/**
 * The numbers that this desk has parked, and numbers of other desks that it may call because that desk is absent or they have waited long.
 * One touch calls a number back.
 */
export function Parked({ state, doing, nowMs }: DeskProps) {
  const { language } = state;
  const t = wordsOf(language);
  const all = state.view?.parked ?? [];
  if (all.length === 0) return null;
  return (
    <ul class="desk-no-shows desk-parked" aria-label={t('desk.parked.title')}>
      {all.map(({ ticketId, number, atMs, isParked, desk, isOfOther }) => (
        <li key={ticketId}>
          <p>
            {t(isParked ? 'desk.parked.one' : 'desk.parked.sent')} <b>{number}</b>{' '}
            {t('desk.waiting.minutes', { minutes: minutesOf(hubMs(state, nowMs) - atMs) })}
            {isOfOther ? ` · ${inWords(desk, language)}` : ''}
          </p>
          <DeskButton isOff={!mayCall(state)} onPress={() => doing.order({ kind: 'call', ticketId })}>
            {t('desk.do.callBack', { label: number })}
          </DeskButton>
        </li>
      ))}
    </ul>
  );
}

export function NoShows({ state, doing }: DeskProps) {
  const { language } = state;
  const t = wordsOf(language);
  const all = state.view?.noShows ?? [];
  if (all.length === 0) return null;
  return (
    <ul class="desk-no-shows" aria-label={t('desk.noShows.title')}>
      {all.map(({ ticketId, number, atMs }) => (
        <li key={ticketId}>
          <p>
            {t('desk.do.noShow')} <b>{number}</b> {hourOf(atMs, language)}
          </p>
          <DeskButton isOff={!mayCall(state)} onPress={() => doing.order({ kind: 'call', ticketId })}>
            {t('desk.do.call', { label: number })}
          </DeskButton>
        </li>
      ))}
    </ul>
  );
}
