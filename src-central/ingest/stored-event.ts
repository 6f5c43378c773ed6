/** A fact as the centre keeps it; times are milliseconds since 1970. */
export interface StoredEvent {
  incarnation: string;
  epoch: number;
  seq: number;
  eventId: string;
  type: string;
  v: number;
  atWallMs: number;
  bootId: string | null;
  monoMs: number | null;
  trust: 'trusted' | 'guess';
  happenedAtMs: number;
  timeUncertain: boolean;
  receivedAtMs: number;
  payload: Readonly<Record<string, unknown>>;
}

/** What projections read of it. */
export type ProjectedEvent = Pick<
  StoredEvent,
  | 'incarnation'
  | 'epoch'
  | 'seq'
  | 'eventId'
  | 'type'
  | 'v'
  | 'happenedAtMs'
  | 'timeUncertain'
  | 'receivedAtMs'
  | 'payload'
>;
