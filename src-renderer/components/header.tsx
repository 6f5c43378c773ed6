import { daysBetween } from '../../config/locales/dates.ts';
import type { TimeRange } from '../../src-main/contract/shared/opening-hours.ts';
import type { PrinterNotice, StoreNotice, ViewState } from '../../src-main/session/contract/view-state.ts';
import { useWords } from '../speaking.ts';
import { AskedMarks } from './asked.tsx';
import { Pictogram } from './pictogram.tsx';

type HeaderProps = { state: ViewState };

function Clock({ state: { localTime, knowsHour }, gives = false }: HeaderProps & { gives?: boolean }) {
  const { time } = useWords();
  if (!knowsHour) return null;
  return (
    <time class="clock" data-ticks dateTime={localTime} data-gives={gives ? 3 : undefined}>
      {time(localTime.slice(11))}
    </time>
  );
}

export function Header({ state, saysAsked }: HeaderProps & { saysAsked: boolean }) {
  return (
    <header class="header" data-part>
      <span class="office-name" data-gives="3">
        {state.office.name}
      </span>
      <AskedMarks state={state} saysAsked={saysAsked} />
      <Clock state={state} gives />
    </header>
  );
}

/** A small note for passing staff: what the printer soon needs, and what a technician should look at. */
function StaffNotice({ printer, store }: { printer: PrinterNotice | null; store: StoreNotice | null }) {
  const { t } = useWords();
  return (
    <p class="staff-notice">
      <Pictogram name="printer" />
      <span>
        {printer !== null && t(`staff.${printer.condition}`)}
        {printer?.printing && printer.condition !== 'paper-low' && ` · ${t('staff.second')}`}
        {printer !== null && store !== null && ' · '}
        {store !== null && t(`staff.${store}`)}
      </span>
    </p>
  );
}

export function FacadeHeader({ state }: HeaderProps) {
  const isWelcome = state.view.screen === 'idle';
  return (
    <header class="header facade-header" data-part>
      <span class="office-name">{state.office.name}</span>
      <span class="office-city" data-gives={isWelcome ? 2 : undefined}>
        {state.office.city}
      </span>
      <AskedMarks state={state} />
      <Clock state={state} />
    </header>
  );
}

/**
 * Date and closing time: in the header if there is room, otherwise below the choices, together with the city. On a screen without room for
 * the header this part also shows the office's name and the time.
 */
export function FacadeAbout({
  state,
  openUntil,
  greeting,
}: HeaderProps & { openUntil: string | null; greeting: string | null }) {
  const { t, time, date } = useWords();
  const today = state.localTime.slice(0, 10);
  return (
    <div class="facade-about">
      <p class="about-office">
        <span class="office-name">{state.office.name}</span>
        <Clock state={state} />
      </p>
      {greeting !== null && <p class="about-greeting">{greeting}</p>}
      <p class="about-city">{state.office.city}</p>
      {openUntil !== null && <p>{t('idle.openUntil', { time: time(openUntil) })}</p>}
      <p class="today" data-gives={greeting !== null ? 1 : undefined}>
        {state.knowsHour && <span class="today-short">{date(today, 'day')}</span>}
        {state.knowsHour && <span class="today-long">{date(today, 'long')}</span>}
        {state.network !== null && <NetworkMark network={state.network} />}
      </p>
      <OpeningLines state={state} isOpenTillClose={openUntil !== null} />
      {(state.printerNotice !== null || state.storeNotice !== null) && (
        <StaffNotice printer={state.printerNotice} store={state.storeNotice} />
      )}
    </div>
  );
}

/** A small mark for the connection to the centre, in the same place and colour online and offline. */
function NetworkMark({ network }: { network: NonNullable<ViewState['network']> }) {
  const { t } = useWords();
  return (
    <span class="network-mark">
      <Pictogram name={network === 'online' ? 'network' : 'no-network'} />
      <span class="spoken">{t(`network.${network}`)}</span>
    </span>
  );
}

/**
 * Today's opening hours, and the opening hours of the next open day. Today's hours are left out if the closing time says the same, the next
 * day's hours if the screen says when the office reopens.
 */
function OpeningLines({ state, isOpenTillClose }: HeaderProps & { isOpenTillClose: boolean }) {
  const { t, time, date, list, language } = useWords();
  const { today, next } = state.hours;
  const ranges = (all: readonly TimeRange[]) =>
    list(all.map(({ from, to }) => t('hours.range', { from: time(from), to: time(to) })));
  const isSaid = state.view.screen === 'closed' && state.view.reopens?.date === next?.date;
  const gives = state.view.screen === 'idle' ? 1 : undefined;
  const isTomorrow = next !== null && daysBetween(state.localTime.slice(0, 10), next.date) === 1;
  return (
    <>
      {today.length > (isOpenTillClose ? 1 : 0) && (
        <p class="opening" data-gives={gives}>
          {t('hours.today', { ranges: ranges(today) })}
        </p>
      )}
      {next !== null && !isSaid && (
        <p class="opening" data-gives={gives}>
          {isTomorrow
            ? t('hours.tomorrow', { ranges: ranges(next.ranges) })
            : t('hours.day', { day: capitalized(date(next.date, 'day'), language), ranges: ranges(next.ranges) })}
        </p>
      )}
    </>
  );
}

const capitalized = (text: string, language: string): string =>
  text.slice(0, 1).toLocaleUpperCase(language) + text.slice(1);
