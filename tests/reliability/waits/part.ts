import { type MeasuredVisit, tookOf, type WaitRange, waitRange } from '../../../src-main/calling/rules/waits.ts';
import { CALLING_CLASSES, type CallingClass } from '../../../src-main/domain/calling-order.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { hourOf, liveDay, type Predict, planOffice, type SeenQueue } from './day.ts';
import { PLANTS } from './planted.ts';

/** An office works for `DAYS_BEFORE` days, on which visits are measured. Then people get estimates on `DAYS_ASKED` days. */
const DAYS_BEFORE = 5;
const DAYS_ASKED = 10;
/**
 * The least share of correct estimates for all people, and for each group, so that no group gets much worse estimates
 * than others.
 */
const SHARE = 0.8;
const SHARE_OF_A_GROUP = 0.75;
const LEAST_OF_A_GROUP = 400;
const MINUTE_MS = 60_000;
/** The estimates come from at least this many offices, if enough people are asked. */
const OFFICES = 40;
const LEAST_OF_AN_OFFICE = 20;

interface Said {
  readonly class: CallingClass;
  readonly isFromHome: boolean;
  readonly isShared: boolean;
  readonly range: WaitRange;
  readonly naive: number;
  readonly waited: number;
}

const honest: Predict = (queue, tookMs) => waitRange(queue.person, { ...queue, tookMs });

/**
 * The estimate of many systems, in minutes: the number of waiting tickets times the mean visit, divided by the number
 * of desks.
 */
function naiveMean({ person, waiting, desks }: SeenQueue, tookMs: ReadonlyMap<string, readonly number[]>): number {
  const own = tookMs.get(person.serviceId) ?? [];
  const mean = own.reduce((sum, one) => sum + one, 0) / Math.max(1, own.length);
  const ahead = waiting.filter((one) => one.serviceId === person.serviceId).length - 1;
  const open = desks.filter(({ calls }) => calls.has(person.serviceId)).length;
  return (ahead * mean) / Math.max(1, open) / MINUTE_MS;
}

/** Simulates offices one after another until `visits` people got an estimate, with a limit for each office. */
function tryPredicting(visits: number, seed: number, predict: Predict) {
  const mostOfOne = Math.max(LEAST_OF_AN_OFFICE, Math.ceil(visits / OFFICES));
  const said: Said[] = [];
  let silent = 0;
  for (let no = 0; said.length < visits; no += 1) {
    const random = createRandom(seed, no);
    const plan = planOffice(random);
    const measured: MeasuredVisit[] = [];
    const enough = Math.min(visits, said.length + mostOfOne);
    for (let day = 0; day < DAYS_BEFORE + DAYS_ASKED && said.length < enough; day += 1) {
      const asked: { queue: SeenQueue; range: WaitRange; naive: number }[] = [];
      const lived = liveDay(random, day, plan, (queue) => {
        // Only every third person gets an estimate, so that the people with an estimate are spread over the whole day.
        const isAsked = day >= DAYS_BEFORE && Number(queue.person.ticketId.slice(-4)) % 3 === 0;
        if (!isAsked || asked.length >= enough - said.length) return;
        const services = new Set(plan.desks.flatMap(({ calls }) => [...calls]));
        const times = [...services].map(
          (id) => [id, tookOf([...measured, ...queue.over], id, queue.nowMs, hourOf)] as const,
        );
        const tookMs = new Map(times.flatMap(([id, took]) => (took === null ? [] : [[id, took] as const])));
        const range = predict(queue, tookMs);
        if (range === null) silent += 1;
        else asked.push({ queue, range, naive: naiveMean(queue, tookMs) });
      });
      measured.push(...lived.measured);
      for (const { queue, range, naive } of asked)
        said.push({
          class: queue.person.class,
          isFromHome: queue.person.hall.isFromHome,
          isShared: plan.fromHome !== null,
          range,
          naive,
          waited: (lived.waitMs.get(queue.person.ticketId) ?? Number.POSITIVE_INFINITY) / MINUTE_MS,
        });
    }
  }
  return { said: said.slice(0, visits), silent };
}

