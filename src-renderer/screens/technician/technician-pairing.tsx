import type { FirstRunView } from '../../../src-main/technician/contract/first-run.ts';
import { inGroups } from '../../components/in-groups.ts';
import { Steps } from '../../components/steps.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { TechnicianButton, TechnicianSaid } from './controls.tsx';
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

type PairingView = Omit<Extract<FirstRunView, { at: 'pairing' }>, 'at' | 'mayReplace'>;
type Pairing = NonNullable<PairingView['pairing']>;

export function PairingState({ view: { state, trouble, pairing } }: { view: PairingView }) {
  const { t, sentenceOf } = useTechnicianWords();
  if (state === 'paired')
    return <TechnicianSaid level="good" strong={t('pairing.paired')} rest={t('pairing.pairedRest')} />;
  if (state === 'pairing' && pairing !== null) return <Code pairing={pairing} isHeard={trouble === null} />;
  if (state === 'pairing')
    return <TechnicianSaid level="network" strong={t('pairing.asking')} rest={t('pairing.askingRest')} />;
  const reason = trouble === null ? t('pairing.stopped') : sentenceOf(trouble);
  return <TechnicianSaid level="attention" strong={t('pairing.failed')} rest={reason} />;
}

function Code({ pairing, isHeard }: { pairing: Pairing; isHeard: boolean }) {
  const { code, fingerprint, command, endsInSeconds, replaces } = pairing;
  const { t } = useTechnicianWords();
  return (
    <>
      <div class="pairing-card" data-together>
        <h2>{t('pairing.code')}</h2>
        <p class="pairing-code">{inGroups(code, 4)}</p>
        <h2>{t('pairing.fingerprint')}</h2>
        <p class="pairing-fingerprint">{inGroups(fingerprint, 5)}</p>
        <p class="pairing-ends">
          {t('pairing.ends', { minutes: Math.floor(endsInSeconds / 60), seconds: endsInSeconds % 60 })}
          {!isHeard && ` ${t('pairing.unheard')}`}
        </p>
      </div>
      <Steps
        steps={[
          { strong: t('pairing.open'), command, rest: t('pairing.openRest') },
          { strong: t('pairing.compare'), rest: t('pairing.compareRest') },
          ...(replaces ? [{ strong: t('pairing.name'), rest: t('pairing.nameRest') }] : []),
          { strong: t('pairing.confirm'), rest: t('pairing.confirmRest') },
        ]}
      />
    </>
  );
}
