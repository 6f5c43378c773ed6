import type { ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { TechnicianButton } from './technician-button.tsx';

type StepFootProps = { step: ParamsOf<'endStep'>['step']; canGoBack: boolean };

export function StepFoot({ step, canGoBack }: StepFootProps) {
  const { t } = useTechnicianWords();
  const { endStep, repeatStep } = useSession();
  return (
    <div class="step-foot" data-together>
      <p>{t(`firstRun.skipped.${step}`)}</p>
      <div class="technician-actions">
        <TechnicianButton
          kind="secondary"
          pictogram="enter"
          text={t(`firstRun.skip.${step}`)}
          onTouch={() => void endStep({ step, end: 'skipped' })}
        />
        {canGoBack && (
          <TechnicianButton
            kind="secondary"
            pictogram="back"
            text={t('firstRun.do.back')}
            onTouch={() => void repeatStep()}
          />
        )}
      </div>
    </div>
  );
}
