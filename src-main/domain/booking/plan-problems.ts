import { WEEKDAYS } from '../calendar-day.ts';
import type { BookingPlan, PlacesRange } from './plan.ts';

export interface PlanProblem {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

export function problemsOf(plan: BookingPlan): PlanProblem[] {
  const { step, services, lines, shares } = plan;
  const problems: PlanProblem[] = [];
  const complain = (path: readonly (string | number)[], detail: string) => problems.push({ path, detail });

  if (60 % step !== 0) complain(['step'], 'expected minutes that divide an hour');
  if (shares.walkIn < 1)
    complain(
      ['shares', 'walkIn'],
      'an appointment is never mandatory: keep a share for people who come without one (Llei 9/2025)',
    );
  const kept = shares.walkIn + shares.sameDay + shares.telephone + shares.help;
  if (kept > 100) complain(['shares'], `the reserved shares add up to ${kept} %, more than 100 %`);

  const known = new Set<string>();
  for (const [index, { serviceId }] of services.entries()) {
    if (known.has(serviceId)) complain(['services', index, 'serviceId'], `${serviceId} is listed twice`);
    known.add(serviceId);
  }
  const lineIds = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (lineIds.has(line.lineId)) complain(['lines', index, 'lineId'], `${line.lineId} is already in use`);
    lineIds.add(line.lineId);
    for (const [at, serviceId] of line.services.entries())
      if (!known.has(serviceId))
        complain(['lines', index, 'services', at], `the plan gives no minutes for ${serviceId}`);
    for (const day of WEEKDAYS) if (!isInOrder(line.week[day])) complain(['lines', index, 'week', day], OUT_OF_ORDER);
    for (const [at, { ranges }] of line.exceptions.entries())
      if (!isInOrder(ranges)) complain(['lines', index, 'exceptions', at, 'ranges'], OUT_OF_ORDER);
  }
  for (const [index, { serviceId }] of services.entries())
    if (!lines.some((line) => line.services.includes(serviceId)))
      complain(['services', index], `no line of the plan serves ${serviceId}`);
  return problems;
}

const OUT_OF_ORDER = 'the ranges of a day must follow each other without overlapping';

const isInOrder = (ranges: readonly PlacesRange[]): boolean =>
  ranges.every(({ from, to }, index) => from < to && (ranges[index - 1]?.to ?? '') <= from);
