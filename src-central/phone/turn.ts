import type { TicketLanguage } from '../../config/languages.ts';
import { TURN_STATES, type TurnState } from '../../src-main/domain/ticket-life.ts';

/** All that the holder of a token may read about their turn. Contains no personal data. */
export interface Turn {
  state: TurnState;
  /** The number as on the paper: `A012`. */
  label: string;
  /** The office's name, or the city's name for a sensitive office. */
  officeName: string;
  /** `null` in a sensitive office. */
  serviceName: string | null;
  language: TicketLanguage;
  /** The desk that has called the turn, by the office's name for it. `null`: no desk, or one missing from the newest profile. */
  desk: string | null;
  /** The appointment's time, `HH:MM` at the office. `null`: the turn has no appointment. */
  appointmentTime: string | null;
  /** The time of the service, `HH:MM` at the office. */
  servedTime: string | null;
  /** Set only for a turn taken at home, until its holder is in the office. */
  coming: {
    /** The text in the QR code that the kiosk reads from the phone. */
    proof: string;
    /** The code that can be typed at the kiosk instead. */
    code: string;
    /** The time when the turn was given or last put behind. The turn is kept for `holdMs` from then on. */
    heldSinceMs: number;
    holdMs: number;
    timesBehind: number;
  } | null;
}

/** Whether the holder may give up the turn: not once it is called or over. */
export const canBeLeft = ({ state }: Turn): boolean => ['coming', 'waiting', 'missed'].includes(state);

export const isOpenTurn = ({ state }: Turn): boolean => TURN_STATES[state] !== 'over';
