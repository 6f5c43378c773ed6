import type { EventKind } from '../session/contract/event-catalogue.ts';

/** Logs events of the kiosk. `session/contract/event-catalogue.ts` sets the level of each kind; `fields` contain no personal data. */
export interface Log {
  event(kind: EventKind, fields?: Readonly<Record<string, unknown>>): void;
}
