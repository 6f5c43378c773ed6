import type { TicketLanguage } from '../../config/languages.ts';
import { TURN_STATES, type TurnState } from '../../src-main/domain/ticket-life.ts';

/** All that the holder of a token may read about their turn. Contains no personal data. */
export interface Turn {
  state: TurnState;
  /** As on the paper: `A012`. */
  label: string;
  /** In a sensitive office, the city's name. */
  officeName: string;
  /** `null` in a sensitive office. */
  serviceName: string | null;
  language: TicketLanguage;
  /** The desk it is called to, as the office names it. `null`: no desk, or one missing from the newest profile. */
  desk: string | null;
  /** `HH:MM` at the office; only for an appointment. */
  appointmentTime: string | null;
  /** `HH:MM` at the office. */
  servedTime: string | null;
  /** Present only for a turn taken at home, until its holder is in the office. */
  coming: {
    /** The text in the QR code that the kiosk reads from the phone. */
    proof: string;
    /** The code that can be typed at the kiosk instead. */
    code: string;
    /** The time when the turn was given or last put behind; it is kept for `holdMs` from then on. */
    heldSinceMs: number;
    holdMs: number;
    timesBehind: number;
  } | null;
}

/** Turns that are called or over cannot be given up. */
export const canBeLeft = ({ state }: Turn): boolean => ['coming', 'waiting', 'missed'].includes(state);

export const isOpenTurn = ({ state }: Turn): boolean => TURN_STATES[state] !== 'over';
