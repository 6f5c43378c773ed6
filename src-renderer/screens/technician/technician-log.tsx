import { useState } from 'preact/hooks';
import type { PartLevel } from '../../../src-main/contract/shared/part-level.ts';
import { useMoments } from '../../moments.ts';
import { useFaultWords, useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BackToStatus, TechnicianButton } from './controls.tsx';
import { TouchRow } from './part-row.tsx';
import { BehindPin } from './technician-frame.tsx';

const FILTERS = {
  all: ['good', 'attention', 'fault'],
  attention: ['attention', 'fault'],
  fault: ['fault'],
} as const satisfies Record<string, readonly PartLevel[]>;
type Filter = keyof typeof FILTERS;

export function TechnicianLogScreen({ state, view }: ScreenProps<'technician-log'>) {
  const { t, sentenceOf } = useTechnicianWords();
  const { t: topicOf } = useFaultWords();
  const { stay, showFault } = useSession();
  const momentOf = useMoments(state);
  const [filter, setFilter] = useState<Filter>('all');
  const levels: readonly PartLevel[] = FILTERS[filter];
  const events = view.events.filter(({ level }) => levels.includes(level));
  function choose(next: Filter): void {
    setFilter(next);
    void stay();
  }
  return (
    <BehindPin state={state} view={view} title={t('header.technician-log')} chosen={filter}>
      <div class="technician-actions log-filters">
        {(['all', 'attention', 'fault'] as const).map((one) => (
          <TechnicianButton
            key={one}
            pictogram={one === 'all' ? 'list' : one}
            text={t(`log.${one}`)}
            isPressed={one === filter}
            onTouch={() => choose(one)}
          />
        ))}
      </div>
      {events.length === 0 ? (
        <p>{t('log.none')}</p>
      ) : (
        <ul class="parts" aria-label={t('header.technician-log')}>
          {events.map(({ no, at, level, kind, about, times }) => (
            <TouchRow
              key={no}
              level={level}
              name={topicOf(`about.${about}`)}
              figure={[momentOf(at), times > 1 ? `× ${times}` : null].filter((part) => part !== null).join(' ')}
              says={sentenceOf(kind)}
              onTouch={() => showFault({ kind })}
            />
          ))}
        </ul>
      )}
      <div class="technician-actions">
        <BackToStatus />
      </div>
    </BehindPin>
  );
}
