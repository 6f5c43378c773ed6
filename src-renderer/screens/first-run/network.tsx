import { PartRow } from '../../components/part-row.tsx';
import { TechnicianButton } from '../../components/technician-button.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { StepProps } from './step-props.ts';

/** What the network has given this machine, a line and a sentence for each part. */
export function NetworkStep({ step: { name, addresses, centre, offsetMs } }: StepProps<'network'>) {
  const { t, sentenceOf } = useTechnicianWords();
  const { endStep } = useSession();
  const hasAddress = addresses.length > 0;
  const centreSays = centre.url === null ? t('firstRun.noCentreRest') : t('firstRun.net.centreWaits');
  return (
    <>
      <ul class="parts" aria-label={t('firstRun.name.network')}>
        <PartRow
          level={hasAddress ? 'good' : 'attention'}
          name={t('firstRun.net.address')}
          figure={addresses.map(({ address, card }) => `${address} (${card})`).join(', ')}
          says={t(hasAddress ? 'firstRun.net.addressGiven' : 'firstRun.net.noAddress')}
        />
        <PartRow level="good" name={t('firstRun.net.name')} figure={name} says={t('firstRun.net.nameSays')} />
        <PartRow
          level={offsetMs === null ? 'attention' : 'good'}
          name={t('clock.name')}
          figure={offsetMs === null ? t('clock.alone') : ''}
          says={t(offsetMs === null ? 'firstRun.net.timeUnsure' : 'firstRun.net.timeSure')}
        />
        <PartRow
          level={centre.trouble === null ? 'good' : 'attention'}
          name={t('firstRun.net.centre')}
          figure={centre.url === null ? '' : new URL(centre.url).host}
          says={centre.trouble === null ? centreSays : sentenceOf(centre.trouble)}
        />
      </ul>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="enter"
          text={t('firstRun.do.continue')}
          onTouch={() => void endStep('network', 'done')}
        />
      </div>
    </>
  );
}
