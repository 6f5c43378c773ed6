import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSealingKeys } from '../../../../src-main/security/sealing-keys.ts';
import { OFFICE_KEY_NAME } from '../../../../src-main/storage/sealed-appointments.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../support/check-in-kiosk.ts';
import { openTestStore } from '../../../support/test-store.ts';

const TODAY = '2026-11-25';
const TOMORROW = '2026-11-26';
const DAY_MS = 86_400_000;
const keyFile = (data: string, name: string): string => join(data, `torn-appointments-${name}.key`);

const standWithTwo = () =>
  standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS }), book({ startMs: NOW_MS + DAY_MS })]);

/** The same data folder as a new run of the program finds it. */
async function openAgain(place: Awaited<ReturnType<typeof standAtCheckIn>>) {
  place.close();
  const sealingKeys = openSealingKeys({ folder: place.data, environment: {} });
  const again = openTestStore(place.data, place.clock, 1, { sealingKeys });
  await sealingKeys.prepare([OFFICE_KEY_NAME, ...again.appointments.days()]);
  return { ...again, isWhole: again.appointments.reload() };
}

test('each service day has a key of its own that only the kiosk’s user can read, and a restart reads what is held', async () => {
  const place = await standWithTwo();
  for (const name of [OFFICE_KEY_NAME, TODAY, TOMORROW])
    expect(statSync(keyFile(place.data, name)).mode & 0o777).toBe(0o600);
  const held = place.appointments.held();
  const again = await openAgain(place);
  expect(again.isWhole).toBe(true);
  expect(again.appointments.held()).toEqual({ ...held, ageMs: null });
});

test('when a day is over its rows and its key are gone, the next days stay, and nothing of it is kept again', async () => {
  const place = await standWithTwo();
  const [today, tomorrow] = place.booked.map(({ appointment }) => appointment.appointmentId);
  const ids = () => place.appointments.held().appointments.map(({ appointmentId }) => appointmentId);
  expect(ids().toSorted()).toEqual([today, tomorrow].toSorted());
  expect(place.appointments.endDay(TODAY)).toEqual({ ok: true, value: null });
  expect(ids()).toEqual([tomorrow]);
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
  expect(existsSync(keyFile(place.data, TOMORROW))).toBe(true);
  await place.hear(place.booked);
  expect(ids()).toEqual([tomorrow]);
  expect(place.appointments.held().days).toEqual([TOMORROW, '2026-11-27']);
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
});

test('a day that a snapshot names no more takes its key with it', async () => {
  const place = await standWithTwo();
  place.clock.advance(DAY_MS);
  await place.hear(place.booked);
  expect(place.appointments.days()).not.toContain(TODAY);
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
  expect(existsSync(keyFile(place.data, TOMORROW))).toBe(true);
  expect(existsSync(keyFile(place.data, OFFICE_KEY_NAME))).toBe(true);
});

/** What lies at the key's place cannot be overwritten until it is mended. */
function breakKeyFile(data: string, name: string): { mend(): void } {
  const [file, aside] = [keyFile(data, name), join(data, 'aside')];
  renameSync(file, aside);
  mkdirSync(file);
  return {
    mend() {
      rmdirSync(file);
      renameSync(aside, file);
    },
  };
}

test('a key that the disk does not let go is told by name, ends nothing, and goes when the next day ends', async () => {
  const place = await standWithTwo();
  const broken = breakKeyFile(place.data, TODAY);
  expect(place.appointments.endDay(TODAY)).toEqual({ ok: true, value: null });
  expect(place.keysLeft).toEqual([TODAY]);
  expect(place.appointments.overTo()).toBe(TODAY);
  broken.mend();
  place.appointments.endDay(TOMORROW);
  for (const name of [TODAY, TOMORROW]) expect(existsSync(keyFile(place.data, name))).toBe(false);
  expect(existsSync(keyFile(place.data, OFFICE_KEY_NAME))).toBe(true);
});

