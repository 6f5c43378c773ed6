import type { PrinterNotice, StoreNotice, ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { useWords } from '../speaking.ts';
import { AskedMarks } from './asked.tsx';
import { Pictogram } from './pictogram.tsx';

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
      <AskedMarks attention={state.attention} />
      <Clock localTime={state.localTime} />
    </header>
  );
}

/** Small, for the staff who pass by: what the printer needs before it bites, and what the technician should see to. */
function StaffNotice({ printer, store }: { printer: PrinterNotice | null; store: StoreNotice | null }) {
  const { t } = useWords();
  return (
    <span class="staff-notice">
      <Pictogram name="printer" />
      <span>
        {printer !== null && t(`staff.${printer.condition}`)}
        {printer?.printing && printer.condition !== 'paper-low' && ` · ${t('staff.second')}`}
        {printer !== null && store !== null && ' · '}
        {store !== null && t(`staff.${store}`)}
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
      <AskedMarks attention={state.attention} />
      <Clock localTime={state.localTime} />
      <span class="today">
        <span class="today-short">{date(today, 'day')}</span>
        <span class="today-long">{date(today, 'long')}</span>
      </span>
      {(state.printerNotice !== null || state.storeNotice !== null) && (
        <StaffNotice printer={state.printerNotice} store={state.storeNotice} />
      )}
      {openUntil !== null && <span class="open-until">{t('idle.openUntil', { time: time(openUntil) })}</span>}
    </header>
  );
}
