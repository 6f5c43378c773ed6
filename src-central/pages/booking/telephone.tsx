import './booking.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTitle } from '../parts/use-title.ts';
import { BookedCall } from './booked-call.tsx';
import { FindBooking } from './find-booking.tsx';
import { HourColumn } from './hour-column.tsx';
import { PersonColumn } from './person-column.tsx';
import { type BookableOffice, keyOf, timeLeft } from './rules.ts';
import { ServiceColumn } from './service-column.tsx';
import { type Call, useCall } from './use-call.ts';
import { useBookingWords } from './words.ts';

const MINUTE_MS = 60_000;

/** The page of the city's telephone operators (010): from a caller's service to a confirmed appointment, by keyboard alone. */
export function TelephonePage() {
  const { t: city } = usePage();
  const { t, isReady } = useBookingWords();
  const { body, fault } = useAsked('listBookable', { params: {} }, { once: true });
  const title = isReady ? t('telephone.title') : city('nav.telephone');
  useTitle(title);
  if (!isReady || body === null) return waitingPage(title, fault);
  if (body.offices.length === 0)
    return (
      <>
        <PageHead title={title} />
        <p class="note">{t('telephone.noPlan')}</p>
      </>
    );
  return <Calls offices={body.offices} />;
}

function Calls({ offices }: { offices: readonly BookableOffice[] }) {
  const [no, setNo] = useState(1);
  return <OneCall key={no} offices={offices} onNext={() => setNo(no + 1)} />;
}

function OneCall({ offices, onNext }: { offices: readonly BookableOffice[]; onNext: () => void }) {
  const { t } = useBookingWords();
  const call = useCall(offices);
  const nowMs = useNow();
  const page = useRef<HTMLDivElement>(null);
  const [isFinding, setFinding] = useState(false);
  const [begunMs, setBegun] = useState<number | null>(null);
  const { booked, hold } = call;
  const go = (column: 1 | 2 | 3 | 4): void => {
    setFinding(column === 4);
    // The focus moves after the page is drawn, because the column may not exist before.
    setTimeout(() => page.current?.querySelector<HTMLElement>(`[data-column="${column}"]`)?.focus());
  };
  useEffect(() => go(1), []);
  useEffect(() => {
    if (hold !== null && timeLeft(hold.endsAt, nowMs) === null) call.lose();
  }, [hold, nowMs]);
  // The key listener is replaced before the page is drawn, so that a quick key always chooses from the offers on the page.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      setBegun((before) => before ?? Date.now());
      const target = event.target instanceof HTMLElement ? event.target : null;
      const key = keyOf(event, target?.matches('input, select, textarea') ?? false);
      if (key === null || booked !== null) return;
      if (acts(key, { call, go, isFinding, t })) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  const minutes = begunMs === null ? 0 : Math.floor((nowMs - begunMs) / MINUTE_MS);
  const seconds = begunMs === null ? 0 : Math.floor((nowMs - begunMs) / 1_000) % 60;
  return (
    <div class="call" ref={page}>
      <div class="page-head call-head">
        <h1>{t('telephone.title')}</h1>
        <p class="call-time">
          <Icon name="phone" />
          {t('telephone.call', { time: `${minutes}.${String(seconds).padStart(2, '0')}` })}
        </p>
        {booked === null ? (
          <button type="button" class="button" aria-pressed={isFinding} onClick={() => go(isFinding ? 1 : 4)}>
            {t('find.open')} <kbd>Alt 4</kbd>
          </button>
        ) : null}
      </div>
      {booked !== null ? (
        <BookedCall booked={booked} isMoved={call.moves !== null} onNext={onNext} />
      ) : (
        <>
          {isFinding ? (
            <FindBooking
              onMove={(booking) => {
                call.move(booking);
                go(2);
              }}
            />
          ) : (
            <div class="call-columns">
              <ServiceColumn call={call} onNext={() => go(2)} />
              <HourColumn call={call} onChosen={() => go(3)} />
              <PersonColumn call={call} />
            </div>
          )}
          {isFinding ? null : <CallFoot call={call} nowMs={nowMs} />}
        </>
      )}
    </div>
  );
}

/** Does what a key of the telephone page asks for. Returns whether the key had an effect. */
function acts(
  key: NonNullable<ReturnType<typeof keyOf>>,
  {
    call,
    go,
    isFinding,
    t,
  }: {
    call: Call;
    go: (column: 1 | 2 | 3 | 4) => void;
    isFinding: boolean;
    t: ReturnType<typeof useBookingWords>['t'];
  },
): boolean {
  if (key.kind === 'column') {
    go(key.column);
    return true;
  }
  if (isFinding) {
    if (key.kind === 'free') go(1);
    return key.kind === 'free';
  }
  switch (key.kind) {
    case 'save':
      void call.save();
      return true;
    case 'free':
      void call.free();
      go(2);
      return true;
    case 'digit': {
      const offer = call.offers?.[key.digit - 1];
      if (offer === undefined) return false;
      void call.choose(offer).then((isHeld) => go(isHeld ? 3 : 2));
      return true;
    }
    case 'letter':
      if (key.letter === t('keys.morning')) call.only('morning');
      else if (key.letter === t('keys.afternoon')) call.only('afternoon');
      else if (key.letter === t('keys.day')) call.laterDay();
      else if (key.letter === t('keys.office')) call.nextOffice();
      else if (key.letter === t('keys.desk')) call.nextDesk();
      else return false;
      go(2);
      return true;
  }
}

function CallFoot({ call, nowMs }: { call: Call; nowMs: number }) {
  const words = useBookingWords();
  const { t } = words;
  const { choice, hold, missing, notice, moves } = call;
  const left = hold === null ? null : timeLeft(hold.endsAt, nowMs);
  return (
    <div class="call-foot">
      <section aria-labelledby="aloud-title">
        <h2 id="aloud-title">
          <Icon name="speech" />
          {t('aloud.title')}
        </h2>
        <p class="aloud" role="status">
          {choice === null ? t('aloud.nothing') : <Aloud sentence={call.sentence(words)} />}
        </p>
      </section>
      <div class="call-save">
        <button
          type="button"
          class="button button-main"
          aria-disabled={missing !== null || undefined}
          onClick={() => void call.save()}
        >
          {t(moves === null ? 'telephone.save' : 'telephone.saveMove')} <kbd>Ctrl ↵</kbd>
        </button>
        <p class="call-missing" role="status">
          {notice !== null ? t(`notice.${notice}`) : missing === null ? '' : t(`missing.${missing}`)}
        </p>
        {left === null ? null : (
          <p>
            {t('telephone.held', { time: `${left.minutes}.${left.seconds}` })} · <kbd>Esc</kbd> {t('telephone.frees')}
          </p>
        )}
      </div>
    </div>
  );
}

/** A sentence that the operator reads aloud. Words between asterisks are emphasised. */
const Aloud = ({ sentence }: { sentence: string }) => (
  <q>{sentence.split('*').map((part, at) => (at % 2 === 1 ? <strong key={at}>{part}</strong> : part))}</q>
);
