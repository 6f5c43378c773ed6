import type { DisplayCondition } from '../../domain/device-conditions.ts';

export interface CallToShow {
  /** Changes with each call of the same ticket. */
  id: string;
  number: string;
  /** The desk's name in Catalan. */
  desk: string;
  /** Milliseconds since the call. */
  ageMs: number;
}

/** A LED display or a beacon connected to this kiosk. */
export interface CallDisplay {
  /** The desk whose calls the display shows; `null`: all desks. */
  deskId: string | null;
  condition(): DisplayCondition;
  /** `null` blanks the display. */
  show(call: CallToShow | null): void;
}
