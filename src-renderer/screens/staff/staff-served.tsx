import { useStaffWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { TechnicianButton } from '../technician/controls.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { BackToStaff, NumberPad, Said } from './staff-parts.tsx';

/** Marks numbers as served after an outage: a series up to a number, or one number alone. */
export function StaffServedScreen({ state, view }: ScreenProps<'staff-served'>) {
  const { t } = useStaffWords();
  const { showStaff, noteServed } = useSession();
  const { series, typed, found, said, undo } = view;
  const search = (number: number | null) => void showStaff({ to: { page: 'staff-served', series, typed: number } });
  return (
    <BehindPin state={state} view={view} title={t('header.staff-served')} chosen={String(typed)}>
      <Said said={said} undo={undo} />
      {typed === null ? (
        <NumberPad lead={t('served.lead', { series })} onFind={search} />
      ) : found === null ? (
        <p role="status">{t('number.none', { number: typed })}</p>
      ) : found.waiting === 0 ? (
        <p role="status">{t('served.nobody', { label: found.label })}</p>
      ) : (
        <>
          <p role="status">{t('served.count', { label: found.label, count: found.waiting })}</p>
          <p>{t('served.appointments')}</p>
          <div class="technician-actions">
            <TechnicianButton
              kind="primary"
              pictogram="good"
              text={t('do.servedTo', { label: found.label })}
              onTouch={() => noteServed({ series, number: typed, isUpTo: true })}
            />
            <TechnicianButton
              pictogram="ticket"
              text={t('do.servedOnly', { label: found.label })}
              onTouch={() => noteServed({ series, number: typed, isUpTo: false })}
            />
          </div>
        </>
      )}
      <div class="technician-actions">
        {typed !== null && <TechnicianButton pictogram="search" text={t('do.another')} onTouch={() => search(null)} />}
        <BackToStaff />
      </div>
    </BehindPin>
  );
}
