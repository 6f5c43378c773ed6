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
import type { KeepingRules } from '../../../../../src-main/check-in/ports/appointments.ts';
import { OFFICE_KEY_NAME } from '../../../../../src-main/check-in/store/encrypted-appointments.ts';
import { OfficeId } from '../../../../../src-main/contract/shared/ids.ts';
import { openEncryptionKeys } from '../../../../../src-main/security/encryption-keys.ts';
import { decrypt, encrypt } from '../../../../../src-main/storage/encryption.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { newRequestId } from '../../../../support/core-process.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const TODAY = '2026-11-25';
const TOMORROW = '2026-11-26';
const DAY_MS = 86_400_000;
const keyFile = (data: string, name: string): string => join(data, `torn-appointments-${name}.key`);

const standWithTwo = () =>
  standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS }), book({ startMs: NOW_MS + DAY_MS })]);

async function openAgain(place: Awaited<ReturnType<typeof standAtCheckIn>>) {
  place.close();
  const encryptionKeys = openEncryptionKeys({ folder: place.data, environment: {} });
  const again = openTestStore(place.data, place.clock, 1, { encryptionKeys });
  again.appointments.keepBy(place.rules);
  await encryptionKeys.prepare([OFFICE_KEY_NAME, ...again.appointments.days()]);
  return { ...again, isWhole: again.appointments.reload() };
}

test('each service day has a key of its own that only the kiosk’s user can read, and a restart reads the appointments', async () => {
  const place = await standWithTwo();
  for (const name of [OFFICE_KEY_NAME, TODAY, TOMORROW])
    expect(statSync(keyFile(place.data, name)).mode & 0o777).toBe(0o600);
  const held = place.appointments.held();
  const again = await openAgain(place);
  expect(again.isWhole).toBe(true);
  expect(again.appointments.held()).toEqual({ ...held, ageMs: null });
});

test('the end of a day deletes its rows and its key, keeps the next days, and accepts no more appointments of that day', async () => {
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
  expect(place.appointments.held().days).toEqual([TOMORROW]);
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
});

test('a day that a snapshot no longer names loses its key', async () => {
  const place = await standWithTwo();
  place.clock.advance(DAY_MS);
  await place.hear(place.booked);
  expect(place.appointments.days()).not.toContain(TODAY);
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
  expect(existsSync(keyFile(place.data, TOMORROW))).toBe(true);
  expect(existsSync(keyFile(place.data, OFFICE_KEY_NAME))).toBe(true);
});

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

