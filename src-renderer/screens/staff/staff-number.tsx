import { useMoments } from '../../moments.ts';
import { useStaffWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { TechnicianButton } from '../technician/controls.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { BackToStaff, NumberPad, NumberPart, Said } from './staff-parts.tsx';

export function StaffNumberScreen({ state, view }: ScreenProps<'staff-number'>) {
  const { t } = useStaffWords();
  const { showStaff } = useSession();
  const momentOf = useMoments(state);
  const { typed, found, said } = view;
  const search = (number: number | null) => void showStaff({ to: { page: 'staff-number', typed: number } });
  return (
    <BehindPin state={state} view={view} title={t('header.staff-number')} chosen={String(typed)}>
      <Said said={said} undo={view.undo} />
      {typed === null ? (
        <NumberPad lead={t('number.lead')} onFind={search} />
      ) : found.length === 0 ? (
        <p role="status">{t('number.none', { number: typed })}</p>
      ) : (
        <ul class="parts" aria-label={t('header.staff-number')}>
          {found.map((row) => (
            <NumberPart key={row.ticketId} row={row} moment={momentOf(row.at)} />
          ))}
        </ul>
      )}
      <div class="technician-actions">
        {typed !== null && (
          <TechnicianButton kind="primary" pictogram="search" text={t('do.another')} onTouch={() => search(null)} />
        )}
        <BackToStaff />
      </div>
    </BehindPin>
  );
}
