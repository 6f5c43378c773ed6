import type { Change } from '../../src-main/contract/centre/twin.ts';
import { weekdayOf } from '../../src-main/domain/calendar-day.ts';
import { changed, deskHoursOf } from './changes.ts';
import { gainPerPerson, type Interval, perPerson } from './interval.ts';
import { isWithin, type OfficeDay, type TwinOffice } from './office-day.ts';
import { daysOf, liveOffice, type Period } from './run-twin.ts';
import type { Tally } from './tally.ts';

export interface WorstHour {
  readonly date: string;
  /** The hour by the office's clock; 9 means 9:00 to 10:00. */
  readonly hour: number;
  readonly wait: Interval;
}

export interface Proposal {
  readonly change: Change;
  /** Minutes that a citizen of the worst hour saves, in an interval corrected for the number of changes tried. */
  readonly gain: Interval;
  readonly gainOfWeek: Interval;
  readonly deskHours: number;
}

export interface Proposed {
  /** `null`: no hour has enough people. */
  readonly worst: WorstHour | null;
  /** The change that shortens the wait in the worst hour most. `null`: no change has a certain gain. */
  readonly proposal: Proposal | null;
  /** The change with the greatest gain among the changes that have a certain gain and need fewer desk hours than `proposal`. */
  readonly cheaper: Proposal | null;
  readonly tried: number;
}

/** A smaller gain does not count, because figures are in whole minutes. */
const LEAST_GAIN_MINUTES = 1;
/** An hour with fewer people on average cannot be the worst. */
const LEAST_PEOPLE = 2;
const CONFIDENCE = 0.95;
const MORE_APPOINTMENTS = 0.15;
const FREED = 0.8;
const FROM_AFAR = 0.3;
/**
 * Pairs of services in one line are tried only among this many services, those with the most people, because each pair needs a simulation.
 */
const MOST_IN_PAIRS = 4;
const MINUTE_MS = 60_000;

/**
 * Returns the worst hour of a period (the hour with the longest mean wait) and the change that shortens this wait most. The simulations
 * that judge the changes are not those in which the worst hour was found, because the worst of many hours looks worse there than it is. A
 * change is proposed only if its gain is certain: the interval of the paired gain, corrected for the number of changes (Bonferroni), is
 * above one minute, and the mean wait of the whole period does not grow. `see` gets the tally by which each change is judged, first the
 * tally of the unchanged office (`null`). Changes for which `mayPropose` is false are left out.
 */
export function propose(
  office: TwinOffice,
  period: Period,
  see: (change: Change | null, tally: Tally) => void = () => {},
  mayPropose: (change: Change) => boolean = () => true,
): Proposed {
  const found = worstHour(liveOffice(office, period), period.times);
  if (found === null) return { worst: null, proposal: null, cheaper: null, tried: 0 };
  const fresh = { ...period, firstTime: (period.firstTime ?? 0) + period.times };
  const base = liveOffice(office, fresh);
  see(null, base);
  const key = keyOf(found);
  const before = base.hours.get(key) ?? [];
  const worst = { ...found, wait: perPerson(before) };
  const changes = candidates(office, found, daysOf(office, period)).filter(mayPropose);
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, changes.length);
  const sure = changes.flatMap((change): Proposal[] => {
    const after = liveOffice(changed(office, change), fresh);
    see(change, after);
    const gain = gainPerPerson(before, after.hours.get(key) ?? [], confidence);
    const gainOfWeek = gainPerPerson(base.waits.all, after.waits.all, confidence);
    const isSure = gain.from > LEAST_GAIN_MINUTES && gainOfWeek.mean >= 0;
    return isSure ? [{ change, gain, gainOfWeek, deskHours: deskHoursOf(change) }] : [];
  });
  const [proposal = null, ...others] = sure.toSorted(
    (one, other) => other.gain.mean - one.gain.mean || one.deskHours - other.deskHours,
  );
  const cheaper = others.find(({ deskHours }) => proposal !== null && deskHours < proposal.deskHours) ?? null;
  return { worst, proposal, cheaper, tried: changes.length };
}

const keyOf = ({ date, hour }: Pick<WorstHour, 'date' | 'hour'>): string => `${date} ${String(hour).padStart(2, '0')}`;

function worstHour({ hours }: Tally, times: number): WorstHour | null {
  let worst: WorstHour | null = null;
  for (const [key, sums] of hours) {
    const people = sums.reduce((all, { count }) => all + count, 0) / times;
    const wait = perPerson(sums);
    if (people < LEAST_PEOPLE || (worst !== null && wait.mean <= worst.wait.mean)) continue;
    const [date = '', hour = ''] = key.split(' ');
    worst = { date, hour: Number(hour), wait };
  }
  return worst;
}

/** Returns the changes that an office can decide by itself. Law and city decide the priority of classes, so weights are not proposed. */
function candidates({ part, profile }: TwinOffice, { date, hour }: WorstHour, week: readonly OfficeDay[]): Change[] {
  const days = [weekdayOf(date)];
  const at = (one: number, minutes = 0): string =>
    `${String(one).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  const desk = (from: number, to: number): Change => ({ kind: 'desk', days, from: at(from), to: at(to) });
  const changes: Change[] = [desk(hour, hour + 1), desk(hour - 1, hour), desk(hour - 1, hour + 1)];
  const minutes = part.desks.flatMap(({ breaks }) => breaks.map((one) => one.minutes))[0];
  if (minutes !== undefined)
    for (const first of [hour - 3, hour + 1]) {
      const times = [0, 30, 60, 90].map((after) => first * 60 + after);
      // The twin drops breaks outside the open hours. A change that moves a break there would remove the break, so it is not tried.
      if (!week.every((day) => times.every((time) => isWithin(day.openAny, day.midnightMs + time * MINUTE_MS))))
        continue;
      changes.push({
        kind: 'breaks',
        breaks: times.map((time) => ({ from: at(Math.floor(time / 60), time % 60), minutes })),
      });
    }
  const { share, noShow, freed } = part.appointments;
  const takesAppointments = profile.services.some(({ ways }) => ways.includes('appointment'));
  if (takesAppointments && share + MORE_APPOINTMENTS <= 1)
    changes.push({ kind: 'appointments', share: share + MORE_APPOINTMENTS });
  if (share > 0 && noShow > 0 && freed < FREED) changes.push({ kind: 'freed', share: FREED });
  if (part.afar.share < FROM_AFAR) changes.push({ kind: 'afar', share: FROM_AFAR });
  const apart = new Set(part.desks.flatMap(({ services }) => services ?? []));
  const all = part.services
    .toSorted((one, other) => other.share - one.share)
    .flatMap(({ serviceId }) => (apart.has(serviceId) ? serviceId : []))
    .slice(0, MOST_IN_PAIRS);
  for (const [no, one] of all.entries())
    for (const other of all.slice(no + 1)) {
      const isOneLine = part.desks.every(
        ({ services }) => services === undefined || services.includes(one) === services.includes(other),
      );
      if (!isOneLine) changes.push({ kind: 'one-line', services: [one, other] });
    }
  return changes;
}