test('a key that the disk does not delete is reported by name, and deleted when the next day ends', async () => {
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

test('a key that outlived its day is deleted after the next start, and the keys of days that are held stay', async () => {
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

test('days that a wrong clock ended are held again once the centre has sent its snapshot', async () => {
  const place = await standWithTwo();
  place.appointments.endDay('2099-01-01');
  expect(place.appointments.held().appointments).toEqual([]);
  await place.hear(place.booked);
  expect(place.appointments.held()).toMatchObject({ days: [TODAY, TOMORROW] });
  expect(place.appointments.held().appointments).toHaveLength(2);
});

test('a kiosk that the centre revoked keeps neither appointments nor their keys', async () => {
  const place = await standWithTwo();
  expect(place.centre.revoke()).toEqual({ ok: true, value: null });
  expect(place.appointments.held()).toMatchObject({ appointments: [], days: [], keys: [], offices: [] });
  for (const name of [OFFICE_KEY_NAME, TODAY, TOMORROW]) expect(existsSync(keyFile(place.data, name))).toBe(false);
});

test('destroying a key leaves the rows in copies of the database unreadable', async () => {
  const place = await standWithTwo();
  const copy = join(place.data, 'copy');
  place.opened.database.prepare('VACUUM INTO ?').run(copy);
  const key = readFileSync(keyFile(place.data, TODAY), 'utf8');
  place.appointments.endDay(TODAY);
  const files = readdirSync(place.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(key);
  expect(readFileSync(copy, 'latin1')).not.toContain(place.booked[0]?.appointment.locatorHash);
});

test('a row with another key is skipped, and the appointments are known to be incomplete', async () => {
  const place = await standWithTwo();
  writeFileSync(keyFile(place.data, TOMORROW), Buffer.alloc(32, 7).toString('base64url'));
  const again = await openAgain(place);
  expect(again.isWhole).toBe(false);
  expect(again.appointments.held().appointments).toHaveLength(1);
});

test('a check-in whose database was lost is restored from the journal', async () => {
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

test('wishes to the staff are in the events, and a restart does not change them', async () => {
  const place = await standWithTwo();
  place.touch('setAttention', { attention: { preferential: true, comeAndFetch: false } });
  place.scan(place.booked[0]?.qr ?? '');
  expect(place.events('ticket-issued')).toMatchObject([{ preferential: true }]);
  const again = await openAgain(place);
  const waiting = again.outbox.next(10);
  const issued = waiting.ok ? waiting.value.find(({ wire }) => wire?.type === 'ticket-issued')?.wire?.payload : null;
  expect(issued).toMatchObject({ preferential: true });
  expect(issued).not.toHaveProperty('comeAndFetch');
});

const bytesIn = (data: string): string =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
const SENSITIVE: KeepingRules = {
  days: 2,
  mayLieOnDisk: (place) => place === 'tpm',
  mayLieBeside: () => false,
  isKnownByNumber: () => true,
};

test('an encrypted row in the place of another is skipped, because it is bound to its appointment and its day', async () => {
  const place = await standWithTwo();
  const third = place.bookings.book({ startMs: NOW_MS + 30 * MINUTE_MS });
  await place.hear([...place.booked, third]);
  const ids = [place.booked[0], third].map((booked) => booked?.appointment.appointmentId ?? '');
  const sealedOf = place.opened.database.prepare('SELECT sealed FROM appointment WHERE appointment_id = ?').pluck();
  const exchange = place.opened.database.prepare('UPDATE appointment SET sealed = ? WHERE appointment_id = ?');
  const [first, other] = ids.map((id) => sealedOf.get(id));
  exchange.run(other, ids[0]);
  exchange.run(first, ids[1]);
  expect(place.appointments.reload()).toBe(false);
  expect(place.appointments.held().appointments).toHaveLength(1);
});

test('appointments whose keys may not lie on this disk are in memory only, and usable until a restart', async () => {
  const place = await standAtCheckIn(
    (book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS, documentNumber: '12345678Z' })],
    {
      rules: SENSITIVE,
    },
  );
  const [mine] = place.booked;
  expect(place.appointments.heldIn()).toBe('memory');
  expect(place.appointments.held()).toMatchObject({ days: [TODAY, TOMORROW], keys: [{ keyNo: 1 }] });
  expect(place.opened.database.prepare('SELECT count(*) FROM appointment').pluck().get()).toBe(0);
  expect(existsSync(keyFile(place.data, TODAY))).toBe(false);
  const { document, locatorHash, appointmentId } = mine?.appointment ?? {};
  for (const secret of [place.bookings.officeKey, document?.hash, locatorHash, appointmentId])
    expect(bytesIn(place.data)).not.toContain(secret);
  const sealed = place.opened.database.prepare<[], Buffer>('SELECT sealed FROM appointment_office').pluck().get();
  const opened = decrypt(
    place.encryptionKeys.key(OFFICE_KEY_NAME) ?? new Uint8Array(),
    OFFICE_KEY_NAME,
    sealed ?? Buffer.of(),
  );
  expect(opened).toMatchObject({ keys: [], tokenKeys: [expect.any(String)] });
  place.scan(mine?.qr ?? '');
  expect(place.appointments.held().appointments).toMatchObject([{ appointmentId, state: 'checked-in' }]);

  const again = await openAgain(place);
  expect(again.isWhole).toBe(false);
  // `tokenKeys` is kept, so a confirmation signed with an older key of the centre is still accepted.
  expect(again.appointments.held()).toMatchObject({ days: [], keys: [], tokenKeys: [expect.any(String)] });
  expect(again.appointments.held().appointments).toMatchObject([{ appointmentId, state: 'checked-in' }]);
});

/**
 * The rules from the arrival of a new profile until the restart that it causes: no further appointment may be written, and the stored ones
 * are used.
 */
const UNDECIDED: Pick<KeepingRules, 'mayLieOnDisk'> = { mayLieOnDisk: () => false };
const FORMATS = [{ prefix: 'SE-', length: 10, characters: 'digits' as const }];

test('from the arrival of a new profile until the restart the office’s key stays usable, and the restart requests what was withheld', async () => {
  const place = await standWithTwo();
  const { keys } = place.appointments.held();
  expect(keys).toMatchObject([{ keyNo: 1 }]);
  place.appointments.keepBy({ ...place.rules, ...UNDECIDED });
  place.centre.keepChanges([], '2');
  expect(place.appointments.held().keys).toEqual(keys);
  place.centre.keepChanges([{ kind: 'code-formats-changed', formats: FORMATS }], '3');
  expect(place.appointments.held()).toMatchObject({ keys, formats: FORMATS });
  place.touch('openEntry', { visitType: 'appointment' });
  place.touch('openCheckIn', { method: 'locator' });
  place.touch('presentLocator', { requestId: newRequestId(), text: place.booked[0]?.locator ?? '' });
  expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment' } });
  const again = await openAgain(place);
  expect(again.isWhole).toBe(false);
});

test('a refused profile leaves the key usable, and the next change of settings writes it to the disk again', async () => {
  const place = await standWithTwo();
  const { keys } = place.appointments.held();
  place.appointments.keepBy({ ...place.rules, ...UNDECIDED });
  place.centre.keepChanges([{ kind: 'code-formats-changed', formats: FORMATS }], '2');
  place.appointments.keepBy(place.rules);
  place.centre.keepChanges([], '3');
  expect(place.appointments.held()).toMatchObject({ keys });
  place.centre.keepChanges([{ kind: 'code-formats-changed', formats: [] }], '4');
  const again = await openAgain(place);
  expect(again.isWhole).toBe(true);
  expect(again.appointments.held()).toMatchObject({ keys, formats: [] });
});

test('keys that the centre removes are deleted, also while no keys may be written', async () => {
  const place = await standWithTwo();
  place.appointments.keepBy({ ...place.rules, ...UNDECIDED });
  place.centre.keepChanges([{ kind: 'code-formats-changed', formats: FORMATS }], '2');
  place.centre.keepChanges([{ kind: 'office-keys-changed', keys: [] }], '3');
  expect(place.appointments.held().keys).toEqual([]);
  place.centre.keepChanges([], '4');
  expect(place.appointments.held().keys).toEqual([]);
});

test('a change of an appointment in memory only is applied, and the end of its day deletes it', async () => {
  const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS })], { rules: SENSITIVE });
  const appointment = place.booked[0]?.appointment;
  if (!appointment) throw new Error('one was booked');
  place.centre.keepChanges([{ kind: 'appointment-changed', appointment: { ...appointment, state: 'cancelled' } }], '2');
  expect(place.appointments.held().appointments).toMatchObject([{ state: 'cancelled' }]);
  expect(place.centre.holdsAppointments()).toBe(true);
  place.appointments.endDay(TODAY);
  expect(place.appointments.held()).toMatchObject({ appointments: [], days: [TOMORROW] });
});

test('a change that the disk refused is not kept in memory either', async () => {
  const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS })], { rules: SENSITIVE });
  const other = place.bookings.book({ startMs: NOW_MS + 9 * MINUTE_MS }).appointment;
  place.opened.database.exec(`CREATE TRIGGER full BEFORE UPDATE ON centre BEGIN SELECT RAISE(ABORT, 'no room'); END`);
  expect(place.centre.keepChanges([{ kind: 'appointment-changed', appointment: other }], '2').ok).toBe(false);
  place.opened.database.exec('DROP TRIGGER full');
  expect(place.appointments.held().appointments).toHaveLength(1);
});

