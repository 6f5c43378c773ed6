import { makeToken } from '../../src-central/administration/access-tokens.ts';
import {
  AppointmentAnswer,
  ChannelId,
  type FeedAppointment,
  ImportReport,
  type OfficeKey,
} from '../../src-main/contract/centre/appointments.ts';
import { Change } from '../../src-main/contract/centre/configuration.ts';
import { officeAt, readerOf, SERVICE_ID } from './city-office.ts';
import { START_MS, startTestCentre, type TestCentre, type TestKiosk, terrassa } from './test-centre.ts';

/** Numbers of Spanish identity documents that are published for tests and belong to no person. */
export const DNI = '12345678Z';
export const NIE = 'X1234567L';

export const at = (minutes: number): string => new Date(START_MS + minutes * 60_000).toISOString();
export const DAY_MINUTES = 24 * 60;

export const HERE = 'oac-dido';
export const THERE = 'oficina-territori';

/** A booking system (channel) with its own token. `put` and `book` send the appointment `usual`, overridden by the parameter `order`. */
export async function channelAt(centre: TestCentre, channel: string, officeId: string) {
  const token = await makeToken(centre.database, terrassa, `canal ${channel}`, START_MS, ChannelId.parse(channel));
  const usual = { officeId, serviceId: SERVICE_ID, start: at(60) };
  const put = (reference: string, order: Record<string, unknown> = {}) =>
    centre.order('putAppointment', { reference }, { ...usual, ...order }, token);
  return {
    token,
    put,
    async book(reference: string, order: Record<string, unknown> = {}): Promise<AppointmentAnswer> {
      const answered = await put(reference, order);
      if (answered.status !== 200) throw new Error(`refused: ${JSON.stringify(answered.body)}`);
      return AppointmentAnswer.parse(answered.body);
    },
    read: (reference: string) => centre.order('readAppointment', { reference }, undefined, token),
    cancel: (reference: string) => centre.order('cancelAppointment', { reference }, undefined, token),
    importText: (text: string) => centre.order('importAppointments', {}, text, token),
    async import(text: string): Promise<ImportReport> {
      const answered = await centre.order('importAppointments', {}, text, token);
      if (answered.status !== 200) throw new Error(`refused: ${JSON.stringify(answered.body)}`);
      return ImportReport.parse(answered.body);
    },
  };
}

/** The appointments as a kiosk stores them: a snapshot and then polled changes, applied as the contract says. */
export async function cacheOf(centre: TestCentre, kiosk: TestKiosk, reader = readerOf(kiosk)) {
  const held = new Map<string, FeedAppointment>();
  let keys: OfficeKey[] = [];
  let cursor = '';
  const cache = {
    /** Numbers the kiosk's reads. A second cache of this kiosk must use the same reader, because the centre refuses a used number. */
    reader,
    held,
    keys: () => keys,
    async takeSnapshot() {
      const snapshot = await reader.snapshot(centre);
      if (!snapshot.appointments) throw new Error('the snapshot has no appointments');
      held.clear();
      for (const appointment of snapshot.appointments.appointments) held.set(appointment.appointmentId, appointment);
      keys = snapshot.appointments.keys;
      cursor = snapshot.cursor;
      return snapshot.appointments;
    },
    async poll(): Promise<string[]> {
      const page = await reader.changesSince(centre, cursor);
      cursor = page.cursor;
      return page.changes.map((one) => {
        const change = Change.parse(one);
        if (change.kind === 'appointment-changed') held.set(change.appointment.appointmentId, change.appointment);
        if (change.kind === 'office-keys-changed') keys = change.keys;
        return change.kind;
      });
    },
  };
  await cache.takeSnapshot();
  return cache;
}

export async function startOffices(centre: TestCentre, officeIds: readonly [string, string]) {
  const [here, there] = officeIds;
  await officeAt(centre, here).publish('2026-11-01', { desks: [{ deskId: 'taula-3', name: { ca: 'Taula 3' } }] });
  await officeAt(centre, there).publish();
  return { here: await centre.enrol(1, here), there: await centre.enrol(1, there) };
}

export async function startBooking(databaseUrl: string) {
  const centre = await startTestCentre(databaseUrl);
  const { here, there } = await startOffices(centre, [HERE, THERE]);
  return { centre, here, there, web: await channelAt(centre, 'web', HERE) };
}

export async function officeKeyOf(centre: TestCentre, officeId: string, keyNo = 1): Promise<string> {
  const [row] = await centre.database.query<{ key: string }>(
    'SELECT key FROM office_key WHERE city_id = $1 AND office_id = $2 AND key_no = $3',
    [terrassa, officeId, keyNo],
  );
  return row?.key ?? '';
}
