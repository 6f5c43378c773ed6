import type { DisplayCondition } from '../domain/device-conditions.ts';

/** A call, for whoever waits in the hall. */
export interface CallToShow {
  /** Of the last time it was called. */
  id: string;
  number: string;
  /** In Catalan. */
  desk: string;
  /** How long ago, milliseconds. */
  ageMs: number;
}

/** A LED display or a beacon at a cable of this kiosk. */
export interface CallDisplay {
  /** Whose calls it shows; `null`: everybody's. */
  deskId: string | null;
  condition(): DisplayCondition;
  /** `null`: it is to be dark. */
  show(call: CallToShow | null): void;
}
