import type { PrinterNotice, ViewState } from '../../src-main/contract/view-state.ts';
import { useWords } from '../speaking.ts';
import { Pictogram } from './pictogram.tsx';

/** Conditions that have a short word for the staff. */
const STAFF_WORDS = [
  'paper-low',
  'paper-out',
  'cover-open',
  'cutter-error',
  'overheated',
  'printer-error',
  'printer-offline',
  'printer-unreachable',
  'unknown-answer',
  'no-printer',
] as const;

type HeaderProps = { state: ViewState; openUntil?: string | null };

function Clock({ localTime }: { localTime: string }) {
  const { time } = useWords();
  return (
    <time class="clock" dateTime={localTime}>
      {time(localTime.slice(11))}
    </time>
  );
}

/** Inside: the office and the time, small. */
export function Header({ state }: { state: ViewState }) {
  return (
    <header class="header">
      <span class="office-name">{state.office.name}</span>
      <Clock localTime={state.localTime} />
    </header>
  );
}

/** Small, for the staff who pass by: what the printer needs before it bites. */
function StaffNotice({ notice }: { notice: PrinterNotice }) {
  const { t } = useWords();
  const known = STAFF_WORDS.find((word) => word === notice.condition) ?? 'printer-error';
  return (
    <span class="staff-notice">
      <Pictogram name="printer" />
      <span>
        {t(`staff.${known}`)}
        {notice.printing && notice.condition !== 'paper-low' && ` · ${t('staff.second')}`}
      </span>
    </span>
  );
}

/** On the façade: whose house it is, the time, the day, and until when it is open. */
export function FacadeHeader({ state, openUntil = null }: HeaderProps) {
  const { t, time, date } = useWords();
  const today = state.localTime.slice(0, 10);
  return (
    <header class="header facade-header">
      <span class="office-name">{state.office.name}</span>
      <span class="office-city">{state.office.city}</span>
      <Clock localTime={state.localTime} />
      <span class="today">
        <span class="today-short">{date(today, 'day')}</span>
        <span class="today-long">{date(today, 'long')}</span>
      </span>
      {state.printerNotice !== null && <StaffNotice notice={state.printerNotice} />}
      {openUntil !== null && <span class="open-until">{t('idle.openUntil', { time: time(openUntil) })}</span>}
    </header>
  );
}
