import { useMoments } from '../../moments.ts';
import { useTechnicianWords } from '../../speaking.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BackToStatus } from './controls.tsx';
import { PartRow } from './part-row.tsx';
import { BehindPin } from './technician-frame.tsx';

const MEGABYTE = 1_000_000;
const GIGABYTE = 1_000 * MEGABYTE;

export function TechnicianDataScreen({ state, view }: ScreenProps<'technician-data'>) {
  const { t, sentenceOf } = useTechnicianWords();
  const momentOf = useMoments(state);
  const { copies, backup, disk } = view;
  const sizeOf = (bytes: number): string =>
    bytes < GIGABYTE
      ? t('data.megabytes', { size: Math.ceil(bytes / MEGABYTE) })
      : t('data.gigabytes', { size: Math.round(bytes / (GIGABYTE / 10)) / 10 });
  return (
    <BehindPin state={state} view={view} title={t('header.technician-data')}>
      <ul class="parts" aria-label={t('header.technician-data')}>
        <PartRow
          level={copies.level}
          name={t('data.copies')}
          figure={t('data.compared', { moment: momentOf(copies.compared) })}
          says={sentenceOf(copies.finding)}
        />
        <PartRow
          level={backup.level}
          name={t('data.backup')}
          figure={backup.made === null ? '' : momentOf(backup.made)}
          says={t(backup.level === 'good' ? 'data.backupGood' : 'data.backupDue')}
        />
        <PartRow
          level={disk.level}
          name={t('data.disk')}
          figure={disk.freeBytes === null ? '' : t('data.free', { size: sizeOf(disk.freeBytes) })}
          says={
            disk.level === 'good' && disk.usedBytes !== null
              ? t('data.used', { size: sizeOf(disk.usedBytes) })
              : sentenceOf(disk.level === 'attention' ? 'disk-low' : 'store-failed')
          }
        />
      </ul>
      <div class="technician-actions">
        <BackToStatus />
      </div>
    </BehindPin>
  );
}
