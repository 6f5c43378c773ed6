import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** A command of the centre to this kiosk, such as a restart. Times are milliseconds since 1970. */
export interface Order {
  orderId: string;
  /** One of `ORDER_ACTIONS`, or an unknown action of a newer centre. */
  action: string;
  untilMs: number | null;
  deadlineMs: number;
}

/** The centre's commands. Each write is on disk when it returns, so that a command is carried out once despite power cuts. */
export interface OrderMemory {
  waiting(): readonly Order[];
  begun(): readonly Order[];
  /** Call it before carrying out a command; `false`: it was begun before and must not be carried out again. */
  begin(orderId: string): Result<boolean, StoreFailure>;
  /**
   * Ends a command and queues the result for the centre: `done`, or the reason for failure. Each call queues a result, so it is called once
   * for a command.
   */
  end(order: Pick<Order, 'orderId' | 'action'>, result: string): Result<null, StoreFailure>;
}
