import { type DayReading, doubtOf, GUESS_REACH_MS, type ServiceDay } from './time-label.ts';

/**
 * Which tickets are of today. Labels cannot say it: a clock that was a day ahead for one ticket leaves two labels on one morning. So a
 * working day is a run of tickets in the order in which they were given, begun where a later service day is read and nothing says that no
 * night has passed. A run that a wrong clock began is taken back when an earlier day turns out to be right: whose ticket was given stays
 * listed until their day is over by a clock that is believed.
 */
export interface WorkingDay {
  /** Under which its last ticket was given, or would be. */
  readonly serviceDay: string;
  /** The day's first ticket, by the order of giving. */
  readonly fromTicket: number;
  /** The first of its tickets of the office's other kiosks, by the order of hearing. */
  readonly fromHeard: number;
  /** Since when the clock is not believed: these may turn out to be of the next working day. `null`: it is believed. */
  readonly doubtTicket: number | null;
  readonly doubtHeard: number | null;
}

/** The tickets that are listed, called and counted as today's. It holds a `ServiceDay`, so only a reading makes one. */
export interface ListedDay {
  /** Under which the next ticket is given. */
  readonly serviceDay: ServiceDay;
  /** The first ticket listed, by the order of giving. */
  readonly fromTicket: number;
  /** The first ticket of another kiosk listed, by the order of hearing. */
  readonly fromHeard: number;
}

/** The rows from which a working day is found, beside the reading. */
export interface DayPlace {
  readonly reading: DayReading;
  /** Which the next ticket will be, and the next that is heard of another kiosk. */
  readonly nextTicket: number;
  readonly nextHeard: number;
  /** The first heard ticket of the day read, by the label of its own kiosk, whose day began a moment earlier; `null`: there is none. */
  readonly heardOfDay: number | null;
  /** The boot's own clock says that the day of the last ticket has not ended. */
  readonly noNight: boolean;
  /** A ticket is given now: a label may change within a working day. */
  readonly isGiving: boolean;
  /** The day that this boot took back when the clock fell behind it, if the boot's own clock says that it is still that day; else `null`. */
  readonly takenBack: WorkingDay | null;
}

/** So many working days are kept: more than a clock may run ahead and be believed. */
const KEPT = 50;

/** The days as they are at this reading; the same array where nothing has changed. */
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

/** The part of the days (as `stepWorkingDays` left them) that is listed at this reading. A day in doubt lists the tickets of both dates. */
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

/** The tickets of later days that are taken back in doubt may still turn out to be of the next working day. */
const doubtFrom = (
  later: WorkingDay,
  { doubtTicket, doubtHeard }: Pick<WorkingDay, 'doubtTicket' | 'doubtHeard'>,
): Pick<WorkingDay, 'doubtTicket' | 'doubtHeard'> => ({
  doubtTicket: doubtTicket === null ? null : Math.min(doubtTicket, later.fromTicket),
  doubtHeard: doubtHeard === null ? null : Math.min(doubtHeard, later.fromHeard),
});
