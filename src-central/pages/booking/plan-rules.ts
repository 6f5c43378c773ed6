import type { BookingPlan, PlacesRange, PlanLine } from '../../../src-main/domain/booking/plan.ts';
import { problemsOf } from '../../../src-main/domain/booking/plan-problems.ts';
import { WEEKDAYS, type Weekday } from '../../../src-main/domain/calendar-day.ts';

export type { BookingPlan, PlacesRange, PlanLine };
export { WEEKDAYS };

const NO_WEEK: PlanLine['week'] = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const FIRST_RANGES: readonly PlacesRange[] = [{ from: '09:00', to: '14:00', atOnce: 1 }];
const FIRST_MINUTES = 20;

/**
 * The plan that the editor proposes for an office without a plan: every service, one appointment at a time on weekday mornings, and 30 % of
 * the places kept for people without an appointment.
 */
export const firstPlan = (services: readonly string[]): BookingPlan => ({
  step: 10,
  services: services.map((serviceId) => ({ serviceId, minutes: FIRST_MINUTES })),
  lines: [newLine([], services)],
  ahead: { mostDays: 30, leastMinutes: 120 },
  shares: { walkIn: 30, sameDay: 10, telephone: 10, help: 5, unproven: 25, desk: 20 },
  mostOpen: 3,
  checksHolder: false,
});

export function newLine(
  lines: readonly PlanLine[],
  services: readonly string[],
  deskId: string | null = null,
): PlanLine {
  const taken = new Set(lines.map(({ lineId }) => lineId));
  let no = lines.length + 1;
  while (taken.has(`linia-${no}`)) no += 1;
  return {
    lineId: `linia-${no}`,
    services,
    deskId,
    exceptions: [],
    week: { ...NO_WEEK, mon: FIRST_RANGES, tue: FIRST_RANGES, wed: FIRST_RANGES, thu: FIRST_RANGES, fri: FIRST_RANGES },
  };
}

/**
 * Sets the minutes of a service. A newly bookable service is added to groups of desks, not to specialists. `minutes` is `null`: the service
 * is removed everywhere.
 */
export function withService(plan: BookingPlan, serviceId: string, minutes: number | null): BookingPlan {
  const isListed = plan.services.some((one) => one.serviceId === serviceId);
  if (minutes === null)
    return {
      ...plan,
      services: plan.services.filter((one) => one.serviceId !== serviceId),
      lines: plan.lines.map((line) => ({ ...line, services: line.services.filter((one) => one !== serviceId) })),
    };
  return {
    ...plan,
    services: isListed
      ? plan.services.map((one) => (one.serviceId === serviceId ? { serviceId, minutes } : one))
      : [...plan.services, { serviceId, minutes }],
    lines: isListed
      ? plan.lines
      : plan.lines.map((line) => (line.deskId === null ? { ...line, services: [...line.services, serviceId] } : line)),
  };
}

export const withLine = (plan: BookingPlan, index: number, line: PlanLine | null): BookingPlan => ({
  ...plan,
  lines: line === null ? plan.lines.toSpliced(index, 1) : plan.lines.with(index, line),
});

export type PlanFault = 'walk-in' | 'shares' | 'step' | 'order' | 'no-line' | 'no-service' | 'number' | 'other';
export interface FaultAt {
  path: string;
  fault: PlanFault;
}

/** Returns the faults for which the centre would refuse a plan, and the fields that are not completely typed yet. */
export function faultsOf(plan: BookingPlan): FaultAt[] {
  const faults = problemsOf(plan).map(({ path }): FaultAt => {
    const [first, , third] = path;
    const fault: PlanFault =
      first === 'shares'
        ? path[1] === 'walkIn'
          ? 'walk-in'
          : 'shares'
        : first === 'step'
          ? 'step'
          : third === 'week' || third === 'exceptions'
            ? 'order'
            : first === 'services'
              ? 'no-line'
              : 'other';
    return { path: path.join('/'), fault };
  });
  if (plan.services.length === 0) faults.push({ path: 'services', fault: 'no-service' });
  for (const [index, line] of plan.lines.entries())
    if (line.services.length === 0) faults.push({ path: `lines/${index}/services`, fault: 'no-service' });
  for (const [path, value, least, most] of numbersOf(plan))
    if (!Number.isInteger(value) || value < least || value > most) faults.push({ path, fault: 'number' });
  return faults;
}

