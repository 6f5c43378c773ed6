import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { z } from 'zod';
import { AppointmentFeed, FeedAppointment } from '../contract/central-api/appointments.ts';
import { TicketId } from '../contract/kiosk-api.ts';
import type { AppointmentMemory, HeldAppointment, SealingKeys } from '../ports/appointments.ts';
import type { Clock } from '../ports/clock.ts';
import type { FactWriter } from './fact-writer.ts';
import { guard } from './guard.ts';

/** The name of the key for what holds longer than a day. */
export const OFFICE_KEY_NAME = 'office';

/** What the centre's memory writes of appointments, inside its own transactions; what is at hand follows at `reload`. */
export interface SealedAppointments extends AppointmentMemory {
  /** Everything: what the feed does not name has ended. */
  keepFeed(feed: AppointmentFeed | undefined): void;
  keepAppointment(appointment: FeedAppointment): void;
  keepSettings(change: Partial<OfficeFacts>): void;
  /** The kiosk is another centre's, or nobody's: rows and keys are gone. */
  forget(): void;
  /** Reads what is on disk; to be called after each write, and when the keys have come. False when some of it cannot be read. */
  reload(): boolean;
  /** The centre has told all that is new. */
  upToDate(): void;
  /** Of the days that the centre tells of, those that are kept: their keys are needed before. */
  wanted(days: readonly string[]): string[];
  /** Service days whose rows are on disk. */
  days(): readonly string[];
  /**
   * The keys of days that are not held are gone, whatever kept them until now. To be called after `keepFeed` is on disk, and at a start;
   * never between the preparing of a day's key and its feed.
   */
  destroyOldKeys(): void;
}

const OfficeFacts = AppointmentFeed.pick({ keys: true, tokenKeys: true, formats: true, offices: true });
type OfficeFacts = z.infer<typeof OfficeFacts>;
const NO_FACTS: OfficeFacts = { keys: [], tokenKeys: [], formats: [], offices: [] };

interface AppointmentRow {
  appointment_id: string;
  service_day: string;
  sealed: Buffer;
}
interface CheckInRow {
  ticket_id: string;
  appointment_id: string;
  service_id: string;
  start_ms: number | null;
  issued_at_ms: number;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM, bound to what it is of: initial vector, text, tag. */
function seal(key: Uint8Array, of: string, value: unknown): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(of));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, text, cipher.getAuthTag()]);
}

/** `null` when the key is another one or a byte has changed. */
function unseal(key: Uint8Array, of: string, sealed: Buffer): unknown {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(of))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

export interface SealedAppointmentsParts {
  database: Database.Database;
  facts: FactWriter;
  keys: SealingKeys;
  clock: Clock;
  /** A key is still on disk that should not be; it is tried again when a day ends, and at the next start. */
  onKeyLeft: (name: string, detail: string) => void;
}