const holds = ({ range, waited }: Said): boolean => waited >= range.from && waited <= range.to;
const naiveHolds = ({ range, naive, waited }: Said): boolean => Math.abs(waited - naive) <= (range.to - range.from) / 2;
const shareOf = (said: readonly Said[], isGood: (one: Said) => boolean): number =>
  said.filter(isGood).length / Math.max(1, said.length);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function groupsOf(said: readonly Said[]): { name: string; members: readonly Said[] }[] {
  const within = (from: number, to: number) => said.filter(({ range }) => range.to > from && range.to <= to);
  return [
    ...CALLING_CLASSES.map((own) => ({ name: own, members: said.filter((one) => one.class === own) })),
    { name: 'from home', members: said.filter(({ isFromHome }) => isFromHome) },
    { name: 'in the hall beside numbers from home', members: said.filter((one) => one.isShared && !one.isFromHome) },
    { name: 'up to 10 minutes', members: within(0, 10) },
    { name: 'up to 30 minutes', members: within(10, 30) },
    { name: 'up to an hour', members: within(30, 60) },
    { name: 'more than an hour', members: within(60, Number.POSITIVE_INFINITY) },
  ];
}

function complaintsAbout(said: readonly Said[]): Complaint<'coverage' | 'group'>[] {
  const all = shareOf(said, holds);
  return [
    ...(all < SHARE ? [{ promise: 'coverage' as const, detail: `only ${percent(all)} of ${said.length} visits` }] : []),
    ...groupsOf(said)
      .filter(({ members }) => members.length >= LEAST_OF_A_GROUP && shareOf(members, holds) < SHARE_OF_A_GROUP)
      .map(({ name, members }) => ({
        promise: 'group' as const,
        detail: `${name}: ${percent(shareOf(members, holds))}`,
      })),
  ];
}

function tellRanges(said: readonly Said[], progress: PartOptions['progress']): void {
  for (const { name, members } of [{ name: 'everybody', members: said }, ...groupsOf(said)]) {
    if (members.length === 0) continue;
    const widths = members.map(({ range }) => range.to - range.from).toSorted((one, other) => one - other);
    const width = (share: number): number => widths[Math.ceil(widths.length * share) - 1] ?? 0;
    progress(
      `  ${name}: ${members.length} visits, ${percent(shareOf(members, holds))} held, width half ${width(0.5)} min, 90 % ${width(0.9)} min; mean as wide ${percent(shareOf(members, naiveHolds))}`,
    );
  }
}

/**
 * Simulates days of realistic offices. The estimate on arrival must be correct for four of five people, and is compared with a naive mean.
 * The planted faults are wrong estimates.
 */
export async function runWaits({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { said, silent } = tryPredicting(n, seed, honest);
  const complaints = complaintsAbout(said);
  tellComplaints(complaints, progress);
  progress(`${silent} people were told nothing beside ${said.length}`);
  tellRanges(said, progress);
  if (shareOf(said, naiveHolds) >= shareOf(said, holds))
    complaints.push({ promise: 'coverage', detail: 'a naive mean holds as often' });
  let caught = 0;
  for (const { name, predict } of PLANTS) {
    const control = tryPredicting(Math.min(n, 2_000), seed, predict);
    const isCaught = complaintsAbout(control.said).some(({ promise }) => promise === 'coverage');
    if (isCaught) caught += 1;
    progress(
      `a kiosk that ${name}: ${isCaught ? 'caught' : 'NOT caught'}, ${percent(shareOf(control.said, holds))} held`,
    );
  }
  return {
    violations: complaints.length,
    lost: 0,
    repeated: 0,
    control: { planted: PLANTS.length, caught },
  };
}
