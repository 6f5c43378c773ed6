import type { TicketLanguage } from '../../src-main/domain/languages.ts';

/**
 * `waiting`: will be called; `called`: to a desk, now; `serving`: is at one; `missed`: was called, and nobody came; `served`: is over, as it should be;
 * `left`: its holder gave it up; `void`: the office did.
 */
export type TurnState = 'waiting' | 'called' | 'serving' | 'missed' | 'served' | 'left' | 'void';

/** What the holder of a token may read of their turn. Nothing here says who they are. */
export interface Turn {
  state: TurnState;
  /** As on the paper: `A012`. */
  label: string;
  /** The city's name in a sensitive office. */
  officeName: string;
  /** `null` in a sensitive office. */
  serviceName: string | null;
  language: TicketLanguage;
  /** Where it is called to, as the office names it; `null` where it is at no desk, or at one that the newest profile does not know. */
  desk: string | null;
  /** Of an appointment, `HH:MM` at the office. */
  appointmentTime: string | null;
  /** When it was served, `HH:MM` at the office. */
  servedTime: string | null;
}

/** Whoever has been called, or is over, has nothing to give up. */
export const canBeLeft = ({ state }: Turn): boolean => state === 'waiting' || state === 'missed';
