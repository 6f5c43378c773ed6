import { join } from 'node:path';
import pg from 'pg';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import type { Database } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { monthFigures } from '../../../src-central/figures/month-figures.ts';
import { quarterFigures } from '../../../src-central/figures/quarter-figures.ts';
import { createCentre } from '../../../src-central/replica.ts';
import { requestTo, send } from '../../../src-central/sandbox/ask.ts';
import { enrolPlayed, type PlayedEvent, type PlayedKiosk, tell } from '../../../src-central/sandbox/played-kiosk.ts';
import { createLivingOffice, type LivedDay } from '../../../src-central/twin/live-day.ts';
import { type MeasuredRow, measuredCsv } from '../../../src-central/twin/measured.ts';
import type { TwinOffice } from '../../../src-central/twin/office-day.ts';
import { readTwin } from '../../../src-central/twin/read-twin.ts';
import { daysOf } from '../../../src-central/twin/run-twin.ts';
import { MAX_BATCH } from '../../../src-main/contract/centre/events-upload.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { centreDefaults } from '../../support/centre-defaults.ts';
import { measureLived } from '../../support/measure-lived.ts';
import { startPostgres } from '../../support/postgres.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { COUNT_EVENTS, type CountedRow, differences, ledgerOf, monthOf, publishedDifferences } from './counted.ts';
import { kioskEventsOf } from './kiosk-events.ts';

const CONFIG = join(import.meta.dirname, '../../../config');
const CITY = CityId.parse('ciutat-inventada');
const FIRST_DAY = '2026-01-01';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface CentreTrial {
  /** Calendar days from the first of January on; a year is 365. */
  readonly days: number;
  readonly seed: number;
  readonly offices: readonly TwinOffice[];
  readonly progress: (line: string) => void;
  readonly databaseUrl: string;
}

interface Compared {
  wrong: string[];
  /** The number of differences that the comparison found between the centre and days with a planted error. */
  noticed: number;
  tickets: number;
  events: number;
}

/**
 * Sends the twin's simulated days to a centre as kiosks would. Compares the centre's figures with a count of the stored events, and both
 * with the twin's days.
 */
export async function liveThroughCentre(trial: CentreTrial): Promise<Compared> {
  const { days, seed, offices, progress } = trial;
  const database = openPostgres(trial.databaseUrl, { connections: 4, onTrouble: () => {} });
  // The connection that counts has no time limit for a query. Nested loops are switched off, because PostgreSQL would choose them for new
  // tables, which have no statistics.
  const counter = new pg.Client({ connectionString: trial.databaseUrl });
  await counter.connect();
  await counter.query('SET enable_nestloop = off');
  const signingKey = newSigningKey();
  const clock = { ms: Date.parse(`${FIRST_DAY}T00:00:00Z`) - 2 * DAY_MS, nowMs: () => clock.ms };
  const centre = await createCentre({ ...centreDefaults(), database, signingKey, clock, maxInFlight: 50 });
  try {
    const wire = { url: await centre.listen('127.0.0.1', 0), cityId: CITY, clock };
    const token = await makeToken(database, CITY, 'Bessó Prova', clock.ms, null, { role: 'administrator' });
    const asking = { token, centreKey: signingKey.publicKey, version: '0.0.0' };
    const wrong: string[] = [];
    let [noticed, tickets, events] = [0, 0, 0];
    for (const office of offices) {
      const { part, profile } = office;
      const { officeId } = part;
      // The clock advances between offices, because a centre refuses more than thirty kiosks from one address in ten minutes.
      clock.ms = Date.parse(`${FIRST_DAY}T00:00:00Z`) - DAY_MS + offices.indexOf(office) * HOUR_MS;
      const kiosks: PlayedKiosk[] = [];
      const body = { profile, effectiveFrom: addDays(FIRST_DAY, -1) };
      const headers = { authorization: `Bearer ${token}` };
      await send(requestTo(wire, 'publishProfile', { params: { officeId }, body, headers }));
      for (let slot = 1; slot <= part.kiosks; slot += 1)
        kiosks.push(await enrolPlayed(wire, { ...asking, officeId, slot, name: `quiosc ${slot}` }));
      const living = createLivingOffice(office);
      let month: LivedDay[] = [];
      const plan = daysOf(office, { from: FIRST_DAY, days });
      for (const [at, day] of plan.entries()) {
        const lived = living.live(day, seed);
        month.push(lived);
        clock.ms = Math.max(clock.ms, day.midnightMs + 22 * HOUR_MS);
        for (const [slot, made] of kioskEventsOf(`${officeId} ${seed}`, lived)) {
          const kiosk = kiosks[slot - 1];
          if (kiosk === undefined) throw new Error(`there is no kiosk ${slot}`);
          const played = made.map(({ type, payload, atMs }): PlayedEvent => ({ type, payload, atMs }));
          for (let first = 0; first < played.length; first += MAX_BATCH)
            await tell(wire, kiosk, played.slice(first, first + MAX_BATCH));
          events += made.length;
        }
        tickets += lived.tickets.length;
        if (plan[at + 1]?.date.slice(0, 7) === day.date.slice(0, 7)) continue;
        const compare = await countMonth({ database, counter, office, kiosks }, day.date.slice(0, 7));
        wrong.push(...compare(month));
        noticed += compare(month.map(late)).length;
        month = [];
      }
      progress(`${officeId}: ${tickets} tickets, ${events} events, ${wrong.length} figures differ`);
    }
    return { wrong, noticed, tickets, events };
  } finally {
    await counter.end();
    await centre.drain();
  }
}

