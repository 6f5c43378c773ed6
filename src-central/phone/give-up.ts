import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { VOID_TICKET } from '../administration/void-ticket.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import type { Centre } from '../replica-context.ts';
import { findTurn, HOLDER } from './find-turn.ts';
import { canBeLeft } from './turn.ts';

/**
 * The holder of the token does not come any more: the office's kiosks hear it as of any turn that is void. Once more changes nothing, and a turn
 * that has been called or is over stays what it is. False where nobody has this token.
 */
export async function giveUp({ database, clock }: Centre, cityId: CityId, token: string): Promise<boolean> {
  return database.transaction(async (queries) => {
    const seen = await findTurn(queries, cityId, token);
    if (seen === null || !(await lockOffice(queries, seen.place))) return false;
    // Once more, now that nothing of the office changes meanwhile.
    const found = await findTurn(queries, cityId, token);
    if (found === null || !canBeLeft(found.turn)) return found !== null;
    const nowMs = clock.nowMs();
    const { ticketId, place } = found;
    const voided = [cityId, ticketId, place.officeId, instantOf(nowMs), HOLDER];
    const isNew = (await queries.query(VOID_TICKET.insert, voided)).length > 0;
    if (isNew) await recordChange(queries, place, { kind: 'ticket-voided', content: { ticketId } }, nowMs);
    return true;
  });
}
