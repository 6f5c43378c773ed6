import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { VOID_TICKET } from '../administration/void-ticket.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import type { Centre } from '../replica-context.ts';
import { findTurn, HOLDER } from './find-turn.ts';
import { canBeLeft } from './turn.ts';

/**
 * Voids a ticket that its holder gives up, and tells the office's kiosks, as for any void ticket. A second call changes nothing; a ticket
 * that is called or over stays unchanged.
 */
export async function giveUp(
  { database, clock }: Pick<Centre, 'database' | 'clock'>,
  cityId: CityId,
  token: string,
): Promise<void> {
  await database.transaction(async (queries) => {
    const seen = await findTurn(queries, cityId, token);
    if (seen === null || !(await lockOffice(queries, seen.place))) return;
    // The ticket is read again under the office's lock, because it may have changed meanwhile.
    const found = await findTurn(queries, cityId, token);
    if (found === null || !canBeLeft(found.turn)) return;
    const nowMs = clock.nowMs();
    const { ticketId, place } = found;
    const voided = [cityId, ticketId, place.officeId, instantOf(nowMs), HOLDER];
    const isNew = (await queries.query(VOID_TICKET.insert, voided)).length > 0;
    if (isNew) await recordChange(queries, place, { kind: 'ticket-voided', content: { ticketId } }, nowMs);
  });
}