/** Counts a month at the centre; resolves to its differences from the twin's days. */
async function countMonth(
  {
    database,
    counter,
    office: { part, profile },
    kiosks,
  }: { database: Database; counter: pg.Client; office: TwinOffice; kiosks: readonly PlayedKiosk[] },
  month: string,
): Promise<(days: readonly LivedDay[]) => string[]> {
  const { zone } = profile;
  const { officeId } = part;
  const from = `${month}-01`;
  const until = `${addDays(from, 31).slice(0, 'YYYY-MM'.length)}-01`;
  const asked = { cityId: CITY, officeId, from, until, zone };
  const ids = kiosks.map(({ kioskId }) => kioskId);
  const counted = monthOf((await counter.query<CountedRow>(COUNT_EVENTS, [CITY, ids, month, zone])).rows);
  const measured = await quarterFigures(database, asked);
  const published = publishedDifferences(await monthFigures(database, asked), counted);
  const what = `${officeId} ${month}`;
  return (days) => [
    ...published.map((line) => `${what}, ${line}`),
    ...differences(`${what}, events and twin`, counted, ledgerOf(days, zone)),
    ...measuredDifferences(what, measured, measureLived(officeId, zone, days)),
  ];
}

function measuredDifferences(what: string, one: readonly MeasuredRow[], other: readonly MeasuredRow[]): string[] {
  const [mine, its] = [one, other].map((rows) => measuredCsv(rows).split('\r\n'));
  const known = new Set(its);
  return (mine ?? []).filter((line) => !known.has(line)).map((line) => `${what}, by quarter: ${line}`);
}

/** Plants an error: the twin's calls are a minute later than the events say. */
function late({ tickets, ...day }: LivedDay): LivedDay {
  return {
    ...day,
    tickets: tickets.map(({ ticket, visit }) => ({
      ticket,
      visit: visit === null ? null : { ...visit, calledMs: visit.calledMs + 60_000 },
    })),
  };
}

export function twinOffices(): readonly TwinOffice[] {
  const twin = readTwin({ file: join(CONFIG, 'twin', 'terrassa.json'), configDir: CONFIG });
  if (!twin.ok) throw new Error(twin.error.detail);
  return twin.value.offices;
}

/** Sends a simulated city's year (`--n 365`) to a centre as kiosks' events, and checks the centre's figures by counting again. */
export async function runTwinCentre({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const postgres = await startPostgres();
  try {
    const offices = twinOffices();
    const real = await liveThroughCentre({
      days: n,
      seed,
      offices,
      progress,
      databaseUrl: await postgres.newDatabase(),
    });
    for (const line of real.wrong.slice(0, 20)) progress(line);
    progress(`${real.tickets} tickets in ${real.events} events; ${real.wrong.length} figures differ`);
    return {
      violations: real.wrong.length,
      lost: 0,
      repeated: 0,
      control: { planted: 1, caught: real.noticed > 0 ? 1 : 0 },
    };
  } finally {
    await postgres.stop();
  }
}
