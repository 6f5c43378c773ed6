import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** An order of the centre to this kiosk. Times are milliseconds since 1970. */
export interface Order {
  orderId: string;
  /** One of `ORDER_ACTIONS`, or an unknown action of a newer centre. */
  action: string;
  /** End of a pause; `null`: open-ended. */
  untilMs: number | null;
  /** The order lapses after this time. */
  deadlineMs: number;
}

/** The orders of the centre. Each write is on disk when it returns, so that an order is carried out once despite power cuts. */
export interface OrderMemory {
  /** The orders that were not begun. */
  waiting(): readonly Order[];
  /** The orders that were begun and not ended, in this run or in an interrupted one. */
  begun(): readonly Order[];
  /** Call it before carrying out an order; `false`: it was begun before and must not be carried out again. */
  begin(orderId: string): Result<boolean, StoreFailure>;
  /** Ends an order and queues the result for the centre: `done`, or the reason for failure. An ended order reports nothing more. */
  end(order: Pick<Order, 'orderId' | 'action'>, result: string): Result<null, StoreFailure>;
}
