import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { TechnicianButton, TechnicianSaid } from '../controls.tsx';
import { PairingState } from '../technician-pairing.tsx';
import type { StepProps } from './step-props.ts';

export function PairingStep({ step }: StepProps<'pairing'>) {
  const { t } = useTechnicianWords();
  const { startPairing, stopPairing } = useSession();
  const { state } = step;
  if (state === 'none')
    return <TechnicianSaid level="network" strong={t('firstRun.noCentre')} rest={t('firstRun.noCentreRest')} />;
  return (
    <>
      {(state !== 'unpaired' || step.trouble !== null) && <PairingState view={step} />}
      <div class="technician-actions">
        {state === 'pairing' ? (
          <TechnicianButton pictogram="clear" text={t('pairing.stop')} onTouch={stopPairing} />
        ) : (
          <TechnicianButton kind="primary" pictogram="pair" text={t('do.pair')} onTouch={startPairing} />
        )}
        {step.mayReplace && state !== 'pairing' && state !== 'paired' && (
          <TechnicianButton
            pictogram="again"
            text={t('firstRun.do.replace')}
            onTouch={() => startPairing({ replaces: true })}
          />
        )}
      </div>
    </>
  );
}
