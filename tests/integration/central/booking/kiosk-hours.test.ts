import { expect, it } from 'vitest';
import { ownSecret } from '../../../../src-main/booking/rules/own-secret.ts';
import type { OperationName } from '../../../../src-main/contract/centre/operations.ts';
import { CITY, CONSULTES, hoursOffice, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { startTestCentre, type TestCentre, type TestKiosk } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

const THURSDAY = '2026-11-26';
const at = (time: string) => `${THURSDAY}T${time}:00.000Z`;

const asksAs = (centre: TestCentre, kiosk: TestKiosk) => (name: OperationName, body: object) =>
  centre.signed({
    key: kiosk.key,
    as: 'kiosk',
    method: 'POST',
    path: kiosk.path(name),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });

const lined = (deskId: string | null, services: readonly string[], atOnce: number) => ({
  ...planOf(atOnce).lines[0],
  lineId: deskId ?? 'taulells',
  deskId,
  services,
});

it('a kiosk books for its own office only, within its share and rate, and reads nothing but its own bookings', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const half = { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 10, desk: 5 };
  const lines = [lined(null, [TRAMITS], 2), lined('taula-3', [CONSULTES], 1)];
  const { officeId, doors } = await hoursOffice(centre, 'oac-hores', planOf(2, { shares: half, lines }));
  await hoursOffice(centre, 'oac-altra');
  const kiosk = await centre.enrol(1, officeId);
  const ask = asksAs(centre, kiosk);
  const askThere = asksAs(centre, await centre.enrol(1, 'oac-altra'));
  const atScreen = { door: 'kiosk', language: 'ur' };
  const hold = async (start: string, order: object = {}) =>
    ask('holdKioskHour', { ...atScreen, errand: TRAMITS, start, ...order });
  const secretOf = ({ body }: { body: unknown }) => ({ hold: (body as { hold: string }).hold });

  // Without an errand, the answer lists the services but no free appointment times. It lists no specialist's desk, because only clerks book
  // there.
  expect((await ask('askKioskHours', { door: 'kiosk' })).body).toEqual({
    services: [
      { serviceId: TRAMITS, minutes: 15 },
      { serviceId: CONSULTES, minutes: 30 },
    ],
    desks: [],
    days: [],
  });
  const free = (await ask('askKioskHours', { door: 'kiosk', errand: TRAMITS, from: THURSDAY })).body as {
    days: { day: string; starts: string[] }[];
  };
  expect(free.days.map(({ day }) => day).slice(0, 3)).toEqual([THURSDAY, '2026-11-27', '2026-11-30']);
  expect([free.days.length, free.days[0]?.starts[0]]).toEqual([10, at('08:00')]);

  const held = await hold(at('08:00'));
  expect(held.status).toBe(201);
  expect((await askThere('confirmKioskHour', secretOf(held))).problem).toBe('hour-gone');
  expect((await askThere('releaseKioskHour', secretOf(held))).status).toBe(204);
  const booked = await ask('confirmKioskHour', secretOf(held));
  expect(booked).toMatchObject({ status: 201, body: { start: at('08:00'), end: at('08:15') } });
  expect(Object.keys(booked.body as object).toSorted()).toEqual(['end', 'locator', 'qr', 'start']);
  expect(await ask('confirmKioskHour', secretOf(held))).toMatchObject({ body: booked.body });

  // A kiosk cannot confirm a booking that a citizen made, even with that booking's secret.
  const order = {
    officeId,
    errands: [TRAMITS],
    language: 'ca' as const,
    start: at('09:00'),
    door: 'telephone' as const,
  };
  const own = await doors.hold(CITY, order);
  const token = own.ok ? own.value.hold : '';
  expect((await doors.confirm(CITY, token, { documentNumber: null, proven: null })).ok).toBe(true);
  expect((await ask('confirmKioskHour', { hold: token })).problem).toBe('hour-gone');
  await ask('releaseKioskHour', { hold: token });
  expect((await doors.read(CITY, token))?.state).toBe('booked');

  // A kiosk holds at most three appointment times at once, and never more than the share of people without a proof of identity, 60 of the
  // day's 600 minutes.
  const more = await Promise.all(['08:15', '08:30', '08:45'].map((time) => hold(at(time))));
  expect(more.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect((await hold('2026-11-27T08:00:00.000Z')).problem).toBe('hour-gone');
  for (const one of more) expect((await ask('confirmKioskHour', secretOf(one))).status).toBe(201);
  expect((await hold(at('10:00'))).problem).toBe('hour-gone');
  // A released appointment time is free again, even if it was booked and the answer was lost.
  const [last] = more;
  if (last) await ask('releaseKioskHour', secretOf(last));
  expect((await ask('confirmKioskHour', last ? secretOf(last) : {})).problem).toBe('hour-gone');
  expect((await doors.read(CITY, last ? secretOf(last).hold : ''))?.state).toBe('cancelled');

  // Only a clerk may book an appointment at the specialist's desk.
  expect((await hold(at('08:00'), { errand: CONSULTES, deskId: 'taula-3' })).problem).toBe('hour-gone');
  const specialist = await hold(at('08:00'), { door: 'desk', errand: CONSULTES, deskId: 'taula-3' });
  expect((await ask('confirmKioskHour', secretOf(specialist))).status).toBe(201);
  const [{ role } = { role: null }] = await centre.database.query<{ role: string }>(
    `SELECT DISTINCT role FROM audit WHERE what = 'confirmHour' AND token_name = $1`,
    [`kiosk ${kiosk.kioskId}`],
  );
  expect(role).toBe('kiosk');

  // A kiosk that lost the centre's answer repeats its request with the same secret. Both requests together hold, and later book, one
  // appointment time.
  const mine = { hold: ownSecret('0b0e7a52-6b38-4c0e-9a53-1d2f3c4b5a69'), door: 'desk', errand: TRAMITS };
  const [first, again] = await Promise.all([
    hold('2026-11-27T09:00:00.000Z', mine),
    hold('2026-11-27T09:00:00.000Z', mine),
  ]);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect((await hold('2026-11-27T09:30:00.000Z', mine)).problem).toBe('hour-gone');
  centre.clock.ms += 11 * 60_000;
  const anew = await hold('2026-11-27T09:00:00.000Z', mine);
  expect(anew).toMatchObject({ status: 201, body: { hold: mine.hold } });
  const made = await ask('confirmKioskHour', secretOf(anew));
  expect(made.status).toBe(201);
  expect(await hold('2026-11-27T09:00:00.000Z', mine)).toMatchObject({ status: 201, body: { hold: mine.hold } });
  expect(await ask('confirmKioskHour', secretOf(anew))).toMatchObject({ body: made.body });
  expect((await askThere('holdKioskHour', { ...atScreen, ...mine, start: '2026-11-27T09:00:00.000Z' })).problem).toBe(
    'hour-gone',
  );
  expect((await hold(at('09:00'), { ...mine, hold: token })).problem).toBe('hour-gone');
  await ask('releaseKioskHour', secretOf(anew));
  expect((await hold('2026-11-27T09:00:00.000Z', mine)).problem).toBe('hour-gone');

  let tries = 0;
  let given = 0;
  for (; tries < 100; tries += 1) {
    const tried = await hold(`2026-11-27T08:${['00', '15', '30', '45'][tries % 4]}:00.000Z`, { door: 'desk' });
    if (tried.problem === 'too-many-tries') break;
    given += tried.status === 201 ? 1 : 0;
  }
  expect(tries).toBeLessThan(60);
  // Clerks get 30 of the day's 600 minutes. The appointment with the specialist above does not count, and the telephone service 010 has its
  // own share.
  expect(given).toBe(2);
  const byTelephone = await doors.hold(CITY, { ...order, start: '2026-11-27T08:30:00.000Z' });
  expect(byTelephone.ok).toBe(true);
  await centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'stolen' });
  const refused = [
    await ask('askKioskHours', { door: 'kiosk' }),
    await hold(at('10:00')),
    await ask('confirmKioskHour', secretOf(specialist)),
    await ask('releaseKioskHour', secretOf(specialist)),
  ];
  expect(refused.map(({ problem }) => problem)).toEqual(refused.map(() => 'kiosk-revoked'));
});
