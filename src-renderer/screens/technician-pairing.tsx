import { Steps } from '../components/steps.tsx';
import { TechnicianButton } from '../components/technician-button.tsx';
import { BehindPin } from '../components/technician-frame.tsx';
import { TechnicianSaid } from '../components/technician-said.tsx';
import { useTechnicianWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps, ViewOf } from './screen-props.ts';

type Pairing = NonNullable<ViewOf<'technician-pairing'>['pairing']>;

/** A code and a fingerprint that two people compare, and what came of it. */
export function TechnicianPairingScreen({ state, view }: ScreenProps<'technician-pairing'>) {
  const { t } = useTechnicianWords();
  const session = useSession();
  return (
    <BehindPin
      state={state}
      title={t('header.technician-pairing')}
      slot={view.slot}
      closesInMinutes={view.closesInMinutes}
    >
      <PairingState view={view} />
      <div class="technician-actions">
        {view.state === 'pairing' ? (
          <TechnicianButton kind="secondary" pictogram="clear" text={t('pairing.stop')} onTouch={session.stopPairing} />
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
            <TechnicianButton kind="secondary" pictogram="back" text={t('pairing.back')} onTouch={session.back} />
          </>
        )}
      </div>
    </BehindPin>
  );
}

function PairingState({ view: { state, trouble, pairing } }: { view: ViewOf<'technician-pairing'> }) {
  const { t, sentenceOf } = useTechnicianWords();
  if (state === 'paired')
    return <TechnicianSaid level="good" strong={t('pairing.paired')} rest={t('pairing.pairedRest')} />;
  if (state === 'pairing' && pairing !== null) return <Code pairing={pairing} />;
  if (state === 'pairing')
    return <TechnicianSaid level="network" strong={t('pairing.asking')} rest={t('pairing.askingRest')} />;
  const reason = trouble === null ? t('pairing.stopped') : sentenceOf(trouble);
  return <TechnicianSaid level="attention" strong={t('pairing.failed')} rest={reason} />;
}

function Code({ pairing: { code, fingerprint, endsInSeconds } }: { pairing: Pairing }) {
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
        </p>
      </div>
      <Steps
        steps={[
          { strong: t('pairing.open'), rest: t('pairing.openRest') },
          { strong: t('pairing.compare'), rest: t('pairing.compareRest') },
          { strong: t('pairing.confirm'), rest: t('pairing.confirmRest') },
        ]}
      />
    </>
  );
}

/** Read aloud over a telephone, a few characters at a time. */
const inGroups = (text: string, length: number): string =>
  (text.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(' ');
