import { randomBytes, randomUUID } from 'node:crypto';
import type { TicketIds } from '../application/take-ticket.ts';
import { TicketId } from '../contract/shared/ids.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../domain/follow-token.ts';

export const TICKET_IDS: TicketIds = {
  newTicketId: () => TicketId.parse(randomUUID()),
  newFollowToken: () => followToken(randomBytes(FOLLOW_TOKEN_BYTES)),
};
