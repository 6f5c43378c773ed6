import type { TicketView } from '../../src-main/contract/kiosk/screens/ticket.ts';
import { useWords } from '../speaking.ts';
import { FollowCode } from './follow-code.tsx';
import { TicketQueue } from './queue-words.tsx';
import { TornEdge } from './teeth.tsx';
import { TicketNumber } from './ticket-number.tsx';

/** The ticket as it leaves the slot. Beside the citizen's language stands the service's Catalan name, for the clerk; an appointment's hour says enough. */
export function SlipCard({ ticket, caption }: { ticket: TicketView; caption?: string }) {
  const { t, time, language } = useWords();
  const { text, catalan } = ticket.service;
  return (
    <div class="paper" data-part>
      <div class="paper-sheet">
        {ticket.appointment !== null && (
          <p class="paper-hour">{t('arrived.time', { time: time(ticket.appointment.time) })}</p>
        )}
        {caption !== undefined && <p class="paper-caption">{caption}</p>}
        <TicketNumber label={ticket.label} />
        {ticket.appointment === null && <p class="paper-service">{text}</p>}
        {ticket.appointment === null && language !== 'ca' && catalan !== text && (
          <p class="paper-catalan" lang="ca">
            {catalan}
          </p>
        )}
        {ticket.queue !== null && <TicketQueue queue={ticket.queue} />}
        {ticket.follow !== null && <FollowCode address={ticket.follow} />}
      </div>
      <TornEdge />
    </div>
  );
}