test('in an ordinary office sensitive appointments are in memory only, and one of another office is found by no number', async () => {
  const place = await standAtCheckIn((book) => [
    book({ startMs: NOW_MS + 5 * MINUTE_MS }),
    book({ startMs: NOW_MS + 6 * MINUTE_MS, serviceId: 'servei-reservat' }),
    book({ startMs: NOW_MS + 7 * MINUTE_MS, documentNumber: '12345678Z' }),
  ]);
  const [plain, , moved] = place.booked.map(({ appointment }) => appointment);
  if (!plain || !moved) throw new Error('three were booked');
  const movedTo = { officeId: OfficeId.parse('serveis-socials-d1'), start: moved.start };
  place.centre.keepChanges([{ kind: 'appointment-changed', appointment: { ...moved, state: 'moved', movedTo } }], '2');
  const onDisk = place.opened.database.prepare('SELECT appointment_id FROM appointment').pluck();
  expect(onDisk.all().toSorted()).toEqual([plain.appointmentId, moved.appointmentId].toSorted());
  const { appointments } = place.appointments.held();
  expect(appointments).toHaveLength(3);
  expect(appointments.find(({ appointmentId }) => appointmentId === moved.appointmentId)?.documentHash).toBeNull();
  // The third appointment was in memory only, so only the centre can send it again.
  const again = await openAgain(place);
  expect(again.isWhole).toBe(false);
  expect(again.appointments.held().appointments).toHaveLength(2);
});

