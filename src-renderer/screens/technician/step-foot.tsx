import type { ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { TechnicianButton } from './controls.tsx';

type StepFootProps = { step: ParamsOf<'endStep'>['step']; canGoBack: boolean };

export function StepFoot({ step, canGoBack }: StepFootProps) {
  const { t } = useTechnicianWords();
  const { endStep, repeatStep } = useSession();
  return (
    <div class="step-foot" data-together>
      <p>{t(`firstRun.skipped.${step}`)}</p>
      <div class="technician-actions">
        <TechnicianButton
          pictogram="enter"
          text={t(`firstRun.skip.${step}`)}
          onTouch={() => endStep({ step, end: 'skipped' })}
        />
        {canGoBack && <TechnicianButton pictogram="back" text={t('firstRun.do.back')} onTouch={repeatStep} />}
      </div>
    </div>
  );
}
