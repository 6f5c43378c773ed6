import type { TicketId } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface Arrived {
  readonly ticketId: TicketId;
  readonly label: string;
  /** `arrives`: proven now. `here`: proven before. `served`: its visit is over. `over`: it ended, and its holder needs another number. */
  readonly turn: 'arrives' | 'here' | 'served' | 'over';
}

/** Proofs that a citizen who took a turn at home is in the office. On disk when they return; `null` in a result: no such turn today. */
export interface Arrivals {
  /** The code on the phone. */
  byToken(followToken: string): Result<Arrived | null, StoreFailure>;
  /** The number and digits that the phone shows; `null`: not of this form. */
  byCode(typed: string): Result<Arrived | null, StoreFailure> | null;
}

/** Of an office that gives no turns from home. */
export const NO_ARRIVALS: Arrivals = { byToken: () => ({ ok: true, value: null }), byCode: () => null };
