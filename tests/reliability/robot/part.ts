import { BEGINS_MS, PLACE, startBookingReplicas } from '../../support/booking-replicas.ts';
import { planOf, TRAMITS } from '../../support/hours-office.ts';
import { startPostgres } from '../../support/postgres.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom, type Random } from '../random.ts';

const FREED = 100;
const PEOPLE = 100;
const ADDRESSES = 10;
/** The robot may get at most this many of the hundred cancelled appointment times. */
const MOST = 10;
const MINUTE_MS = 60_000;
/** Calendar days of the trial, seven of them working days with fifteen appointments each. */
const DAYS = 10;
const CANCELLED_WITHIN_MINUTES = 8 * 60;
const DAY_MINUTES = 12 * 60;
const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

export interface Rules {
  /** Whether a cancelled appointment time becomes free at its stored moment (`true`) or at once (`false`). */
  waits: boolean;
  /** Whether the appointment times that one network address sees and takes are limited. */
  knowsAddresses: boolean;
}

/** The robot can invent any number of valid documents. */
const inventedDocument = (random: Random): string => {
  const number = random.int(10_000_000, 99_999_999);
  return `${number}${LETTERS.charAt(number % LETTERS.length)}`;
};

/**
 * Simulates a day on which a hundred appointments of later days are cancelled. A hundred people come once each, from a network address
 * each, and book the first free appointment time that they see. The robot looks from each of its addresses when a cancelled time has become
 * free, and every 24 minutes, and tries to get every cancelled time.
 */
async function liveRobotDay(databaseUrl: string, random: Random, rules: Rules) {
  const plan = { ...planOf(1), shares: { walkIn: 1, sameDay: 0, telephone: 0, help: 0, unproven: 100 } };
  const stage = await startBookingReplicas(databaseUrl, plan, 1);
  const { clock, first } = stage;
  const { doors, database } = first;
  const { cityId, officeId } = PLACE;
  const asked = { officeId, errands: [TRAMITS], language: 'ca' as const };
  try {
    const tokens: string[] = [];
    const days = await doors.freeHours(cityId, { ...asked, door: 'desk', from: '2026-11-26', days: DAYS });
    for (const start of days.flatMap((day) => day.starts)) {
      const held = await doors.hold(cityId, { ...asked, door: 'desk', start });
      if (!held.ok) continue;
      const booked = await doors.confirm(cityId, held.value.hold, { documentNumber: null, proven: null });
      if (booked.ok) tokens.push(held.value.hold);
    }
    const freed = tokens.slice(0, FREED);
    const cancelled = freed.map((token) => ({ token, at: random.int(0, CANCELLED_WITHIN_MINUTES) }));
    const people = Array.from({ length: PEOPLE }, (_, index) => ({ index, at: random.int(0, DAY_MINUTES) }));
    const seen = { robot: 0, people: 0 };
    const robots: string[] = [];

    async function visit(visitor: string | null, isRobot: boolean): Promise<boolean> {
      const door = { ...asked, door: 'web' as const, visitor };
      const days = await doors.freeHours(cityId, { ...door, from: '2026-11-26', days: DAYS });
      const [start] = days.flatMap((day) => day.starts);
      if (start === undefined) return false;
      const held = await doors.hold(cityId, { ...door, start });
      if (!held.ok) return false;
      const who = { documentNumber: isRobot ? inventedDocument(random) : null, proven: null };
      const booked = await doors.confirm(cityId, held.value.hold, who);
      if (booked.ok) seen[isRobot ? 'robot' : 'people'] += 1;
      if (booked.ok && isRobot) robots.push(booked.value.token);
      return booked.ok;
    }

    /**
     * Counts the appointments that the robot could sell, because a second confirmation or a move gives them to a buyer's document number.
     */
    async function resell(): Promise<number> {
      const hashOf = async (token: string): Promise<string | null> => {
        const booked = await doors.read(cityId, token);
        const sql = 'SELECT slow_hash AS hash FROM appointment WHERE city_id = $1 AND appointment_id = $2::uuid';
        const [row] = await database.query<{ hash: string | null }>(sql, [cityId, booked?.appointmentId]);
        return row?.hash ?? null;
      };
      const door = { ...asked, door: 'web' as const };
      let resold = 0;
      for (const token of robots) {
        const before = await hashOf(token);
        const buyer = { documentNumber: inventedDocument(random), proven: null };
        await doors.confirm(cityId, token, buyer);
        const free = await doors.freeHours(cityId, { ...door, from: '2026-11-26', days: DAYS });
        for (const start of free.flatMap((day) => day.starts).slice(0, 1)) {
          const held = await doors.hold(cityId, { ...door, start, moves: token });
          if (held.ok) await doors.confirm(cityId, held.value.hold, buyer);
        }
        if ((await hashOf(token)) !== before) resold += 1;
      }
      return resold;
    }
    const addressOf = async (address: string) => (rules.knowsAddresses ? doors.visitorOf(cityId, address) : null);

    let known = 0;
    for (let minute = 0; minute <= DAY_MINUTES; minute += 1) {
      clock.ms = BEGINS_MS + minute * MINUTE_MS;
      for (const { token, at } of cancelled) if (at === minute) await doors.cancel(cityId, token, { door: 'desk' });
      if (!rules.waits) await database.query('UPDATE booking_release SET release_at = cancelled_at');
      const [released] = await database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM booking_release WHERE city_id = $1 AND release_at <= $2::timestamptz',
        [cityId, new Date(clock.ms).toISOString()],
      );
      const coming = people.filter(({ at }) => at === minute);
      // The robot looks when cancelled times have become free, and otherwise only every 24 minutes. More looks would show hardly more,
      // because for four hours (`LOOK_HOLDS_MS`) an address sees only the times that were free at its first look.
      if (released?.count !== known || minute % 24 === 0) {
        known = released?.count ?? 0;
        // The robot looks before the people of this minute do.
        for (let index = 0; index < ADDRESSES; index += 1) {
          // The addresses begin one after another, so that their looks are at different times.
          if (minute < index * 24) continue;
          const visitor = await addressOf(`192.0.2.${index + 1}`);
          while (await visit(visitor, true));
        }
      }
      for (const { index } of coming) await visit(await addressOf(`198.51.100.${index + 1}`), false);
    }
    return { ...seen, freed: freed.length, resold: await resell() };
  } finally {
    await stage.stop();
  }
}

const CONTROLS: readonly { name: string; rules: Rules }[] = [
  { name: 'hours come back at once, and addresses are not looked at', rules: { waits: false, knowsAddresses: false } },
];

export async function runRobot({ n, from, seed, progress }: PartOptions): Promise<PartReport> {
  const postgres = await startPostgres();
  let violations = 0;
  let caught = 0;
  try {
    for (let no = from; no < from + n; no += 1) {
      const random = createRandom(seed, no);
      const day = await liveRobotDay(await postgres.newDatabase(), random, { waits: true, knowsAddresses: true });
      progress(
        `day ${no}: of ${day.freed} cancelled hours the robot got ${day.robot}, people ${day.people}; resold ${day.resold}`,
      );
      if (day.robot > MOST || day.resold > 0) violations += 1;
    }
    for (const { name, rules } of CONTROLS) {
      const day = await liveRobotDay(await postgres.newDatabase(), createRandom(seed, from), rules);
      progress(`where ${name}: of ${day.freed} the robot got ${day.robot}, people ${day.people}`);
      if (day.robot > MOST) caught += 1;
    }
  } finally {
    await postgres.stop();
  }
  return { violations, lost: 0, repeated: 0, control: { planted: CONTROLS.length, caught } };
}
