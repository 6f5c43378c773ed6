import type { EventKind } from '../contract/kiosk/event-catalogue.ts';

/** Where the kiosk reports what happened. The level is the catalogue's; `facts` hold nothing personal. */
export interface Log {
  event(kind: EventKind, fields?: Readonly<Record<string, unknown>>): void;
}
