import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { PairingState } from './pairing-state.tsx';
import { TechnicianButton } from './technician-button.tsx';
import { BehindPin } from './technician-frame.tsx';

export function TechnicianPairingScreen({ state, view }: ScreenProps<'technician-pairing'>) {
  const { t } = useTechnicianWords();
  const session = useSession();
  return (
    <BehindPin state={state} view={view} title={t('header.technician-pairing')}>
      <PairingState view={view} />
      <div class="technician-actions">
        {view.state === 'pairing' ? (
          <TechnicianButton pictogram="clear" text={t('pairing.stop')} onTouch={session.stopPairing} />
        ) : (
          <>
            {view.state !== 'paired' && (
              <TechnicianButton
                kind="primary"
                pictogram="pair"
                text={t('pairing.again')}
                onTouch={session.startPairing}
              />
            )}
            <TechnicianButton pictogram="back" text={t('pairing.back')} onTouch={session.back} />
          </>
        )}
      </div>
    </BehindPin>
  );
}
