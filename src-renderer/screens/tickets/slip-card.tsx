import type { QueueView, TicketView } from '../../../src-main/tickets/contract/ticket.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { TornEdge } from '../../components/teeth.tsx';
import { useWords } from '../../speaking.ts';
import { FollowCode } from './follow-code.tsx';

type SlipCardProps = {
  ticket: TicketView;
  caption?: string;
  /** The sentence about the citizen's request to be called earlier; `null` without one. */
  priority?: string | null;
};

/**
 * The ticket on the screen, in three bands as on paper: the kind, or the time of an appointment; the number; and the service beside the
 * code for a phone. The service is in the citizen's language and, for the clerk, in Catalan; for an appointment a sentence about the phone
 * takes its place. The request to be called earlier (`priority`) is only on the screen and never printed.
 */
export function SlipCard({ ticket, caption, priority = null }: SlipCardProps) {
  const { t, time, language } = useWords();
  const { appointment, follow, label, queue } = ticket;
  const { text, catalan } = ticket.service;
  const hasCode = follow !== null;
  return (
    <div class="paper" data-part>
      <div class="paper-sheet">
        {appointment !== null && <p class="paper-hour">{t('arrived.time', { time: time(appointment.time) })}</p>}
        {appointment === null && caption !== undefined && (
          <p class="paper-caption" data-gives="2">
            {caption}
          </p>
        )}
        <TicketNumber label={label} />
        {(appointment === null || hasCode) && (
          <div class="paper-foot">
            <div class="paper-words">
              {appointment === null && <p class="paper-service">{text}</p>}
              {appointment === null && language !== 'ca' && catalan !== text && (
                <p class="paper-catalan" lang="ca">
                  {catalan}
                </p>
              )}
              {queue !== null && <TicketQueue queue={queue} />}
              {appointment !== null && <OnPhone />}
            </div>
            {hasCode && <FollowCode address={follow} gives={5} />}
          </div>
        )}
        {priority !== null && <Priority says={priority} />}
      </div>
      <TornEdge />
    </div>
  );
}

/** The sentence about the citizen's request to be called earlier, below the card's hairline; it is never printed. */
function Priority({ says }: { says: string }) {
  return (
    <p class="paper-priority">
      <Pictogram name="hands" />
      <span>{says}</span>
    </p>
  );
}

function OnPhone() {
  const { t } = useWords();
  return (
    <p class="paper-phone" data-gives="5">
      <strong class="line">{t('ticket.onPhone')}</strong>{' '}
      <span class="line" data-gives="1">
        {t('ticket.onPhoneHow')}
      </span>
    </p>
  );
}

/** The number as it will be called: the largest text on the screen. Five characters or more get narrower type. */
function TicketNumber({ label }: { label: string }) {
  return (
    <bdi class="number" data-whole data-first data-characters={label.length <= 4 ? 'four' : 'five'}>
      {label}
    </bdi>
  );
}

function TicketQueue({ queue }: { queue: QueueView }) {
  const { t } = useWords();
  return (
    <p class="paper-queue">
      <span class="line">{t('ticket.ahead', { count: queue.waiting })}</span>
      {queue.minutes !== null && <span class="line">{t('ticket.wait', queue.minutes)}</span>}
    </p>
  );
}

type NumberCardProps = {
  label: string;
  caption: string;
  service?: string;
  /** The address at which a phone follows the queue, shown as a code; `null`: none. */
  code?: string | null;
  priority?: string | null;
};

export function NumberCard({ label, caption, service, code = null, priority = null }: NumberCardProps) {
  return (
    <div class="number-card" data-part>
      <p class="number-caption" data-gives="9">
        {caption}
      </p>
      <TicketNumber label={label} />
      {(service !== undefined || code !== null) && (
        <div class="paper-foot">
          <div class="paper-words">
            {service !== undefined && <p class="number-service">{service}</p>}
            {code !== null && <OnPhone />}
          </div>
          {code !== null && <FollowCode address={code} />}
        </div>
      )}
      {priority !== null && <Priority says={priority} />}
    </div>
  );
}