test('appointments of an earlier program or profile are wiped at the start, with their copies and keys', async () => {
  const place = await standWithTwo();
  await place.opened.backups.make(place.opened.database, NOW_MS);
  const migratedFrom = join(place.data, 'torn.db.schema-8');
  place.opened.database.prepare('VACUUM INTO ?').run(migratedFrom);
  const sealed = place.opened.database.prepare<[], Buffer>('SELECT sealed FROM appointment').pluck().all();
  place.opened.database.pragma('wal_checkpoint(TRUNCATE)');
  const keys = [OFFICE_KEY_NAME, TODAY, TOMORROW].map((name) => readFileSync(keyFile(place.data, name), 'utf8'));
  expect(place.appointments.wipeUnlessAllowed()).toBe(false);
  place.appointments.keepBy(SENSITIVE);
  expect(place.appointments.wipeUnlessAllowed()).toBe(true);
  expect(place.appointments.held()).toMatchObject({ appointments: [], days: [], keys: [] });
  expect(place.centre.cursor()).toBeNull();
  expect([place.opened.backups.newestMs(), existsSync(migratedFrom)]).toEqual([null, false]);
  const bytes = bytesIn(place.data);
  for (const key of keys) expect(bytes).not.toContain(key);
  for (const row of sealed) expect(bytes).not.toContain(row.toString('latin1'));
  await place.encryptionKeys.prepare([OFFICE_KEY_NAME]);
  expect(place.appointments.wipeUnlessAllowed()).toBe(false);
});

test('an appointment with a hash that can be tried fast is wiped in any office', async () => {
  const place = await standWithTwo();
  const id = place.booked[0]?.appointment.appointmentId ?? '';
  const key = place.encryptionKeys.key(TODAY);
  if (!key) throw new Error('the day has a key');
  const old = { ...place.booked[0]?.appointment, documentHash: 'a'.repeat(43) };
  place.opened.database
    .prepare('UPDATE appointment SET sealed = ? WHERE appointment_id = ?')
    .run(encrypt(key, `${TODAY} ${id}`, old), id);
  expect(place.appointments.wipeUnlessAllowed()).toBe(true);
  expect(place.opened.database.prepare('SELECT count(*) FROM appointment').pluck().get()).toBe(0);
});

test('as many days are held as the profile says', async () => {
  const place = await standAtCheckIn((book) => [0, 1, 2].map((days) => book({ startMs: NOW_MS + days * DAY_MS })), {
    profile: { appointments: { openingDaysAhead: 0 } },
  });
  expect(place.appointments.held()).toMatchObject({ days: [TODAY], appointments: [{ startMs: NOW_MS }] });
});
