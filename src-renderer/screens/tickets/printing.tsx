import { Inside } from '../../components/frames.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import type { ScreenProps } from '../screen-props.ts';
import { SlipCard } from './slip-card.tsx';

export function PrintingScreen({ state, view }: ScreenProps<'printing'>) {
  const { t } = useWords();
  const where = useSlotWords();
  return (
    <Inside
      state={state}
      title={t('printing.title')}
      lead={
        <p class="lead">
          <span class="line">{t('ticket.isYours', { label: view.ticket.label })}</span>
          {state.attention.comeAndFetch && (
            <span class="line">{t(state.attentionAcknowledged ? 'ticket.fetchComing' : 'ticket.fetchAsked')}</span>
          )}
        </p>
      }
      stripe={view.place === null ? t('printing.paper', { where }) : t('ticket.place', { place: view.place })}
      stripeTo={view.place === null ? 'slot' : 'desk'}
    >
      <div class="slot">
        <div class="slot-lip" />
        <div class="slot-mouth">
          <div class="slot-paper">
            <SlipCard ticket={view.ticket} />
          </div>
        </div>
      </div>
    </Inside>
  );
}
