import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Asked, answerTwin } from '../../../src-central/what-if/answer.ts';
import { runInThread } from '../../../src-central/what-if/run-thread.ts';
import { MAX_BATCH, type WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { kindOf, Problem } from '../../../src-main/contract/centre/problems.ts';
import { TwinAnswered } from '../../../src-main/contract/centre/twin.ts';
import { addDays, weekdayOf } from '../../../src-main/domain/calendar-day.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const MINUTE = 60_000;
const TODAY = '2026-11-25';

/** The number of days up to yesterday on which a desk called tickets. On earlier days the office had kiosks, but no desk called. */
const CALLED_DAYS = 14;

/**
 * Working days with one desk that calls people in the sequence of their tickets, and more people before noon than it can serve. The desk
 * calls and finishes, and never reports that a citizen arrived.
 */
function weeksOf(days: number): WireEvent[] {
  const make = newEvents();
  const events: WireEvent[] = [];
  for (let ago = days; ago > 0; ago -= 1) {
    const day = addDays(TODAY, -ago);
    if (['sat', 'sun'].includes(weekdayOf(day))) continue;
    let freeMs = 0;
    for (let no = 0; no < 30; no += 1) {
      const comesMs = Date.parse(`${day}T09:00:00+01:00`) + (no * 5 + ((no * 7 + ago * 3) % 9)) * MINUTE;
      const callMs = Math.max(comesMs + MINUTE, freeMs);
      freeMs = callMs + (6 + ((no * 5 + ago) % 7)) * MINUTE;
      const at = (ms: number) => ({ at: { wall: new Date(ms).toISOString(), trust: 'guess' as const } });
      const ticket = make.issued(no + 1, { serviceDay: day, serviceId: 'tramits' });
      const { ticketId } = ticket.payload;
      const act = (rank: number, name: string, ms: number) =>
        make.next(
          'ticket-life',
          { lifeId: randomUUID(), ticketId, rank, deskId: 'taula-1', act: name, ageMs: 0 },
          at(ms),
        );
      events.push({ ...ticket, ...at(comesMs) });
      if (ago <= CALLED_DAYS) events.push(act(1, 'call', callMs), act(2, 'finish', freeMs));
    }
  }
  return events;
}

test('the twin of an office names the change that its own figures show, once a day, one computation at a time', async () => {
  const runs: { asked: Asked; end: (answered: TwinAnswered | null) => void }[] = [];
  const centre = await startTestCentre(await postgres.newDatabase(), {
    runTwin: (asked) => new Promise((end) => void runs.push({ asked, end })),
  });
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const ask = async (change?: string): Promise<TwinAnswered | string> => {
    const query = change === undefined ? '' : `?change=${encodeURIComponent(change)}`;
    const answer = await fetch(`${centre.url}${pathOf('readTwin', { cityId: terrassa, officeId: OFFICE })}${query}`, {
      headers: { authorization: `Bearer ${centre.token}` },
    });
    const body: unknown = await answer.json();
    return answer.ok ? TwinAnswered.parse(body) : (kindOf(Problem.parse(body)) ?? '');
  };
  const stateOf = (answered: TwinAnswered | string): string =>
    typeof answered === 'string' ? answered : answered.state;
  /** Asks until a computation has begun, and ends it with a report. */
  const answered = async (no: number, change?: string): Promise<TwinAnswered> => {
    await expect.poll(async () => stateOf(await ask(change)) === 'working' && runs.length).toBe(no + 1);
    expect(stateOf(await ask('afar=0.9'))).toBe('working');
    expect(runs).toHaveLength(no + 1);
    const run = runs[no];
    if (run === undefined) throw new Error('no run');
    const said = answerTwin(run.asked);
    run.end(said);
    await expect.poll(async () => stateOf(await ask(change))).toBe(said.state);
    expect(await ask(change)).toEqual(said);
    return said;
  };

  expect(await answered(0)).toEqual({ state: 'lacks', lack: 'few-days' });
  const events = weeksOf(28);
  for (let sent = 0; sent < events.length; sent += MAX_BATCH) await kiosk.send(events.slice(sent, sent + MAX_BATCH));
  // "Too little data" is cached for an hour, but a report for the rest of the day.
  centre.clock.ms += 59 * MINUTE;
  expect(await ask()).toEqual({ state: 'lacks', lack: 'few-days' });
  centre.clock.ms += MINUTE;
  const said = await answered(1);
  if (said.state !== 'report') throw new Error('no report');
  const { report } = said;
  expect(report.measured).toMatchObject({ until: '2026-11-24', days: 20, people: 600 });
  expect(report.week).toMatchObject({ from: '2026-11-26', days: 7 });
  expect(report.worst?.wait.mean).toBeGreaterThan(10);
  expect(report.proposal).toMatchObject({ change: { kind: 'desk' }, deskHours: expect.any(Number) });
  expect(report.proposal?.gain.from).toBeGreaterThan(1);
  expect(report.answers).toHaveLength(report.tried);
  expect(report.asItIs.groups).toContainEqual(expect.objectContaining({ group: 'all', gain: null }));
  // Minutes of service are measured although the desk never reported their beginning, and the simulated desk works
  // until everybody is served.
  expect(report.asItIs.leftADay).toBe(0);
  expect(report.asItIs.unservedADay).toBeLessThan(0.1);
  expect(report.beforehand).toMatchObject({ date: '2026-11-24' });
  expect(report.beforehand?.lines[0]).toMatchObject({ what: 'people', came: 30 });

  expect(await answered(2, 'desk=09:00-11:00@mon')).toMatchObject({
    answer: { change: { kind: 'desk', days: ['mon'] }, deskHours: 2 },
  });
  for (const wrong of ['desk=11:00-09:00', 'desk=9-10', 'robots=1', 'afar=7'])
    expect(await ask(wrong)).toBe('malformed-request');

  centre.clock.ms += 3 * 60 * MINUTE;
  expect(await ask()).toEqual(said);

  // A computation is begun again: at once if its replica stopped, after an hour if it failed.
  await expect.poll(async () => stateOf(await ask('afar=0.5')) === 'working' && runs.length).toBe(4);
  runs[3]?.end(null);
  await expect.poll(() => ask('afar=0.5')).toEqual({ state: 'lacks', lack: 'failed' });
  await centre.database.query('UPDATE twin_day SET begun_at = $1::timestamptz', [
    new Date(centre.clock.ms).toISOString(),
  ]);
  expect(stateOf(await ask('afar=0.6'))).toBe('working');
  expect(runs).toHaveLength(4);
  centre.clock.ms += 6 * MINUTE;
  await answered(4, 'afar=0.6');
  centre.clock.ms += 54 * MINUTE;
  await answered(5, 'afar=0.5');

  // A profile that this release cannot read is answered `no-profile` without a computation, until it is published again.
  const [known] = await centre.database.query<{ document: string }>('SELECT document FROM profile_version');
  const put = (document?: string) => centre.database.query('UPDATE profile_version SET document = $1', [document]);
  await put(JSON.stringify({ ...JSON.parse(known?.document ?? ''), ofAnotherRelease: 1 }));
  expect(await ask('afar=0.7')).toEqual({ state: 'lacks', lack: 'no-profile' });
  await put(known?.document);
  await centre.database.query(`UPDATE rate_window SET count = 30 WHERE action = 'twin'`);
  expect(await ask('afar=0.7')).toBe('too-many-tries');

  const asked = runs[2]?.asked;
  if (asked === undefined) throw new Error('no question');
  expect(await runInThread(asked)).toEqual(answerTwin(asked));
});
