import type { TicketId } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface Arrived {
  readonly ticketId: TicketId;
  readonly label: string;
  /**
   * `arrives`: the arrival is proven now. `here`: it was proven before. `served`: the visit is over. `over`: the ticket was ended, and its
   * holder needs another number.
   */
  readonly turn: 'arrives' | 'here' | 'served' | 'over';
}

/**
 * Proves that a citizen who took a number at home is in the office. Each proof is on disk when its method returns. `null` in a result: no
 * ticket of today matches.
 */
export interface Arrivals {
  /** Proves the arrival by the code that the phone shows and a scanner reads. */
  byToken(followToken: string): Result<Arrived | null, StoreFailure>;
  /** Proves the arrival by the number and digits that the phone shows; `null`: the typed text does not have this form. */
  byCode(typed: string): Result<Arrived | null, StoreFailure> | null;
}

export const NO_ARRIVALS: Arrivals = { byToken: () => ({ ok: true, value: null }), byCode: () => null };
