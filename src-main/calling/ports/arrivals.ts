import type { TicketId } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface Arrived {
  readonly ticketId: TicketId;
  readonly label: string;
  /**
   * `arrives`: this call records the arrival. `here`: the arrival was recorded before. `served`: the visit is over. `over`: the ticket was
   * ended, and its holder needs another number.
   */
  readonly turn: 'arrives' | 'here' | 'served' | 'over';
}

/**
 * Records that a citizen who took a number at home has arrived in the office. The record is on disk when the method returns. `null` in a
 * result: no ticket of today matches.
 */
export interface Arrivals {
  /** Records the arrival by the code that the phone shows and a scanner reads. */
  byToken(followToken: string): Result<Arrived | null, StoreFailure>;
  /**
   * Records the arrival by the number and digits that the phone shows and the citizen types; `null`: the typed text does not have this
   * form.
   */
  byCode(typed: string): Result<Arrived | null, StoreFailure> | null;
}

export const NO_ARRIVALS: Arrivals = { byToken: () => ({ ok: true, value: null }), byCode: () => null };
