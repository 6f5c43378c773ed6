import type { QueueView } from '../../../src-main/tickets/contract/ticket.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

export function RowQueue({ queue, short }: { queue: QueueView; short: boolean }) {
  const { t } = useWords();
  const people = t('services.waiting', { count: queue.waiting });
  const words = queue.minutes === null ? people : `${people} · ${t('services.minutes', queue.minutes)}`;
  if (!short) return <span class="row-queue">{words}</span>;
  return (
    <span class="row-queue row-queue-short">
      <span aria-hidden="true">
        <Pictogram name="people" />
        {queue.waiting}
      </span>
      <span class="spoken">{words}</span>
    </span>
  );
}

export function TicketQueue({ queue }: { queue: QueueView }) {
  const { t } = useWords();
  return (
    <p class="paper-queue">
      <span class="line">{t('ticket.ahead', { count: queue.waiting })}</span>
      {queue.minutes !== null && <span class="line">{t('ticket.wait', queue.minutes)}</span>}
    </p>
  );
}
