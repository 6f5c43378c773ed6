import { randomBytes, randomUUID } from 'node:crypto';
import { TicketId } from '../../contract/shared/ids.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../rules/follow-token.ts';
import type { TicketIds } from '../steps/take-ticket.ts';

export const TICKET_IDS: TicketIds = {
  newTicketId: () => TicketId.parse(randomUUID()),
  newFollowToken: () => followToken(randomBytes(FOLLOW_TOKEN_BYTES)),
};
