import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** What somebody at the centre wants this kiosk to do. Times are milliseconds since 1970. */
export interface Order {
  orderId: string;
  /** One of `ORDER_ACTIONS`, or of a newer centre. */
  action: string;
  /** Of a pause; `null`: without an end. */
  untilMs: number | null;
  /** Later than that it is not carried out. */
  deadlineMs: number;
}

/** The orders of the centre. Each write is on disk when it answers, so that an order is carried out once, whatever cuts the power. */
export interface OrderMemory {
  /** Not begun yet. */
  waiting(): readonly Order[];
  /** Begun and not ended: by this run, or by one that was cut off. */
  begun(): readonly Order[];
  /** To be called before anything is done for it; `false`: it has been begun before, and nothing may be done for it. */
  begin(orderId: string): Result<boolean, StoreFailure>;
  /** `done`, or why not; it is on its way to the centre. Of one that has ended nothing more is told. */
  end(order: Pick<Order, 'orderId' | 'action'>, result: string): Result<null, StoreFailure>;
}
