import { useMoments } from '../../moments.ts';
import { useStaffWords } from '../../speaking.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BehindPin } from '../technician/technician-frame.tsx';
import { BackToStaff, NumberPart, Said } from './staff-parts.tsx';

export function StaffUnprintedScreen({ state, view }: ScreenProps<'staff-unprinted'>) {
  const { t } = useStaffWords();
  const momentOf = useMoments(state);
  const { left, said } = view;
  return (
    <BehindPin state={state} view={view} title={t('header.staff-unprinted')}>
      <Said said={said} undo={view.undo} />
      <p>{t(left.length === 0 ? 'unprinted.none' : 'unprinted.lead')}</p>
      <ul class="parts" aria-label={t('header.staff-unprinted')}>
        {left.map((row) => (
          <NumberPart key={row.ticketId} row={row} moment={momentOf(row.at)} />
        ))}
      </ul>
      <div class="technician-actions">
        <BackToStaff />
      </div>
    </BehindPin>
  );
}
