import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { CallableNumber } from '../../tickets/ports/day-book.ts';
import type { ListedDay } from '../../tickets/rules/working-day.ts';
import type { AlarmSaid, PauseSaid, ServicesSaid, TicketSaid } from '../contract/kiosks.ts';

/** A number issued by a sibling kiosk with this `slot`. */
export interface HeardNumber extends CallableNumber {
  readonly slot: number;
}

/** Data that sibling kiosks have sent. They report it to the centre themselves; this kiosk does not. */
export interface OfficeBook {
  heard(today: ListedDay): Result<readonly HeardNumber[], StoreFailure>;
  /** Saves the data of one answer of the sibling `fromSlot`; returns true if anything was new. On disk when it returns. */
  hear(said: HeardPage): Result<boolean, StoreFailure>;
  /**
   * Raises this kiosk's counters to the highest numbers of its slot on these tickets, but does not store the tickets. Returns
   * the labels that are also on other tickets of this kiosk.
   */
  count(tickets: readonly TicketSaid[]): Result<readonly GivenTwice[], StoreFailure>;
  pauses(): Result<readonly PauseSaid[], StoreFailure>;
  /** `services` returns each desk's last choice of services, `alarms` the alarms of the last days; both from any kiosk of the office. */
  services(): Result<readonly ServicesSaid[], StoreFailure>;
  alarms(): Result<readonly AlarmSaid[], StoreFailure>;
}

/** A label that two tickets of one service day (`YYYY-MM-DD`) carry. */
export interface GivenTwice {
  readonly label: string;
  readonly serviceDay: string;
}

export interface HeardPage {
  readonly fromSlot: number;
  /** `issuedAtMs` is by this kiosk's clock. For a ticket that is known already, the first value stays. */
  readonly tickets: readonly TicketSaid[];
  readonly pauses: readonly PauseSaid[];
  readonly services: readonly ServicesSaid[];
  readonly alarms: readonly AlarmSaid[];
}
