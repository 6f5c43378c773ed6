import { useState } from 'preact/hooks';
import { useSession } from '../../../touching.ts';
import type { ViewOf } from '../../screen-props.ts';
import { BackToOffice, Stepper, TechnicianButton } from '../../technician/controls.tsx';
import { useOfficeWords } from '../office-words.ts';
import { Changes } from './changes.tsx';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
const MOST_DAYS = 400;

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export function OfficeReview({ view: { changes, problems, today } }: { view: ViewOf<'technician-office'> }) {
  const { t, day } = useOfficeWords();
  const { applyOffice, dropOffice, lookAtOffice } = useSession();
  const [days, setDays] = useState<number | null>(null);
  const from = daysAfter(today, days ?? 0);
  const canApply = problems.length === 0 && changes.length > 0;
  return (
    <>
      {changes.length === 0 && <p>{t('office.noChanges')}</p>}
      <Changes changes={changes} />
      {days !== null && (
        <Stepper
          steps={[1, WEEK_DAYS]}
          less={(by) => t('office.do.earlierDays', { count: by })}
          more={(by) => t('office.do.laterDays', { count: by })}
          says={t('office.from', { day: day(from) })}
          onStep={(by) => setDays(Math.min(MOST_DAYS, Math.max(1, days + by)))}
        />
      )}
      <div class="technician-actions">
        {canApply && (
          <TechnicianButton
            kind="primary"
            pictogram="good"
            text={days === null ? t('office.do.applyNow') : t('office.do.applyFrom', { day: day(from) })}
            onTouch={() => applyOffice({ from })}
          />
        )}
        {canApply && days === null && (
          <TechnicianButton pictogram="calendar" text={t('office.do.chooseDay')} onTouch={() => setDays(1)} />
        )}
        <TechnicianButton
          pictogram="printer"
          text={t('office.part.paper')}
          onTouch={() => lookAtOffice({ part: 'paper' })}
        />
        {changes.length > 0 && <TechnicianButton pictogram="erase" text={t('office.do.drop')} onTouch={dropOffice} />}
        <BackToOffice />
      </div>
    </>
  );
}
