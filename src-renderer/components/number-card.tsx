import { TicketNumber } from './ticket-number.tsx';

/** The number where no paper is: a square card without teeth. */
export function NumberCard({ label, caption, service }: { label: string; caption: string; service?: string }) {
  return (
    <div class="number-card" data-part>
      <p class="number-caption">{caption}</p>
      <TicketNumber label={label} />
      {service !== undefined && <p class="number-service">{service}</p>}
    </div>
  );
}
