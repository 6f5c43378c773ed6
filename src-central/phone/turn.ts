import type { TicketLanguage } from '../../config/languages.ts';
import { TURN_STATES, type TurnState } from '../../src-main/domain/ticket-life.ts';

/** Everything that the holder of a token may read about their ticket. It contains no personal data. */
export interface Turn {
  state: TurnState;
  /** Such as `A012`, as on paper. */
  label: string;
  /** The office's name, or the city's name if the office is sensitive. */
  officeName: string;
  /** `null`: the office is sensitive. */
  serviceName: string | null;
  language: TicketLanguage;
  /** The office's name for the desk that called the ticket. `null`: no desk did, or the newest profile lacks it. */
  desk: string | null;
  /** The appointment's time, `HH:MM` at the office. `null`: the ticket has no appointment. */
  appointmentTime: string | null;
  /** The time of the visit, `HH:MM` at the office. */
  servedTime: string | null;
  coming: {
    /** The text of the QR code that the kiosk reads from the phone. */
    proof: string;
    /** The code that the citizen types at the kiosk if the kiosk does not read the QR code. */
    code: string;
    /** The time at which the number was given or last moved back in the queue. From then on it is kept for `holdMs`. */
    heldSinceMs: number;
    holdMs: number;
    timesBehind: number;
  } | null;
}

/** Whether the holder may give up the ticket: only while it waits, its holder is still on the way, or it was missed. */
export const canBeLeft = ({ state }: Turn): boolean => ['coming', 'waiting', 'missed'].includes(state);

export const isOpenTurn = ({ state }: Turn): boolean => TURN_STATES[state] !== 'over';