test('a key that outlived its day is gone after the next start, those of the days that are held stay', async () => {
  const place = await standWithTwo();
  const broken = breakKeyFile(place.data, TODAY);
  place.appointments.endDay(TODAY);
  broken.mend();
  const again = await openAgain(place);
  again.appointments.destroyOldKeys();
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
  for (const name of [TOMORROW, OFFICE_KEY_NAME]) expect(existsSync(keyFile(place.data, name))).toBe(true);
  expect(again.appointments.held().appointments).toHaveLength(1);
});

test('days that a wrong clock ended are held again once the centre has said which day it is', async () => {
  const place = await standWithTwo();
  place.appointments.endDay('2099-01-01');
  expect(place.appointments.held().appointments).toEqual([]);
  await place.hear(place.booked);
  expect(place.appointments.held()).toMatchObject({ days: [TODAY, TOMORROW, '2026-11-27'] });
  expect(place.appointments.held().appointments).toHaveLength(2);
});

test('a kiosk that the centre does not know any more keeps neither appointments nor their keys', async () => {
  const place = await standWithTwo();
  expect(place.centre.revoke()).toEqual({ ok: true, value: null });
  expect(place.appointments.held()).toMatchObject({ appointments: [], days: [], keys: [], offices: [] });
  for (const name of [OFFICE_KEY_NAME, TODAY, TOMORROW]) expect(existsSync(keyFile(place.data, name))).toBe(false);
});

test('a key that was destroyed leaves what lies in copies of the database unreadable', async () => {
  const place = await standWithTwo();
  const copy = join(place.data, 'copy');
  place.opened.database.prepare('VACUUM INTO ?').run(copy);
  const key = readFileSync(keyFile(place.data, TODAY), 'utf8');
  place.appointments.endDay(TODAY);
  const files = readdirSync(place.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(key);
  expect(readFileSync(copy, 'latin1')).not.toContain(place.booked[0]?.appointment.locatorHash);
});

test('a row that was altered, or whose key is another one, is not taken, and is known to be missing', async () => {
  const place = await standWithTwo();
  writeFileSync(keyFile(place.data, TOMORROW), Buffer.alloc(32, 7).toString('base64url'));
  const again = await openAgain(place);
  expect(again.isWhole).toBe(false);
  expect(again.appointments.held().appointments).toHaveLength(1);
});

test('a check-in whose database was lost is known from the journal', async () => {
  const place = await standWithTwo();
  const mine = place.booked[0];
  place.scan(mine?.qr ?? '');
  const given = place.appointments.ticketOf(mine?.appointment.appointmentId ?? '');
  place.opened.database.prepare('DELETE FROM check_in').run();
  place.opened.database.prepare('DELETE FROM event').run();
  place.opened.database.prepare('DELETE FROM paper_job').run();
  place.opened.database.prepare('DELETE FROM ticket').run();
  place.opened.database.prepare('UPDATE kiosk SET last_seq = 0').run();
  const again = await openAgain(place);
  expect(given.ok && given.value !== null).toBe(true);
  expect(again.appointments.ticketOf(mine?.appointment.appointmentId ?? '')).toEqual(given);
});

test('what was asked of the staff stands in the facts, and a restart changes nothing of it', async () => {
  const place = await standWithTwo();
  place.touch('setAttention', { attention: { preferential: true, comeAndFetch: false } });
  place.scan(place.booked[0]?.qr ?? '');
  expect(place.facts('ticket-issued')).toMatchObject([{ preferential: true }]);
  const again = await openAgain(place);
  const waiting = again.outbox.next(10);
  const issued = waiting.ok ? waiting.value.find(({ wire }) => wire?.type === 'ticket-issued')?.wire?.payload : null;
  expect(issued).toMatchObject({ preferential: true });
  expect(issued).not.toHaveProperty('comeAndFetch');
});
