import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { TechnicianButton } from '../controls.tsx';
import { PartRow } from '../part-row.tsx';
import type { StepProps } from './step-props.ts';

export function Summary({ step: { steps } }: StepProps<'summary'>) {
  const { t } = useTechnicianWords();
  const { repeatStep, finishFirstRun } = useSession();
  const left = steps.filter(({ isDone }) => !isDone);
  return (
    <>
      <ul class="parts" aria-label={t('firstRun.over')}>
        {steps.map(({ step, isDone }) => (
          <PartRow
            key={step}
            level={isDone ? 'good' : 'attention'}
            name={t(`firstRun.name.${step}`)}
            says={isDone ? t('firstRun.done') : t(`firstRun.skipped.${step}`)}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton kind="primary" pictogram="good" text={t('firstRun.do.finish')} onTouch={finishFirstRun} />
        {left.map(({ step }) => (
          <TechnicianButton
            key={step}
            pictogram="again"
            text={t(`firstRun.redo.${step}`)}
            onTouch={() => repeatStep({ step })}
          />
        ))}
      </div>
    </>
  );
}
