import type { NextAction, ShownResult } from '../../src-main/contract/kiosk/screens/check-in.ts';
import { ActionButton } from '../components/action-button.tsx';
import { Inside } from '../components/frames.tsx';
import { NumberCard } from '../components/number-card.tsx';
import { Pictogram, type PictogramName } from '../components/pictogram.tsx';
import { Timeline } from '../components/timeline.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps, ViewOf } from './screen-props.ts';

type Outcome = ViewOf<'check-in-outcome'>;

/** Which sentence tells when the appointment is or was; `null` tells nothing of it. */
const WHEN: Readonly<Record<ShownResult, 'checkInOutcome.at' | 'checkInOutcome.was' | 'checkInOutcome.when' | null>> = {
  'too-early': 'checkInOutcome.at',
  'too-late': 'checkInOutcome.was',
  'wrong-day': 'checkInOutcome.when',
  'wrong-office': 'checkInOutcome.when',
  closed: 'checkInOutcome.was',
  cancelled: null,
  'already-checked-in': null,
  'not-found': null,
  'unverified-offline': null,
  neutral: null,
  'ask-at-desk': null,
  'code-unreadable': null,
};

const PICTOGRAMS: Readonly<Record<NextAction, PictogramName>> = {
  reprint: 'printer',
  'choose-service': 'list',
  'try-again': 'again',
  'come-back': 'later',
  'walk-in': 'ticket',
};

/** What somebody with an appointment is told, and every way on from there; the last is always a turn without one. */
export function CheckInResultScreen({ state, view }: ScreenProps<'check-in-outcome'>) {
  const { t } = useWords();
  return (
    <Inside
      state={state}
      title={t(`checkInOutcome.title.${view.outcome}`)}
      lead={<CheckInResult view={view} today={state.localTime.slice(0, 10)} />}
    >
      <Facts view={view} now={state.localTime.slice(11)} />
      <div class="ways">
        <h2>{t('checkInOutcome.question')}</h2>
        <div class="way-list">
          {view.ways.map((way) => (
            <Action key={way} way={way} view={view} />
          ))}
        </div>
      </div>
    </Inside>
  );
}

function CheckInResult({ view, today }: { view: Outcome; today: string }) {
  const { t, time, date } = useWords();
  const { outcome, when, from, where } = view;
  const sentence =
    WHEN[outcome] === 'checkInOutcome.when' && when?.date === today ? 'checkInOutcome.at' : WHEN[outcome];
  return (
    <p class="lead">
      {sentence !== null && when !== null && (
        <strong class="line">{t(sentence, { day: date(when.date, 'long'), time: time(when.time) })}</strong>
      )}
      {outcome === 'too-early' && from !== null ? (
        <span class="line">{t('checkInOutcome.from', { from: time(from) })}</span>
      ) : (
        <span class="line">
          {t(
            outcome === 'wrong-office' && where === null
              ? 'checkInOutcome.lead.wrong-office-unknown'
              : `checkInOutcome.lead.${outcome}`,
          )}
        </span>
      )}
    </p>
  );
}

/** What is better seen than read: the hours on a line, the other office, the number given already. */
function Facts({ view, now }: { view: Outcome; now: string }) {
  const { t, time } = useWords();
  const { outcome, when, from, where, label } = view;
  if (outcome === 'too-early' && when !== null && from !== null)
    return (
      <Timeline
        moments={[
          { time: time(now), name: t('checkInOutcome.now'), marked: false },
          { time: time(from), name: t('checkInOutcome.confirm'), marked: true },
          { time: time(when.time), name: t('checkInOutcome.appointment'), marked: true },
        ]}
      />
    );
  if (where !== null)
    return (
      <div class="other-office">
        <Pictogram name="place" />
        <p>
          <strong class="line">{where.name}</strong>
          <span class="line">{where.address}</span>
        </p>
      </div>
    );
  if (label !== null) return <NumberCard label={label} caption={t('checkInOutcome.valid')} />;
  return null;
}

function Action({ way, view }: { way: NextAction; view: Outcome }) {
  const { t } = useWords();
  const session = useSession();
  const touches: Readonly<Record<NextAction, () => void>> = {
    reprint: session.reprintCheckIn,
    'choose-service': session.continueCheckIn,
    'try-again': session.back,
    'come-back': session.finish,
    'walk-in': session.takeWalkIn,
  };
  const isThatDay = way === 'come-back' && view.outcome === 'wrong-day';
  return (
    <ActionButton
      pictogram={PICTOGRAMS[way]}
      name={t(isThatDay ? 'checkInOutcome.way.come-back-day' : `checkInOutcome.way.${way}`)}
      hint={t(way === 'walk-in' ? `checkInOutcome.hint.walk-in-${view.walkIn}` : `checkInOutcome.hint.${way}`)}
      onTouch={touches[way]}
    />
  );
}
