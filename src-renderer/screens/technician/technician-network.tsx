import { useState } from 'preact/hooks';
import { useAge, useMoments } from '../../moments.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BackToStatus, TechnicianButton } from './controls.tsx';
import { NetworkCards } from './network-cards.tsx';
import { PartRow } from './part-row.tsx';
import { BehindPin } from './technician-frame.tsx';

/**
 * Shows whether the centre answers, the events that wait to be sent and the events that the centre rejected; a button opens the network
 * cards.
 */
export function TechnicianNetworkScreen({ state, view }: ScreenProps<'technician-network'>) {
  const { t } = useTechnicianWords();
  /** The shown part of the network cards; `null`: the page shows the centre. */
  const [cards, setCards] = useState<string | null>(null);
  return (
    <BehindPin state={state} view={view} title={t('header.technician-network')} chosen={cards ?? 'centre'}>
      {cards === null ? (
        <CentreParts state={state} view={view} onCards={() => setCards('')} />
      ) : (
        <NetworkCards networks={view.networks} onShow={setCards} onLeave={() => setCards(null)} />
      )}
    </BehindPin>
  );
}

type CentrePartsProps = Pick<ScreenProps<'technician-network'>, 'state' | 'view'> & { onCards: () => void };

function CentreParts({ state, view, onCards }: CentrePartsProps) {
  const { t, sentenceOf } = useTechnicianWords();
  const { tryCentre, requeueDeadLetters } = useSession();
  const momentOf = useMoments(state);
  const ageOf = useAge(state);
  const { url, trouble, lastContact, unsent, deadLetters, letters } = view;
  const isAlone = view.state === 'none';
  return (
    <>
      <ul class="parts" aria-label={t('header.technician-network')}>
        <PartRow
          level={isAlone || (view.state === 'paired' && view.seen) ? 'good' : 'attention'}
          name={t('network.contact')}
          figure={isAlone ? '' : ageOf(lastContact)}
          says={contactSays()}
        />
        <PartRow
          level="good"
          name={t('network.queue')}
          figure={t('network.unsent', { count: unsent })}
          says={t(unsent === 0 ? 'network.nothingWaits' : 'network.waits')}
        />
        <PartRow
          level={deadLetters === 0 ? 'good' : 'attention'}
          name={t('network.dead')}
          figure={t('network.notTaken', { count: deadLetters })}
          says={t(deadLetters === 0 ? 'network.allTaken' : 'network.keptHere')}
        />
        {letters.map(({ ord, type, problem, since, days }) => (
          <PartRow
            key={ord}
            level="attention"
            name={t(`event.${type}`)}
            figure={days === 0 ? momentOf(since) : t('network.days', { count: days })}
            says={t(`problem.${problem}`)}
          />
        ))}
      </ul>
      <div class="technician-actions">
        {!isAlone && <TechnicianButton kind="primary" pictogram="network" text={t('do.try')} onTouch={tryCentre} />}
        {!isAlone && deadLetters > 0 && (
          <TechnicianButton pictogram="send" text={t('do.requeue')} onTouch={requeueDeadLetters} />
        )}
        <TechnicianButton pictogram="pair" text={t('network.cards.title')} onTouch={onCards} />
        <BackToStatus />
      </div>
    </>
  );

  function contactSays(): string {
    if (view.state !== 'paired') return t(`centre.${view.state}`);
    if (trouble !== null) return sentenceOf(trouble);
    if (!view.seen) return t('firstRun.net.centreUnseen');
    return t('centre.paired', { host: url === null ? '' : new URL(url).host });
  }
}