export function openSealedAppointments({
  database,
  facts,
  keys,
  clock,
  onKeyLeft,
}: SealedAppointmentsParts): SealedAppointments {
  const rows = database.prepare<[], AppointmentRow>('SELECT * FROM appointment');
  const addDay = database.prepare('INSERT OR IGNORE INTO appointment_day (service_day) VALUES (?)');
  const dropDay = database.prepare('DELETE FROM appointment_day WHERE service_day = ?');
  const dropDays = database.prepare('DELETE FROM appointment_day WHERE service_day <= ?');
  const allDays = database.prepare<[], string>('SELECT service_day FROM appointment_day ORDER BY service_day').pluck();
  const insert = database.prepare(
    'INSERT OR REPLACE INTO appointment (appointment_id, service_day, sealed) VALUES (?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM appointment WHERE appointment_id = ?');
  const office = database.prepare<[], { sealed: Buffer | null; over_to: string }>(
    'SELECT sealed, over_to FROM appointment_office',
  );
  const setOffice = database.prepare('UPDATE appointment_office SET sealed = ?');
  const setOver = database.prepare('UPDATE appointment_office SET over_to = max(over_to, ?)');
  const forgetOver = database.prepare(`UPDATE appointment_office SET over_to = ''`);
  const checkedIn = database.prepare<[], CheckInRow>(
    `SELECT check_in.ticket_id, appointment_id, service_id, start_ms, issued_at_ms
     FROM check_in JOIN ticket USING (ticket_id) WHERE appointment_id IS NOT NULL`,
  );
  const ticketOf = database
    .prepare<[string], string>('SELECT ticket_id FROM check_in WHERE appointment_id = ? ORDER BY rowid DESC LIMIT 1')
    .pluck();
  const dropCheckIns = database.prepare('DELETE FROM check_in WHERE service_day <= ?');

  let feed: readonly FeedAppointment[] = [];
  let settings: OfficeFacts = NO_FACTS;
  let freshAtMs: number | null = null;

  const overTo = (): string => office.get()?.over_to ?? '';

  /** The first day is the centre's today: a later one that is over here was ended by a clock that was wrong. */
  const endedTooEarly = ([today]: readonly string[]): boolean => today !== undefined && overTo() > today;
  const wanted = (days: readonly string[]): string[] =>
    endedTooEarly(days) ? [...days] : days.filter((day) => day > overTo());

  function readSettings(): OfficeFacts {
    const sealed = office.get()?.sealed ?? null;
    const key = keys.key(OFFICE_KEY_NAME);
    const read = OfficeFacts.safeParse(sealed && key ? unseal(key, OFFICE_KEY_NAME, sealed) : null);
    return read.success ? read.data : NO_FACTS;
  }

  /** Nothing of a day that is over, or whose key is not at hand. */
  function keepRow(appointment: FeedAppointment): void {
    const { appointmentId, serviceDay } = appointment;
    remove.run(appointmentId);
    const key = keys.key(serviceDay);
    if (key === null || serviceDay <= overTo() || !allDays.all().includes(serviceDay)) return;
    insert.run(appointmentId, serviceDay, seal(key, `${serviceDay} ${appointmentId}`, appointment));
  }

  function writeSettings(next: OfficeFacts): void {
    const key = keys.key(OFFICE_KEY_NAME);
    setOffice.run(key && seal(key, OFFICE_KEY_NAME, next));
  }

  function readRow({ appointment_id, service_day, sealed }: AppointmentRow): FeedAppointment[] {
    const key = keys.key(service_day);
    const read = FeedAppointment.safeParse(key && unseal(key, `${service_day} ${appointment_id}`, sealed));
    return read.success ? [read.data] : [];
  }

  function destroyKey(name: string): void {
    try {
      keys.destroy(name);
    } catch (error) {
      onKeyLeft(name, detailOf(error));
    }
  }

  function keyedDays(): readonly string[] {
    try {
      return keys.names().filter((name) => name !== OFFICE_KEY_NAME);
    } catch (error) {
      onKeyLeft('', detailOf(error));
      return [];
    }
  }

  return {
    keepFeed(told) {
      const named = told?.days ?? [];
      if (endedTooEarly(named)) forgetOver.run();
      for (const day of allDays.all()) if (!named.includes(day)) dropDay.run(day);
      for (const day of wanted(named)) if (keys.key(day) !== null) addDay.run(day);
      for (const { appointment_id } of rows.all()) remove.run(appointment_id);
      for (const appointment of told?.appointments ?? []) keepRow(appointment);
      writeSettings(told ? OfficeFacts.parse(told) : NO_FACTS);
    },
    keepAppointment: keepRow,
    keepSettings: (change) => writeSettings({ ...readSettings(), ...change }),
    forget() {
      for (const name of new Set([...allDays.all(), ...keyedDays(), OFFICE_KEY_NAME])) destroyKey(name);
      dropDays.run('9999');
      setOffice.run(null);
    },
    reload() {
      settings = readSettings();
      const onDisk = rows.all();
      feed = onDisk.flatMap(readRow);
      return feed.length === onDisk.length;
    },
    upToDate() {
      freshAtMs = clock.monotonicMs();
    },
    wanted,
    days: () => allDays.all(),
    destroyOldKeys() {
      const held = allDays.all();
      for (const day of keyedDays()) if (!held.includes(day)) destroyKey(day);
    },
    held() {
      const marks = new Map(checkedIn.all().map((mark) => [mark.appointment_id, mark]));
      const known = feed.map((told): HeldAppointment => {
        const mark = marks.get(told.appointmentId);
        marks.delete(told.appointmentId);
        return mark ? { ...heldOf(told), state: 'checked-in' } : heldOf(told);
      });
      const ofTickets = [...marks.values()].map(
        (mark): HeldAppointment => ({
          appointmentId: mark.appointment_id,
          serviceId: mark.service_id,
          startMs: mark.start_ms ?? mark.issued_at_ms,
          deskId: null,
          documentHash: null,
          locatorHash: null,
          codeHash: null,
          state: 'checked-in',
        }),
      );
      return {
        appointments: [...known, ...ofTickets],
        days: allDays.all().filter((day) => keys.key(day) !== null),
        ageMs: freshAtMs === null ? null : clock.monotonicMs() - freshAtMs,
        ...settings,
      };
    },
    ticketOf: (appointmentId) =>
      guard(() => {
        const found = TicketId.safeParse(ticketOf.get(appointmentId));
        return found.success ? found.data : null;
      }),
    endDay(serviceDay) {
      const over = allDays.all().filter((day) => day <= serviceDay);
      const ended = facts.commit(() => {
        dropDays.run(serviceDay);
        dropCheckIns.run(serviceDay);
        setOver.run(serviceDay);
        return null;
      });
      // The rows first: a key without rows says nothing. Those of earlier days that the disk did not let go are tried again.
      for (const day of new Set([...over, ...keyedDays()])) if (day <= serviceDay) destroyKey(day);
      feed = feed.filter((told) => told.serviceDay > serviceDay);
      return ended;
    },
    overTo,
  };
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function heldOf(told: FeedAppointment): HeldAppointment {
  const { appointmentId, serviceId, start, deskId, documentHash, locatorHash, codeHash, state, movedTo } = told;
  const held = { appointmentId, serviceId, startMs: Date.parse(start), deskId, documentHash, locatorHash, codeHash };
  if (state !== 'moved') return { ...held, state };
  // A row that does not say where to is of nobody's use here.
  if (movedTo === null) return { ...held, state: 'cancelled' };
  return { ...held, state, movedTo: { officeId: movedTo.officeId, startMs: Date.parse(movedTo.start) } };
}
