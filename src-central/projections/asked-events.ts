import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

const attentionAsked = projectionOf({
  type: 'attention-asked',
  v: 1,
  payload: seen('attention-asked', 'ticketId', 'preferential', 'comeAndFetch'),
  table: 'ticket_attention',
  class: 'turn',
  hasOffice: false,
  columns: {
    ticket_id: { type: 'uuid', of: ({ ticketId }) => ticketId },
    preferential: { type: 'boolean', of: ({ preferential }) => preferential, class: 'need' },
    come_and_fetch: { type: 'boolean', of: ({ comeAndFetch }) => comeAndFetch, class: 'need' },
  },
  key: ['ticket_id'],
  keeps: 'last',
});

const helpAsked = projectionOf({
  type: 'help-asked',
  v: 1,
  payload: seen('help-asked', 'helpId'),
  table: 'help_asked',
  class: 'machine',
  hasOffice: true,
  columns: {
    help_id: { type: 'uuid', of: ({ helpId }) => helpId },
    asked_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['help_id'],
  keeps: 'first',
});

const helpAnswered = projectionOf({
  type: 'help-answered',
  v: 1,
  payload: seen('help-answered', 'helpId', 'deskId'),
  table: 'help_answer',
  class: 'machine',
  hasOffice: false,
  columns: {
    help_id: { type: 'uuid', of: ({ helpId }) => helpId },
    desk_id: { type: 'text', of: ({ deskId }) => deskId },
    answered_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['help_id'],
  keeps: 'first',
});

const helpEnded = projectionOf({
  type: 'help-ended',
  v: 1,
  payload: seen('help-ended', 'helpId', 'end'),
  table: 'help_end',
  class: 'machine',
  hasOffice: false,
  columns: {
    help_id: { type: 'uuid', of: ({ helpId }) => helpId },
    reason: { type: 'text', of: ({ end }) => end },
    ended_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['help_id'],
  keeps: 'first',
});

const staffAcknowledged = projectionOf({
  type: 'staff-acknowledged',
  v: 1,
  payload: seen('staff-acknowledged', 'subjectId', 'preferential', 'comeAndFetch'),
  table: 'kiosk_acknowledgement',
  class: 'turn',
  hasOffice: false,
  columns: {
    subject_id: { type: 'uuid', of: ({ subjectId }) => subjectId },
    preferential: { type: 'boolean', of: ({ preferential }) => preferential, class: 'need' },
    come_and_fetch: { type: 'boolean', of: ({ comeAndFetch }) => comeAndFetch, class: 'need' },
    acknowledged_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['subject_id'],
  keeps: 'last',
});

export const ASKED_EVENTS = {
  'attention-asked': attentionAsked,
  'help-asked': helpAsked,
  'help-answered': helpAnswered,
  'help-ended': helpEnded,
  'staff-acknowledged': staffAcknowledged,
} as const;

/**
 * SQL for the current requests of a ticket's holder to the staff.
 * @param ticket the alias of the ticket's row
 * @param ask the alias of its row in `ticket_attention`
 */
export const askedBy = (ticket: string, ask: string) => ({
  preferential: `coalesce(${ask}.preferential, ${ticket}.preferential)`,
  comeAndFetch: `coalesce(${ask}.come_and_fetch, ${ticket}.come_and_fetch)`,
});

/** SQL for the time at which staff, at the centre or the kiosk, acknowledged exactly these requests, or null. */
export const acknowledgedAt = (
  row: string,
  subjectId: string,
  { preferential, comeAndFetch }: { preferential: string; comeAndFetch: string },
): string => `(SELECT min(seen.acknowledged_at) FROM (
        SELECT subject_id, preferential, come_and_fetch, acknowledged_at FROM acknowledgement WHERE city_id = ${row}.city_id
          AND subject_id = ${subjectId}
        UNION ALL SELECT subject_id, preferential, come_and_fetch, acknowledged_at FROM kiosk_acknowledgement
          WHERE city_id = ${row}.city_id AND kiosk_id = ${row}.kiosk_id AND subject_id = ${subjectId}
      ) AS seen WHERE seen.preferential = ${preferential} AND seen.come_and_fetch = ${comeAndFetch})`;
