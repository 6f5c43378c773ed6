import type { Group } from '../../../src-main/contract/centre/day-figures.ts';
import type { TwinReport, WireTwinAnswer } from '../../../src-main/contract/centre/twin.ts';
import { csvLine } from '../../csv.ts';
import type { Answer } from '../client.ts';

export type OfficeDay = Answer<'readDayFigures'>;
export type CityDay = Answer<'listDayFigures'>;
export type OfficeRow = CityDay['offices'][number];
export type Figures = OfficeDay['figures'];

export const gaveUpOf = ({ left, withdrawn }: Group): number => left + withdrawn;
export const minutesSince = (since: string, at: string): number =>
  Math.max(0, Math.floor((Date.parse(at) - Date.parse(since)) / 60_000));

/** Returns the hour with the longest `nineOfTen`, the wait that nine in ten people did not exceed. */
export function worstHourOf({ hours }: Figures): { hour: number; nineOfTen: number } | null {
  const called = hours.flatMap(({ hour, wait }) => (wait === null ? [] : { hour, nineOfTen: wait.nineOfTen }));
  return called.reduce<(typeof called)[number] | null>(
    (worst, one) => (worst === null || one.nineOfTen > worst.nineOfTen ? one : worst),
    null,
  );
}

export function shownHours({ figures, usual }: Pick<OfficeDay, 'figures' | 'usual'>): number[] {
  const known = [...figures.hours, ...(usual?.hours ?? [])].filter(({ arrivals }) => arrivals > 0);
  const hours = [
    ...known.map(({ hour }) => hour),
    ...figures.hours.flatMap(({ hour, desks }) => (desks > 0 ? hour : [])),
  ];
  if (hours.length === 0) return [];
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, index) => first + index);
}

/**
 * Sorts offices by their longest wait at present, the longest first. On a past day, sorts by the wait that nine in ten people did not
 * exceed.
 */
export function sortedOffices({ offices, at }: CityDay): OfficeRow[] {
  const waitNow = ({ waiting }: OfficeRow): number =>
    waiting === null || waiting.since === null ? -1 : minutesSince(waiting.since, at);
  return [...offices].sort(
    (a, b) =>
      waitNow(b) - waitNow(a) ||
      (b.total.wait?.nineOfTen ?? -1) - (a.total.wait?.nineOfTen ?? -1) ||
      a.name.localeCompare(b.name),
  );
}

/** Returns the office for which the function `of` gives the highest value. `null`: every value is 0. */
export function mostOf(offices: readonly OfficeRow[], of: (row: OfficeRow) => number): OfficeRow | null {
  const most = offices.reduce<OfficeRow | null>((one, row) => (one === null || of(row) > of(one) ? row : one), null);
  return most === null || of(most) === 0 ? null : most;
}

const GROUP = ['arrivals', 'served', 'noShow', 'left', 'withdrawn', 'voided', 'open', 'paperFailed'] as const;
const GROUP_HEAD = [
  ...GROUP,
  'waitHalf',
  'waitNineOfTen',
  'waitWorst',
  'attentionHalf',
  'attentionNineOfTen',
  'attentionWorst',
];
const cellsOf = (group: Group): (number | null)[] => [
  ...GROUP.map((column) => group[column]),
  ...[group.wait, group.attention].flatMap((one) => [one?.half ?? null, one?.nineOfTen ?? null, one?.worst ?? null]),
];

/** Writes an office's day as CSV, by service, class of tickets and hour. A row with an empty field is the sum over that field. */
export function officeCsv({ officeId, day, figures, usual }: OfficeDay): string {
  const { total, hours, services, classes, cells } = figures;
  const usualAt = new Map(usual?.hours.map(({ hour, arrivals }) => [hour, arrivals]));
  const row = (serviceId: string | null, turnClass: string | null, hour: number | null, group: Group) =>
    csvLine([officeId, day, serviceId, turnClass, hour, ...cellsOf(group), null]);
  return [
    csvLine(['officeId', 'day', 'serviceId', 'class', 'hour', ...GROUP_HEAD, 'usualArrivals']),
    csvLine([officeId, day, null, null, null, ...cellsOf(total), usual?.arrivals ?? null]),
    ...hours.map((one) =>
      csvLine([officeId, day, null, null, one.hour, ...cellsOf(one), usualAt.get(one.hour) ?? null]),
    ),
    ...services.map((one) => row(one.serviceId, null, null, one)),
    ...classes.map((one) => row(null, one.class, null, one)),
    ...cells.map((one) => row(one.serviceId, one.class, one.hour, one)),
  ].join('');
}

export function cityCsv({ day, offices }: CityDay): string {
  const planned = [
    'givenMinutes',
    'booked',
    'bookedMinutes',
    'came',
    'missed',
    'onTime',
    'usedMinutes',
    'errands',
  ] as const;
  return [
    csvLine(['officeId', 'office', 'day', ...GROUP_HEAD, 'usualArrivals', 'desks', ...planned, 'unprinted', 'apart']),
    ...offices.map(({ officeId, name, total, usual, desks, appointments, unprinted, apart }) =>
      csvLine([
        officeId,
        name,
        day,
        ...cellsOf(total),
        usual?.arrivals ?? null,
        desks,
        ...planned.map((column) => appointments[column]),
        unprinted,
        apart,
      ]),
    ),
  ].join('');
}

const hundredths = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value * 100) / 100;

/**
 * Writes the answers of the twin (the simulation of an office) as CSV. The office as it is and each change have a row per group of people.
 */
export function twinCsv({ officeId, asItIs, week }: TwinReport, answers: readonly WireTwinAnswer[]): string {
  const intervals = ['wait', 'waitFrom', 'waitTo', 'gain', 'gainFrom', 'gainTo'];
  return [
    csvLine(['officeId', 'week', 'change', 'group', 'peopleADay', ...intervals, 'deskHours']),
    ...[asItIs, ...answers].flatMap(({ change, groups, deskHours }) =>
      groups.map(({ group, people, wait, gain }) =>
        csvLine([
          officeId,
          week.from,
          change === null ? null : JSON.stringify(change),
          group,
          ...[people, wait.mean, wait.from, wait.to, gain?.mean, gain?.from, gain?.to, deskHours].map(hundredths),
        ]),
      ),
    ),
  ].join('');
}

/**
 * The fields of the form in which a person asks the twin about a change. `day` is a weekday, or empty for every day; `share` is in percent.
 */
export interface TypedChange {
  kind: 'desk' | 'breaks' | 'appointments' | 'freed' | 'afar';
  day: string;
  from: string;
  to: string;
  share: number;
}

const BREAKS = { count: 3, everyMinutes: 30, minutes: 25 };

/**
 * Writes a change in the form that the twin (the simulation of an office) reads. `null`: the closing time of the desk is not later than its
 * opening time.
 */
export function typedChange({ kind, day, from, to, share }: TypedChange): string | null {
  if (kind === 'desk') return from < to ? `desk=${from}-${to}${day === '' ? '' : `@${day}`}` : null;
  if (kind !== 'breaks') return `${kind}=${share / 100}`;
  const [hour = 0, minute = 0] = from.split(':').map(Number);
  const breaks = Array.from({ length: BREAKS.count }, (_, no) => {
    const at = hour * 60 + minute + no * BREAKS.everyMinutes;
    return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}/${BREAKS.minutes}`;
  });
  return `breaks=${breaks.join(',')}`;
}
