import type { TicketLanguage } from '../../config/languages.ts';

/**
 * The states of a turn for its holder.
 * - `waiting`: will be called
 * - `called`: to a desk, now
 * - `serving`: is at a desk
 * - `missed`: was called, and the citizen did not come
 * - `served`: is over
 * - `left`: the holder gave it up
 * - `void`: the office voided it
 */
export type TurnState = 'waiting' | 'called' | 'serving' | 'missed' | 'served' | 'left' | 'void';

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
}

/** Turns that are called or over cannot be given up. */
export const canBeLeft = ({ state }: Turn): boolean => state === 'waiting' || state === 'missed';
