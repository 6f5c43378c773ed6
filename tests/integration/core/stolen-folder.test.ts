import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { OFFICE_KEY_NAME } from '../../../src-main/check-in/store/encrypted-appointments.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { openEncryptionKeys } from '../../../src-main/security/encryption-keys.ts';
import type { ParamsOf, TouchMethod } from '../../../src-main/session/contract/kiosk-api.ts';
import type { ScreenName } from '../../../src-main/session/contract/view-state.ts';
import { keyedHash } from '../../../src-main/signing/keyed-hash.ts';
import { encrypt } from '../../../src-main/storage/encryption.ts';
import { type Booked, bookingsOf, officeWithCheckIns } from '../../support/booked-office.ts';
import { startWireCentre, type WireCentre } from '../../support/centre-at-the-wire.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../support/check-in-kiosk.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { ransack } from '../../support/disk-thief.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { openKioskDevices } from '../../support/kiosk-devices.ts';
import { openTicketStore } from '../../support/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Document numbers that are published for tests and belong to no person. */
const MINE = '12345678Z';
const ANOTHERS = '99999999R';

const [WELCOME, ORIENTATION] = [
  { serviceId: 'acollida', series: 'F', name: { ca: 'Primera acollida' }, ways: ['walk-in', 'appointment'] },
  { serviceId: 'orientacio', series: 'H', name: { ca: 'Informació' }, ways: ['walk-in'] },
].map((one) => ({ pictogram: 'info', ...one }));
const SENSITIVE_OFFICE = { sensitive: true, groups: [], services: [WELCOME, ORIENTATION] };

/** A time some minutes from now, rounded down to whole seconds, the unit of codes. */
const fromNow = (minutes: number): number => Math.floor((Date.now() + minutes * MINUTE_MS) / 1_000) * 1_000;

/**
 * Makes a data folder in the format of the previous release: encrypted rows with fast hashes, the days' keys and the
 * office's key.
 */
async function layAsBefore(data: string, bookings: ReturnType<typeof bookingsOf>, booked: readonly Booked[]) {
  const encryptionKeys = openEncryptionKeys({ folder: data, environment: {}, hostKeyFile: '/nowhere' });
  const { opened, close } = openTicketStore(data, createSystemClock());
  const { appointments, days, ...rest } = bookings.feed(booked, Date.now());
  await encryptionKeys.prepare([OFFICE_KEY_NAME, ...days]);
  const keyOf = (name: string): Uint8Array => encryptionKeys.key(name) ?? new Uint8Array();
  for (const day of days) opened.database.prepare('INSERT INTO appointment_day (service_day) VALUES (?)').run(day);
  for (const { document: _, ...appointment } of appointments) {
    const { appointmentId, serviceDay } = appointment;
    const row = { ...appointment, documentHash: keyedHash(bookings.officeKey, 'document', MINE) };
    opened.database
      .prepare('INSERT INTO appointment (appointment_id, service_day, sealed) VALUES (?, ?, ?)')
      .run(appointmentId, serviceDay, encrypt(keyOf(serviceDay), `${serviceDay} ${appointmentId}`, row));
  }
  opened.database
    .prepare('UPDATE appointment_office SET sealed = ?')
    .run(encrypt(keyOf(OFFICE_KEY_NAME), OFFICE_KEY_NAME, rest));
  await opened.backups.make(opened.database, Date.now());
  close();
}

async function standAt(data: string, centre: WireCentre) {
  const { printer, scanner, options } = await openKioskDevices();
  const profile = officeWithCheckIns(temporaryFolder(), SENSITIVE_OFFICE);
  const start = async () => {
    const core = startCoreProcess({
      data,
      slot: null,
      profile,
      printer: options.printer,
      args: ['--centre', `${centre.url}/${centre.cityId}`, ...options.args],
    });
    onTestFinished(async () => {
      core.child.kill('SIGKILL');
      await core.ended;
    });
    await core.waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
    return core;
  };
  const core = await start();
  const touch = <M extends TouchMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) => {
    const last = core.pushes.findLast((push) => push.push === 'view');
    if (last?.push !== 'view') throw new Error('nothing was shown');
    const { sessionId, stateNo } = last.value;
    return core.call(method, { stamp: { sessionId, stateNo }, ...params } as unknown as ParamsOf<M>);
  };
  const next = (screen: ScreenName) => core.waitForNext('view', ({ value }) => value.view.screen === screen);
  return { core, start, touch, next, printer, scanner };
}

