import type { EventKind } from '../session/contract/event-catalogue.ts';

/** Logs events of the kiosk. The event catalogue sets the level; `fields` contain no personal data. */
export interface Log {
  event(kind: EventKind, fields?: Readonly<Record<string, unknown>>): void;
}
