import { PLACE, startBookingReplicas } from '../support/booking-replicas.ts';
import { planOf, TRAMITS } from '../support/hours-office.ts';
import { startPostgres } from '../support/postgres.ts';
import { against, type Figure, percentile } from './figures.ts';

const PEOPLE = 500;
const BOUND_MS = 1_000;

/** Measures five hundred people who book appointments on one day at the same moment, at two replicas on a PostgreSQL with fsync. */
export async function benchHours(people = PEOPLE): Promise<Figure[]> {
  const postgres = await startPostgres({ isDurable: true });
  const plan = {
    ...planOf(3),
    ahead: { mostDays: 2, leastMinutes: 30 },
    shares: { walkIn: 16, sameDay: 0, telephone: 0, help: 0, unproven: 100 },
  };
  const stage = await startBookingReplicas(await postgres.newDatabase(), plan, 2);
  try {
    const { cityId, officeId } = PLACE;
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const };
    const [day] = await stage.first.doors.freeHours(cityId, { ...asked, from: '2026-11-26', days: 1 });
    const starts = day?.starts ?? [];
    const answeredMs: number[] = [];
    const bookedMs: number[] = [];
    let withNext = 0;
    const beganMs = performance.now();
    await Promise.all(
      Array.from({ length: people }, async (_, index) => {
        const { doors } = stage.replicas[index % stage.replicas.length] ?? stage.first;
        // The day has twenty start times with three places each. The plan also allows only ten bookings per clock hour.
        const start = starts[index % starts.length] ?? '';
        const begunMs = performance.now();
        const held = await doors.hold(cityId, { ...asked, start, language: 'ca' });
        answeredMs.push(performance.now() - begunMs);
        if (!held.ok) {
          withNext += held.error.kind === 'gone' && held.error.next !== null ? 1 : 0;
          return;
        }
        const who = { documentNumber: `AAA${100_000 + index}`, proven: null };
        const booked = await doors.confirm(cityId, held.value.hold, who);
        if (booked.ok) bookedMs.push(performance.now() - begunMs);
      }),
    );
    const allMs = performance.now() - beganMs;
    const [kept] = await stage.first.database.query<{ booked: number }>(
      'SELECT count(*)::int AS booked FROM appointment WHERE city_id = $1',
      [cityId],
    );
    const figure = (name: string, value: number, unit: string, baseline: number) =>
      against(name, unit, [value], baseline);
    return [
      figure('people-booked', kept?.booked ?? 0, 'people', bookedMs.length),
      figure('people-with-the-next-hour', withNext, 'people', people - bookedMs.length),
      figure('answer-to-a-choice-p50', percentile(answeredMs, 0.5), 'ms', BOUND_MS),
      figure('answer-to-a-choice-p99', percentile(answeredMs, 0.99), 'ms', BOUND_MS),
      figure('choice-to-confirmation-p99', percentile(bookedMs, 0.99), 'ms', BOUND_MS),
      figure('until-all-are-answered', allMs, 'ms', BOUND_MS),
    ];
  } finally {
    await stage.stop();
    await postgres.stop();
  }
}
