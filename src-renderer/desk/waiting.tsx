import type { DeskView } from '../../src-main/contract/hub/desk.ts';
import { DeskButton } from './button.tsx';
import { Marks } from './marks.tsx';
import { type DeskProps, hubMs, inWords, mayCall } from './state.ts';
import { wordsOf } from './words.ts';

const MINUTE_MS = 60_000;

/** How many wait for each service and since when; which of them are called here. */
export function WhoWaits({ state, doing, nowMs }: DeskProps) {
  const { view, left, language } = state;
  const t = wordsOf(language);
  const now = hubMs(state, nowMs);
  return (
    <section aria-labelledby="desk-waiting">
      <h2 id="desk-waiting">{t('desk.waiting.title')}</h2>
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{t('desk.waiting.calls')}</th>
            <th scope="col">{t('desk.waiting.service')}</th>
            <th scope="col">{t('desk.waiting.count')}</th>
            <th scope="col">{t('desk.waiting.oldest')}</th>
            <th scope="col">{t('desk.waiting.comer')}</th>
          </tr>
        </thead>
        <tbody>
          {view?.waiting.map(({ serviceId, name, count, oldestAtMs, comer }) => (
            <tr key={serviceId}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${t('desk.waiting.calls')}: ${inWords(name, language)}`}
                  checked={!left.includes(serviceId)}
                  onChange={({ currentTarget: { checked } }) =>
                    doing.change({ left: checked ? left.filter((one) => one !== serviceId) : [...left, serviceId] })
                  }
                />
              </td>
              <th scope="row">{inWords(name, language)}</th>
              <td>{count}</td>
              <td>
                {oldestAtMs === null
                  ? ''
                  : t('desk.waiting.minutes', { minutes: Math.max(0, Math.floor((now - oldestAtMs) / MINUTE_MS)) })}
              </td>
              <td>{comer === null ? '' : comerText(comer, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Comer = NonNullable<DeskView['waiting'][number]['comer']>;

/** As the kiosk's row of the service says it to a citizen. */
function comerText({ waiting, minutes }: Comer, t: ReturnType<typeof wordsOf>): string {
  const before = t('desk.waiting.before', { count: waiting });
  return minutes === null ? before : `${before} · ${t('desk.waiting.range', { ...minutes })}`;
}

export function NextOnes({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const next = state.view?.next ?? [];
  return (
    <section aria-labelledby="desk-next">
      <h2 id="desk-next">{t('desk.next.title')}</h2>
      {next.length === 0 ? (
        <p>{t('desk.next.nobody')}</p>
      ) : (
        <ol class="desk-list">
          {next.map((ticket) => (
            <li key={ticket.ticketId}>
              <strong>{ticket.number}</strong>
              <Marks ticket={ticket} state={state} />
              <DeskButton
                isOff={!mayCall(state)}
                onPress={() => doing.order({ kind: 'call', ticketId: ticket.ticketId })}
              >
                {t('desk.do.call', { label: ticket.number })}
              </DeskButton>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

export function NoShows({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const all = state.view?.noShows ?? [];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="desk-no-shows">
      <h2 id="desk-no-shows">{t('desk.noShows.title')}</h2>
      <ul class="desk-list">
        {all.map(({ ticketId, number }) => (
          <li key={ticketId}>
            <strong>{number}</strong>
            <DeskButton isOff={!mayCall(state)} onPress={() => doing.order({ kind: 'call', ticketId })}>
              {t('desk.do.call', { label: number })}
            </DeskButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