type Bound = readonly [path: string, value: number, least: number, most: number];
const numbersOf = (plan: BookingPlan): Bound[] => [
  ...plan.services.map(({ minutes }, at): Bound => [`services/${at}/minutes`, minutes, 5, 480]),
  ...plan.lines.flatMap(({ week }, at) =>
    WEEKDAYS.flatMap((day) =>
      week[day].map(({ atOnce }, index): Bound => [`lines/${at}/week/${day}/${index}`, atOnce, 1, 100]),
    ),
  ),
  ['ahead/mostDays', plan.ahead.mostDays, 0, 366],
  ['ahead/leastMinutes', plan.ahead.leastMinutes, 0, 10_080],
  ['mostOpen', plan.mostOpen, 1, 50],
];

export interface PlanPart {
  key: string;
  kind:
    | { part: 'service'; serviceId: string }
    | { part: 'line'; lineId: string; deskId: string | null; what: 'services' | 'exceptions' }
    | { part: 'day'; lineId: string; deskId: string | null; day: Weekday }
    | { part: 'number'; name: PlanNumber };
  value: PlanValue;
}
export type PlanNumber =
  | 'step'
  | 'mostDays'
  | 'leastMinutes'
  | 'walkIn'
  | 'sameDay'
  | 'telephone'
  | 'help'
  | 'unproven'
  | 'desk'
  | 'mostOpen'
  | 'checksHolder';
export type PlanValue =
  | { kind: 'number'; value: number }
  | { kind: 'ranges'; value: readonly PlacesRange[] }
  | { kind: 'services'; value: readonly string[] }
  | { kind: 'exceptions'; value: PlanLine['exceptions'] }
  | { kind: 'yes'; value: boolean };

function partsOf(plan: BookingPlan): PlanPart[] {
  const number = (name: PlanNumber, value: number): PlanPart => ({
    key: name,
    kind: { part: 'number', name },
    value: { kind: 'number', value },
  });
  return [
    ...plan.services.map(
      ({ serviceId, minutes }): PlanPart => ({
        key: `service ${serviceId}`,
        kind: { part: 'service', serviceId },
        value: { kind: 'number', value: minutes },
      }),
    ),
    ...plan.lines.flatMap(({ lineId, deskId, services, week, exceptions }): PlanPart[] => [
      {
        key: `line ${lineId} services ${deskId}`,
        kind: { part: 'line', lineId, deskId, what: 'services' },
        value: { kind: 'services', value: services.toSorted() },
      },
      ...WEEKDAYS.map(
        (day): PlanPart => ({
          key: `line ${lineId} ${day}`,
          kind: { part: 'day', lineId, deskId, day },
          value: { kind: 'ranges', value: week[day] },
        }),
      ),
      {
        key: `line ${lineId} exceptions`,
        kind: { part: 'line', lineId, deskId, what: 'exceptions' },
        value: { kind: 'exceptions', value: exceptions },
      },
    ]),
    number('step', plan.step),
    number('mostDays', plan.ahead.mostDays),
    number('leastMinutes', plan.ahead.leastMinutes),
    ...(['walkIn', 'sameDay', 'telephone', 'help', 'unproven'] as const).map((name) => number(name, plan.shares[name])),
    ...(plan.shares.desk === undefined ? [] : [number('desk', plan.shares.desk)]),
    number('mostOpen', plan.mostOpen),
    {
      key: 'checksHolder',
      kind: { part: 'number', name: 'checksHolder' },
      value: { kind: 'yes', value: plan.checksHolder },
    },
  ];
}

export interface PlanChange {
  kind: PlanPart['kind'];
  /** `null`: the plan before (`before`) or after (`after`) the change lacks this part. */
  before: PlanValue | null;
  after: PlanValue | null;
}

const isEmpty = (value: PlanValue): boolean => Array.isArray(value.value) && value.value.length === 0;

/**
 * Returns the differences between two versions of a plan, in the sequence of the editor's fields. `before` is `null` for the first version.
 */
export function planChanges(before: BookingPlan | null, after: BookingPlan): PlanChange[] {
  const was = new Map((before === null ? [] : partsOf(before)).map((part) => [part.key, part]));
  const is = new Map(partsOf(after).map((part) => [part.key, part]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    const kind = (now ?? old)?.kind;
    if (kind === undefined || JSON.stringify(old?.value) === JSON.stringify(now?.value)) return [];
    // A day without time ranges in a new group of desks is no change.
    if ([old, now].every((part) => part === undefined || isEmpty(part.value))) return [];
    return [{ kind, before: old?.value ?? null, after: now?.value ?? null }];
  });
}
