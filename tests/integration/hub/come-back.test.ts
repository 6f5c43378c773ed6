import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { ComeBackAnswer, type ComeBackAsk } from '../../../src-main/calling/contract/come-back.ts';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { service, startCoreProcess } from '../../support/core-process.ts';
import { networkTo } from '../../support/cuttable-network.ts';
import { freePort } from '../../support/free-port.ts';
import { officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { centreStatusWhen, startPairing } from '../../support/paired-core.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { virtualProfile } from '../../support/printing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const OFFICE = 'demonstration';
const EVERYBODY = 'empadronament';
const SPECIAL = 'impostos-i-taxes';
const TECHNICIAN = 'taula-3';

function plan() {
  const day = [{ from: '09:00', to: '20:00', atOnce: 2 }];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
  const line = (lineId: string, serviceId: string, deskId: string | null) => ({
    lineId,
    services: [serviceId],
    deskId,
    week,
    exceptions: [],
  });
  return {
    step: 20,
    services: [EVERYBODY, SPECIAL].map((serviceId) => ({ serviceId, minutes: 20 })),
    lines: [line('taulells', EVERYBODY, null), line('tecnica', SPECIAL, TECHNICIAN)],
    ahead: { mostDays: 20, leastMinutes: 60 },
    // The share of citizens without a proof of identity is zero, but does not limit clerks, who know the citizen.
    shares: { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 0 },
    mostOpen: 1,
  };
}

test('a clerk books a citizen’s next appointment with the specialist, it is printed at once, and a lost answer books no second one', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const port = await freePort();
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const profileFile = officeWithDesks(folder, port);
  const profile: unknown = JSON.parse(readFileSync(profileFile, 'utf8'));
  const office = { officeId: OFFICE };
  const effectiveFrom = '2026-01-01';
  expect(await centre.order('publishProfile', office, { profile, effectiveFrom })).toMatchObject({ status: 201 });
  expect(await centre.order('publishPlan', office, { plan: plan(), effectiveFrom })).toMatchObject({ status: 201 });
  const network = await networkTo(centre.url);
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 3_000 });
  onTestFinished(() => printer.close());
  const args = ['--centre', `${network.url}/${terrassa}`, '--printer', `torn-virtual@tcp://127.0.0.1:${printer.port}`];

  const setUp = startCoreProcess({ data, profile: profileFile, slot: null, args });
  onTestFinished(() => void setUp.child.kill('SIGKILL'));
  const { pairing } = await startPairing(setUp);
  const confirmation = { code: pairing?.code, fingerprint: pairing?.fingerprint, ...office, slot: 1, name: 'q1' };
  expect(await centre.order('confirmEnrolment', {}, confirmation)).toMatchObject({ status: 201 });
  await setUp.ended;
  // This run stores the centre's profile and then ends to restart with that profile.
  await startCoreProcess({ data, profile: profileFile, slot: null, args }).ended;
  const kiosk = await startKioskWithDesks(data, profileFile, port, 1, args);
  onTestFinished(() => void kiosk.core.child.kill('SIGKILL'));
  await centreStatusWhen(kiosk.core, ({ clockOffsetMs }) => clockOffsetMs !== null);

  const stranger = kiosk.browser();
  const hours: ComeBackAsk = { ask: 'hours', visit: null, from: null };
  expect((await stranger.post(HUB_PATHS.deskComeBack, hours)).status).toBe(401);
  const desk = await kiosk.pair('desk', 'taula-1');
  expect(await desk.view()).toMatchObject({ comesBack: true });
  const ask = async (wanted: ComeBackAsk) =>
    ComeBackAnswer.parse((await desk.post(HUB_PATHS.deskComeBack, wanted)).body);

  const visit = { serviceId: service(SPECIAL), deskId: TECHNICIAN };
  expect(await ask(hours)).toMatchObject({
    is: 'hours',
    desks: [{ deskId: TECHNICIAN, serviceIds: [SPECIAL] }],
    days: [],
  });
  const free = await ask({ ask: 'hours', visit, from: null });
  const hour = free.is === 'hours' ? free.days[1]?.hours[3] : undefined;
  if (free.is !== 'hours' || !hour) throw new Error(JSON.stringify(free));
  const order: ComeBackAsk = { ask: 'book', bookingId: randomUUID(), visit, language: 'ur', start: hour.start };

  network.loseAnswersTo('/holds/confirm');
  expect(await ask(order)).toEqual({ is: 'unsure' });
  network.mend();
  const booked = await ask(order);
  expect(booked).toMatchObject({ is: 'booked', hour });
  expect(await ask({ ...order, again: true })).toEqual(booked);
  const rows = await centre.database.query<{ deskId: string }>(
    `SELECT desk_id AS "deskId" FROM appointment WHERE city_id = $1 AND cancelled_at IS NULL`,
    [terrassa],
  );
  expect(rows).toEqual([{ deskId: TECHNICIAN }]);

  expect(await ask({ ask: 'print', bookingId: order.bookingId })).toEqual({ is: 'printed' });
  await expect.poll(() => printer.papers.length).toBe(2);
  const locator = booked.is === 'booked' ? booked.locator : '';
  for (const paper of printer.papers)
    expect(paper).toMatchObject({
      codes: [expect.any(String)],
      lines: expect.arrayContaining([expect.stringContaining(locator.slice(4))]),
    });

  // A clerk gives up on an appointment time because the answer to the booking was lost. The kiosk releases the time, booked or not.
  network.loseAnswersTo('/holds/confirm');
  const lost: ComeBackAsk = { ...order, bookingId: randomUUID(), start: free.days[2]?.hours[0]?.start ?? '' };
  expect(await ask(lost)).toEqual({ is: 'unsure' });
  network.mend();
  expect(await ask({ ask: 'leave', bookingId: lost.bookingId })).toEqual({ is: 'left' });
  await network.seen('/holds/release');
  await expect
    .poll(() => centre.database.query('SELECT 1 FROM appointment WHERE cancelled_at IS NULL'))
    .toHaveLength(1);

  // The desk's first request did not reach the kiosk, so the repetition books. A further repetition finds
  // that booking.
  const missed: ComeBackAsk = { ...order, bookingId: randomUUID(), start: free.days[2]?.hours[1]?.start ?? '' };
  const made = await ask({ ...missed, again: true });
  expect(made).toMatchObject({ is: 'booked' });
  expect(await ask({ ...missed, again: true })).toEqual(made);

  network.cut();
  expect(await ask({ ...order, bookingId: randomUUID() })).toEqual({ is: 'offline' });
});