test('a sensitive office’s stolen folder links no number to an appointment, even after check-ins; an older folder is wiped', async () => {
  const data = join(temporaryFolder(), 'data');
  const centre = await startWireCentre();
  onTestFinished(() => centre.close());
  const bookings = bookingsOf('demonstration', centre.cityId, centre.key);
  const booked = [MINE, ANOTHERS].map((documentNumber, at) =>
    bookings.book({ startMs: fromNow(10 + at), documentNumber, serviceId: 'acollida' }),
  );
  centre.feed = bookings.feed(booked, Date.now());
  await enrolFolder(data, centre);
  await layAsBefore(data, bookings, booked.slice(0, 1));
  const [before] = ransack(data, [MINE]);
  expect(before).toMatchObject({ number: MINE, by: 'fast' });
  expect(before?.context).toContain('"serviceId":"acollida"');

  const place = await standAt(data, centre);
  await centre.until(() => centre.asked.includes('readChanges'));
  expect(place.core.log()).toContain('appointments-wiped');
  const typed = place.next('take-ticket');
  await place.touch('openEntry', { visitType: 'appointment' });
  await place.touch('openCheckIn', { method: 'document' });
  await place.touch('presentDocument', { requestId: newRequestId(), kind: 'dni', text: MINE });
  await typed;
  const idle = place.next('idle');
  await place.touch('finish', {});
  await idle;
  const shown = place.next('take-ticket');
  await place.scanner.scan(booked[1]?.qr ?? '');
  await shown;
  const checkedIn = () => centre.events.filter(({ event }) => event.type === 'appointment-checked-in');
  await centre.until(() => checkedIn().length === 2);
  // The kiosk had stored the appointments, so it reports them as checked in against its own copy.
  expect(checkedIn().map(({ event }) => event.payload)).toMatchObject(
    booked.map(({ appointment: { appointmentId } }) => ({ appointmentId, trust: 'cache' })),
  );
  place.core.child.kill('SIGKILL');
  await place.core.ended;
  const stolen = join(temporaryFolder(), 'stolen');
  cpSync(data, stolen, { recursive: true });
  expect(ransack(stolen, [MINE])).toEqual([]);

  centre.intercept = () => 'cut';
  const later = await place.start();
  const result = later.waitForNext('view', ({ value }) => value.view.screen === 'check-in-result');
  const third = bookings.book({ startMs: fromNow(12), serviceId: 'acollida' });
  await place.scanner.scan(third.qr);
  expect((await result).value.view).toMatchObject({ result: 'unverified-offline' });
  await later.stop();
  const { opened, close } = openTicketStore(data, createSystemClock());
  await opened.backups.make(opened.database, Date.now());
  close();
  expect(ransack(data, [MINE, ANOTHERS])).toEqual([]);
});

test('the folder is wiped once a sensitive office’s profile arrives, although the previous profile allowed appointments', async () => {
  const [folder, data] = [temporaryFolder(), join(temporaryFolder(), 'data')];
  const centre = await startWireCentre({ officeId: 'demonstration' });
  onTestFinished(() => centre.close());
  const bookings = bookingsOf('demonstration', centre.cityId, centre.key);
  centre.feed = bookings.feed([bookings.book({ startMs: fromNow(10), documentNumber: MINE })], Date.now());
  const services = [{ ...WELCOME, serviceId: 'empadronament' }, ORIENTATION];
  const sensitive = officeWithCheckIns(folder, { ...SENSITIVE_OFFICE, services });
  centre.publish(readFileSync(sensitive, 'utf8'), '2026-01-01');
  await enrolFolder(data, centre);
  const core = startCoreProcess({
    data,
    slot: null,
    args: ['--centre', `${centre.url}/${centre.cityId}`],
  });
  await core.ended;
  expect(centre.asked).toContain('readSnapshot');
  expect(core.log()).toContain('profile-applied');
  expect(ransack(data, [MINE])).toEqual([]);
});

test('at an ordinary office a thief with the key can look a number up slowly, and finds nothing of a sensitive service', async () => {
  const place = await standAtCheckIn((book) => [
    book({ startMs: NOW_MS + 5 * MINUTE_MS, documentNumber: MINE }),
    book({ startMs: NOW_MS + 5 * MINUTE_MS, documentNumber: ANOTHERS, serviceId: 'servei-reservat' }),
  ]);
  expect(ransack(place.data, [MINE, ANOTHERS])).toMatchObject([{ number: MINE, by: 'slow' }]);
});
