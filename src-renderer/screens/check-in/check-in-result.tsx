import type { NextAction, ShownResult } from '../../../src-main/check-in/contract/check-in.ts';
import { Inside } from '../../components/frames.tsx';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { ResultPicture } from '../../components/result-picture.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { NumberCard } from '../tickets/slip-card.tsx';

type ResultView = ViewOf<'check-in-result'>;

type Sentence = 'checkInResult.at' | 'checkInResult.was' | 'checkInResult.when';

/**
 * For each result, a picture of the next step, such as the desk's bell or a seat, and the sentence about the appointment's time, if any.
 */
const RESULTS: Readonly<Record<ShownResult, { readonly picture: PictogramName; readonly when?: Sentence }>> = {
  'too-early': { picture: 'later', when: 'checkInResult.at' },
  'too-late': { picture: 'ticket', when: 'checkInResult.was' },
  'wrong-day': { picture: 'calendar', when: 'checkInResult.when' },
  'wrong-office': { picture: 'place', when: 'checkInResult.when' },
  closed: { picture: 'help', when: 'checkInResult.was' },
  cancelled: { picture: 'help' },
  'already-checked-in': { picture: 'seat' },
  'not-found': { picture: 'search' },
  'unverified-offline': { picture: 'list' },
  neutral: { picture: 'locator' },
  'ask-at-desk': { picture: 'help' },
  'code-unreadable': { picture: 'reader' },
  withdrawn: { picture: 'ticket' },
  'arrived-from-home': { picture: 'seat' },
  'turn-over': { picture: 'ticket' },
};

const PICTOGRAMS: Readonly<Record<NextAction, PictogramName>> = {
  reprint: 'printer',
  'choose-service': 'list',
  'try-again': 'again',
  'come-back': 'later',
  'other-office': 'place',
  desk: 'help',
  'walk-in': 'ticket',
  'another-ticket': 'ticket',
};

/** The result of a check-in and the next actions; the last action always leads to a ticket without an appointment. */
export function CheckInResultScreen({ state, view }: ScreenProps<'check-in-result'>) {
  const { t } = useWords();
  const [first, ...others] = view.nextActions;
  return (
    <Inside
      state={state}
      title={t(`checkInResult.title.${view.result}`)}
      lead={<CheckInResult view={view} today={state.localTime.slice(0, 10)} />}
    >
      <Details view={view} now={state.knowsHour ? state.localTime.slice(11) : null} />
      <div class="next-actions">
        <div class="next-action-list">
          {first !== undefined && (
            <div class="next-action-asked" data-together>
              {others.length > 0 && <h2>{t('checkInResult.question')}</h2>}
              <Action action={first} view={view} isFirst />
            </div>
          )}
          {others.map((action) => (
            <Action key={action} action={action} view={view} isFirst={false} />
          ))}
        </div>
      </div>
    </Inside>
  );
}

function CheckInResult({ view, today }: { view: ResultView; today: string }) {
  const { t, time, date } = useWords();
  const { result, when, from, where } = view;
  const usual = RESULTS[result].when;
  const sentence = usual === 'checkInResult.when' && when?.date === today ? 'checkInResult.at' : usual;
  return (
    <div class="lead">
      {sentence !== undefined && when !== null && (
        <p class="told">{t(sentence, { day: date(when.date, 'long'), time: time(when.time) })}</p>
      )}
      {result === 'too-early' && from !== null ? (
        <p>{t('checkInResult.from', { from: time(from) })}</p>
      ) : (
        <p>
          {t(
            result === 'wrong-office' && where === null
              ? 'checkInResult.lead.wrong-office-unknown'
              : `checkInResult.lead.${result}`,
          )}
        </p>
      )}
    </div>
  );
}

function Details({ view, now }: { view: ResultView; now: string | null }) {
  const { t, time } = useWords();
  const { result, when, from, where, label } = view;
  if (result === 'too-early' && when !== null && from !== null)
    return (
      <Timeline
        moments={[
          ...(now === null ? [] : [{ time: time(now), name: t('checkInResult.now'), marked: false }]),
          { time: time(from), name: t('checkInResult.confirm'), marked: true },
          { time: time(when.time), name: t('checkInResult.appointment'), marked: true },
        ]}
      />
    );
  if (where !== null) return <OfficeCard name={where.name} address={where.address} />;
  if (label !== null) return <NumberCard label={label} caption={t('checkInResult.valid')} />;
  return <ResultPicture shows={RESULTS[result].picture} />;
}

function subtitleOf(action: NextAction, { walkIn, where }: ResultView) {
  if (action === 'walk-in') return `checkInResult.subtitle.walk-in-${walkIn}` as const;
  if (action === 'other-office' && where === null) return 'checkInResult.subtitle.other-office-unknown';
  return `checkInResult.subtitle.${action}` as const;
}

/** One of the actions between which a citizen chooses; the first one suits most citizens. */
function Action({ action, view, isFirst }: { action: NextAction; view: ResultView; isFirst: boolean }) {
  const { t } = useWords();
  const session = useSession();
  const touches: Readonly<Record<NextAction, () => void>> = {
    reprint: session.reprintCheckIn,
    'choose-service': session.continueCheckIn,
    'try-again': session.back,
    'come-back': session.finish,
    'other-office': session.goToOtherOffice,
    desk: session.finish,
    'walk-in': session.takeWalkIn,
    'another-ticket': session.askAnotherTicket,
  };
  const isThatDay = action === 'come-back' && view.result === 'wrong-day';
  return (
    <button
      type="button"
      class={`next-action next-action-${isFirst ? 'primary' : 'secondary'}`}
      onClick={touches[action]}
    >
      <Pictogram name={PICTOGRAMS[action]} />
      <span class="next-action-words">
        <span class="next-action-name">
          {t(isThatDay ? 'checkInResult.action.come-back-day' : `checkInResult.action.${action}`)}
        </span>
        <span class="next-action-subtitle">
          {action === 'desk' && view.desk !== null ? view.desk : t(subtitleOf(action, view))}
        </span>
      </span>
    </button>
  );
}

/** Moments in the sequence of time; the line between two marked moments is solid, any other line is dotted. */
function Timeline({ moments }: { moments: readonly { time: string; name: string; marked: boolean }[] }) {
  return (
    <ol class="timeline" data-whole>
      {moments.map(({ time, name, marked }) => (
        <li key={name} class="moment" data-marked={marked}>
          <span class="moment-time">{time}</span>
          <span class="moment-point" />
          <span class="moment-name">{name}</span>
        </li>
      ))}
    </ol>
  );
}

function OfficeCard({ name, address }: { name: string; address: string }) {
  return (
    <div class="other-office" data-whole>
      <Pictogram name="place" />
      <p>
        <strong class="line">{name}</strong>
        <span class="line">{address}</span>
      </p>
    </div>
  );
}
