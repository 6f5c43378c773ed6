import { type DayReading, doubtOf, GUESS_REACH_MS, type ServiceDay } from './time-label.ts';

/**
 * Decides which tickets are today's. The service day of each ticket cannot decide this: a clock that was a day ahead for one ticket leaves
 * two service days on one morning. A working day is therefore a run of tickets in the sequence of issuing. A new one begins when a later
 * service day is read, unless something shows that no night has passed. A working day begun by a wrong clock is revoked when an earlier day
 * turns out to be right: tickets stay listed until a believed clock ends their day.
 */
export interface WorkingDay {
  /** Service day of the working day's last ticket; before its first ticket, the service day which that ticket will get. */
  readonly serviceDay: string;
  /** Position of the day's first ticket in the sequence of issuing. */
  readonly fromTicket: number;
  /** Position of the day's first ticket from a sibling kiosk, in the sequence of arrival. */
  readonly fromHeard: number;
  /**
   * Position of the first ticket issued since the clock stopped being believed; this ticket may turn out to belong to the next working day.
   * `null`: the clock is not in doubt (`doubtOf`).
   */
  readonly doubtTicket: number | null;
  readonly doubtHeard: number | null;
}

/**
 * The range of tickets that are listed, called and counted as today's. It contains a `ServiceDay`, so only code that has read the service
 * day can make one.
 */
export interface ListedDay {
  readonly serviceDay: ServiceDay;
  readonly fromTicket: number;
  readonly fromHeard: number;
}

export interface DayPlace {
  readonly reading: DayReading;
  /** Positions that the next ticket of this kiosk and the next ticket of a sibling kiosk will get. */
  readonly nextTicket: number;
  readonly nextHeard: number;
  /**
   * Position of the first ticket that a sibling kiosk issued under the service day just read, because the sibling's day began a moment
   * earlier; `null`: none.
   */
  readonly heardOfDay: number | null;
  /** True if the monotonic clock shows that the day of the last ticket has not ended. */
  readonly noNight: boolean;
  /** True while a ticket is being issued: the service day of the tickets may then change within a working day. */
  readonly isGiving: boolean;
  /**
   * The working day that was revoked since this program started because the clock fell behind it. Set only if the clock has since jumped
   * back to that day while the day still lasts; otherwise `null`.
   */
  readonly takenBack: WorkingDay | null;
}

/** Number of working days kept: more than the days by which a believed clock may run ahead (`GUESS_REACH_MS`). */
const KEPT = 50;

/** Returns the working days after this reading; the same array if nothing changed. */
export function stepWorkingDays(days: readonly WorkingDay[], place: DayPlace): readonly WorkingDay[] {
  const { reading, nextTicket, nextHeard, heardOfDay, noNight, isGiving, takenBack } = place;
  const { serviceDay } = reading;
  const last = days.at(-1);
  const isDoubted = doubtOf(reading) !== null;
  const doubt = {
    doubtTicket: isDoubted ? (last?.doubtTicket ?? nextTicket) : null,
    doubtHeard: isDoubted ? (last?.doubtHeard ?? nextHeard) : null,
  };
  if (last === undefined) return [{ serviceDay, fromTicket: nextTicket, fromHeard: nextHeard, ...doubt }];
  if (isDoubted && last.doubtTicket === null) return stepWorkingDays(withLast(days, { ...last, ...doubt }), place);
  if (serviceDay === last.serviceDay)
    return isDoubted || last.doubtTicket === null ? days : withLast(days, { ...last, ...doubt });
  if (serviceDay < last.serviceDay) {
    if (isDoubted && !isGiving) return days;
    const at = days.findIndex((day) => day.serviceDay >= serviceDay);
    const { fromTicket, fromHeard } = days[at] ?? last;
    const later = days.find((day) => day.serviceDay > serviceDay) ?? last;
    return [...days.slice(0, at), { serviceDay, fromTicket, fromHeard, ...doubtFrom(later, doubt) }];
  }
  if (noNight && takenBack === null) return isGiving ? withLast(days, { ...last, serviceDay, ...doubt }) : days;
  const begun = {
    serviceDay,
    fromTicket: Math.min(last.doubtTicket ?? nextTicket, takenBack?.fromTicket ?? nextTicket),
    fromHeard: Math.min(last.doubtHeard ?? heardOfDay ?? nextHeard, takenBack?.fromHeard ?? nextHeard, nextHeard),
    ...doubt,
  };
  return [...days, begun].slice(-KEPT);
}

/** Returns the tickets of today. `days`: the result of `stepWorkingDays`. A day in doubt lists the tickets of both dates. */
export function listedDay(days: readonly WorkingDay[], reading: DayReading): ListedDay {
  const { serviceDay, clockDay } = reading;
  const last = days.at(-1) ?? { serviceDay, fromTicket: 0, fromHeard: 0 };
  const reach = new Date(Date.parse(last.serviceDay) - GUESS_REACH_MS).toISOString().slice(0, 10);
  const dates = doubtOf(reading) !== null ? [serviceDay, clockDay] : [serviceDay];
  const first = [last.serviceDay, ...dates].filter((day) => day >= reach).toSorted()[0] ?? last.serviceDay;
  const { fromTicket, fromHeard } = days.find((day) => day.serviceDay >= first) ?? last;
  return { serviceDay, fromTicket, fromHeard };
}

const withLast = (days: readonly WorkingDay[], last: WorkingDay): readonly WorkingDay[] => [...days.slice(0, -1), last];

/**
 * Moves the first doubtful positions back to the first ticket of the revoked days (`later`), because their tickets may still belong to the
 * next working day.
 */
const doubtFrom = (
  later: WorkingDay,
  { doubtTicket, doubtHeard }: Pick<WorkingDay, 'doubtTicket' | 'doubtHeard'>,
): Pick<WorkingDay, 'doubtTicket' | 'doubtHeard'> => ({
  doubtTicket: doubtTicket === null ? null : Math.min(doubtTicket, later.fromTicket),
  doubtHeard: doubtHeard === null ? null : Math.min(doubtHeard, later.fromHeard),
});
