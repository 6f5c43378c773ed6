import { isInRange } from '../../src-main/domain/numbering.ts';
import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

const numbersServed = projectionOf({
  type: 'numbers-served',
  v: 1,
  payload: seen('numbers-served', 'markId', 'series', 'serviceDay', 'from', 'to', 'appointmentsUntil', 'rank'),
  table: 'served_mark',
  class: 'turn',
  hasOffice: false,
  columns: {
    mark_id: { type: 'uuid', of: ({ markId }) => markId },
    series: { type: 'text', of: ({ series }) => series },
    service_day: { type: 'date', of: ({ serviceDay }) => serviceDay },
    first_number: { type: 'bigint', of: ({ from }) => from },
    last_number: { type: 'bigint', of: ({ to }) => to },
    appointments_until: { type: 'timestamptz', of: ({ appointmentsUntil }) => appointmentsUntil },
    rank: { type: 'bigint', of: ({ rank }) => rank },
    said_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['mark_id'],
  keeps: 'first',
});

const servedUndone = projectionOf({
  type: 'served-undone',
  v: 1,
  payload: seen('served-undone', 'markId'),
  table: 'served_undo',
  class: 'turn',
  hasOffice: false,
  columns: {
    mark_id: { type: 'uuid', of: ({ markId }) => markId },
    said_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['mark_id'],
  keeps: 'first',
});

export const SERVED_EVENTS = { 'numbers-served': numbersServed, 'served-undone': servedUndone } as const;

/** SQL for the time at which the kiosk's staff first marked a row of `ticket` as served without undoing it, or null. */
export const servedAt = (ticket: string, checkIn: string): string => `(SELECT min(mark.said_at) FROM served_mark AS mark
        WHERE mark.city_id = ${ticket}.city_id AND mark.kiosk_id = ${ticket}.kiosk_id AND mark.series = ${ticket}.series
          AND mark.service_day = ${ticket}.service_day
          AND ${isInRange(`${ticket}.number`, 'mark.first_number', 'mark.last_number')}
          AND (${ticket}.number = mark.last_number OR ${checkIn}.start_at IS NULL OR ${checkIn}.start_at <= mark.appointments_until)
          AND NOT EXISTS (SELECT 1 FROM served_undo AS undone WHERE undone.city_id = $1
            AND undone.kiosk_id = mark.kiosk_id AND undone.mark_id = mark.mark_id))`;
