/** Times are milliseconds since 1970. */
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

/** The members that projections read. `eventOf` makes them from a database row. */
export type ProjectedEvent = Omit<StoredEvent, 'atWallMs' | 'bootId' | 'monoMs' | 'trust'>;

export const EVENT_COLUMNS = `incarnation, epoch, seq, event_id AS "eventId", type, v, happened_at AS "happenedAt",
    time_uncertain AS "timeUncertain", received_at AS "receivedAt", payload`;

export type EventRow = Omit<ProjectedEvent, 'happenedAtMs' | 'receivedAtMs'> & {
  happenedAt: string;
  receivedAt: string;
};

export const eventOf = ({ happenedAt, receivedAt, ...row }: EventRow): ProjectedEvent => ({
  ...row,
  happenedAtMs: Date.parse(happenedAt),
  receivedAtMs: Date.parse(receivedAt),
});
