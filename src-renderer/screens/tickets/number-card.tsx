import { FollowCode } from './follow-code.tsx';
import { OnPhone, Priority, TicketNumber } from './slip-card.tsx';

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
