import type { QueueView, ServiceChoice } from '../../../src-main/tickets/contract/ticket.ts';
import { Arch } from '../../components/arch.tsx';
import { closureSentence } from '../../components/closure-words.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

interface ChoiceRowProps {
  choice: ServiceChoice;
  /** The office's date, `YYYY-MM-DD`, from which "tomorrow" follows. */
  today: string;
  /** Whether the rows are low or the text is the largest; the queue is then only a pictogram and a number. */
  isShort: boolean;
  onTouch: () => void;
}

/**
 * The row of a service or a group: an arch, the name, and the queue or, without one, the purpose; a short row has both. A closed row is
 * greyed and says why and until when.
 */
export function ChoiceRow({ choice, today, isShort, onTouch }: ChoiceRowProps) {
  const words = useWords();
  const name = <span class="row-name">{choice.name}</span>;
  if (choice.closed !== null)
    return (
      <li>
        <div class="row row-closed" data-whole>
          <Arch class="row-arch" gives={4}>
            <Pictogram name="closed" />
          </Arch>
          <span class="row-words">
            {name}
            {choice.closed.note !== null && (
              <span class="row-reason" data-gives="4">
                {choice.closed.note}
              </span>
            )}
            <span class="row-reason">{closureSentence(words, choice.closed, today)}</span>
          </span>
        </div>
      </li>
    );
  const queue = choice.kind === 'service' ? choice.queue : null;
  return (
    <li>
      <button type="button" class="row" onClick={onTouch}>
        <Arch class="row-arch" gives={4}>
          <Pictogram name={choice.pictogram} />
        </Arch>
        <span class="row-words">
          {name}
          {choice.subtitle !== null && (queue === null || isShort) && (
            <span class="row-subtitle">{choice.subtitle}</span>
          )}
          {queue !== null && !isShort && <RowQueue queue={queue} short={false} />}
        </span>
        {queue !== null && isShort && <RowQueue queue={queue} short />}
        <span class="row-end">
          <Pictogram name="enter" />
        </span>
      </button>
    </li>
  );
}

function RowQueue({ queue, short }: { queue: QueueView; short: boolean }) {
  const { t } = useWords();
  const people = t('services.waiting', { count: queue.waiting });
  const words = queue.minutes === null ? people : `${people} · ${t('services.minutes', queue.minutes)}`;
  if (!short) return <span class="row-queue">{words}</span>;
  return (
    <span class="row-queue">
      <span aria-hidden="true">
        <Pictogram name="people" />
        {queue.waiting}
      </span>
      <span class="spoken">{words}</span>
    </span>
  );
}
