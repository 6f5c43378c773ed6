import type { EventKind } from '../session/contract/event-catalogue.ts';

/** Reports events of the kiosk. The catalogue sets the level; `fields` contain no personal data. */
export interface Log {
  event(kind: EventKind, fields?: Readonly<Record<string, unknown>>): void;
}
