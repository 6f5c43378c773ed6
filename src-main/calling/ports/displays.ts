import type { DisplayCondition } from '../../domain/device-conditions.ts';

export interface CallToShow {
  /** Changes with each call of the same ticket. */
  id: string;
  number: string;
  /** The desk's name in Catalan. */
  desk: string;
  /** Time since the call, milliseconds. */
  ageMs: number;
}

/** A LED display or a beacon connected to this kiosk. */
export interface CallDisplay {
  /** The desk whose calls the display shows; `null`: all desks. */
  deskId: string | null;
  condition(): DisplayCondition;
  /** Shows a call; `null` blanks the display. */
  show(call: CallToShow | null): void;
}
