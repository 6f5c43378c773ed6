import type { DisplayCondition } from '../../domain/device-conditions.ts';

export interface CallToShow {
  /** Id of the call, new each time the same ticket is called. */
  id: string;
  number: string;
  /** The desk's name in Catalan. */
  desk: string;
  ageMs: number;
}

export interface CallDisplay {
  /** The desk whose calls the display shows; `null`: all desks. */
  deskId: string | null;
  condition(): DisplayCondition;
  /** Shows a call; `null` blanks the display. */
  show(call: CallToShow | null): void;
}
