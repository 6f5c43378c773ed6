/**
 * The token in the address of the page on which a holder follows the ticket. It can be computed for old tickets too, because their events
 * have it.
 */
export const followedTurns: readonly string[] = [
  'ALTER TABLE ticket ADD COLUMN follow_token text',
  `UPDATE ticket SET follow_token = event.payload ->> 'followToken'
    FROM event WHERE event.city_id = ticket.city_id AND event.kiosk_id = ticket.kiosk_id AND event.epoch = ticket.epoch
      AND event.seq = ticket.seq AND event.event_id = ticket.event_id AND event.type = 'ticket-issued'
      AND event.payload ->> 'followToken' IS NOT NULL`,
  'CREATE INDEX ticket_by_follow_token ON ticket (city_id, follow_token) WHERE follow_token IS NOT NULL',
];
