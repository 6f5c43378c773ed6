import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AppointmentFeed, DOCUMENT_HASH_SCHEME, FeedAppointment } from '../../contract/centre/appointments.ts';
import { TicketId } from '../../contract/shared/ids.ts';
import { messageOf, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { decrypt, encrypt } from '../../storage/encryption.ts';
import { guard, lastKnown } from '../../storage/guard.ts';
import type { OutboxWriter } from '../../storage/outbox-writer.ts';
import type { AppointmentMemory, EncryptionKeys, HeldAppointment, KeepingRules } from '../ports/appointments.ts';
import { openCheckInsHere } from './check-ins-here.ts';

/** Name of the key that encrypts data kept for more than a day. */
export const OFFICE_KEY_NAME = 'office';

/**
 * Stores the centre's appointments. The caller writes them inside its own transactions, and then calls `reload`, which updates the cache.
 */
export interface EncryptedAppointments extends AppointmentMemory {
  /** Sets the rules for storing appointments, from the profile. Before the first call no appointment may be on disk. */
  keepBy(rules: KeepingRules): void;
  /** Replaces all appointments by the appointments of the feed: an appointment missing there has ended. */
  keepFeed(feed: AppointmentFeed | undefined): void;
  keepAppointment(appointment: FeedAppointment): void;
  keepSettings(change: Partial<OfficeDetails>): void;
  /** Deletes rows and keys, because the kiosk has another centre, or none any more. */
  forget(): void;
  /**
   * Reads the cache from disk. The caller runs this after each write, and when the keys are loaded. `saved` is false if the write failed:
   * then memory is left unchanged too. Returns false if received data is missing and only the centre can send it again, or if the disk
   * cannot be read.
   */
  reload(saved?: boolean): boolean;
  /**
   * The caller runs this at start when the keys are loaded. If data on disk violates the rules, because an earlier program or profile wrote
   * it, the data is deleted with its backups and keys, and everything is requested from the centre. Returns true if there was such data.
   */
  wipeUnlessAllowed(): boolean;
  upToDate(): void;
  /** The caller runs this at start, for the rows on disk. */
  prepareKept(): Promise<Result<null, StoreFailure>>;
  /** Prepares the keys of the given days that will be stored on disk. The caller runs this before `keepFeed` with a feed of these days. */
  prepareDays(days: readonly string[]): Promise<Result<null, StoreFailure>>;
  days(): readonly string[];
  holdsAny(): boolean;
  /** Whether only a full snapshot shows who has checked in (`CheckInsHere.isInDoubt`). */
  isInDoubt(): boolean;
  /** The medium on which appointments are stored; `null` until the office's key is loaded. */
  heldIn(): 'disk' | 'memory' | null;
  /**
   * Destroys the keys of days that are no longer stored. The caller runs this after `keepFeed` is on disk, and at start; never between
   * `prepareDays` and `keepFeed`, because a new day's key would be destroyed.
   */
  destroyOldKeys(): void;
}

const OfficeDetails = AppointmentFeed.pick({ keys: true, tokenKeys: true, formats: true, offices: true });
type OfficeDetails = z.infer<typeof OfficeDetails>;
const NO_DETAILS: OfficeDetails = { keys: [], tokenKeys: [], formats: [], offices: [] };
/** `isPartial`: some received data was only in memory and is lost when the program ends. */
const DetailsOnDisk = OfficeDetails.extend({ isPartial: z.boolean().default(false) });
type DetailsOnDisk = z.infer<typeof DetailsOnDisk>;

/** Data kept only in memory. It is replaced as a whole, so that a failed write leaves it unchanged. */
interface InMemory {
  readonly days: readonly string[];
  readonly appointments: readonly FeedAppointment[];
  readonly keys: OfficeDetails['keys'];
}
const NOTHING: InMemory = { days: [], appointments: [], keys: [] };
const holdsAnyInMemory = ({ days, appointments, keys }: InMemory): boolean =>
  days.length + appointments.length + keys.length > 0;

export interface EncryptedAppointmentsParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  keys: EncryptionKeys;
  clock: Clock;
  /** Deletes the copies of the database. Throws disk errors. */
  dropCopies: () => void;
  /**
   * Runs when a copy of the database that should be deleted is still on disk. Its appointments are unreadable, because their keys no longer
   * exist.
   */
  onCopyLeft: (detail: string) => void;
  /** Runs when a key that should be destroyed is still on disk. This is retried when a day ends, and at the next start. */
  onKeyLeft: (name: string, detail: string) => void;
}

const NOT_ON_DISK: KeepingRules = {
  days: 3,
  mayLieOnDisk: () => false,
  mayLieBeside: () => false,
  isKnownByNumber: () => true,
};

interface AppointmentRow {
  appointment_id: string;
  service_day: string;
  sealed: Buffer;
}

export function openEncryptedAppointments({
  database,
  outboxWriter,
  keys,
  clock,
  dropCopies,
  onCopyLeft,
  onKeyLeft,
}: EncryptedAppointmentsParts): EncryptedAppointments {
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
  /** Makes the next request to the centre ask for a full snapshot. */
  const askAnew = database.prepare('UPDATE centre SET cursor = NULL, etag = NULL');
  const checkIns = openCheckInsHere(database);

  let rules = NOT_ON_DISK;
  let feed: readonly FeedAppointment[] = [];
  let settings: OfficeDetails = NO_DETAILS;
  let freshAtMs: number | null = null;
  let inMemory = NOTHING;
  /** The data as it will be after the write in progress; `null` while no write is in progress. */
  let draft: InMemory | null = null;

  const now = (): InMemory => draft ?? inMemory;
  function remember(change: Partial<InMemory>): void {
    draft = { ...now(), ...change };
  }

  const readOverTo = (): string => office.get()?.over_to ?? '';
  /**
   * `overTo` and `daysOnDisk` return the last value read if the disk fails, because they only serve to answer questions. A write reads the
   * database again and is rolled back on failure.
   */
  const overTo = lastKnown(readOverTo, '');
  const daysOnDisk = lastKnown(() => allDays.all(), []);
  const officePlace = () => keys.place(OFFICE_KEY_NAME);
  function isOnDisk(): boolean {
    const place = officePlace();
    return place !== null && rules.mayLieOnDisk(place);
  }
  const mayLieOnDisk = (appointment: FeedAppointment): boolean => {
    const place = keys.place(appointment.serviceDay);
    return isOnDisk() && place !== null && rules.mayLieOnDisk(place) && rules.mayLieBeside(appointment, place);
  };

  /** Whether a wrong clock has ended a day too early: this kiosk has ended a day after `today`, the first day that the centre names. */
  const endedTooEarly = ([today]: readonly string[]): boolean => today !== undefined && readOverTo() > today;
  function notOver(named: readonly string[]): string[] {
    const days = named.slice(0, rules.days);
    return endedTooEarly(days) ? days : days.filter((day) => day > readOverTo());
  }

  /** Data that cannot be read counts as lost. */
  function readDetails(): DetailsOnDisk {
    const sealed = office.get()?.sealed ?? null;
    if (sealed === null) return { ...NO_DETAILS, isPartial: false };
    const key = keys.key(OFFICE_KEY_NAME);
    const read = DetailsOnDisk.safeParse(key && decrypt(key, OFFICE_KEY_NAME, sealed));
    return read.success ? read.data : { ...NO_DETAILS, isPartial: true };
  }

  /**
   * Keys in memory are newer than keys on disk. Without keys in memory, the keys on disk are used, even if the rules no longer allow them
   * there.
   */
  function readSettings(): OfficeDetails {
    const { isPartial: _, ...details } = readDetails();
    const { keys: held } = now();
    return held.length > 0 ? { ...details, keys: held } : details;
  }

  function writeSettings(next: OfficeDetails): void {
    const key = keys.key(OFFICE_KEY_NAME);
    remember({ keys: isOnDisk() ? [] : next.keys });
    const onDisk: DetailsOnDisk = { ...next, keys: isOnDisk() ? next.keys : [], isPartial: holdsAnyInMemory(now()) };
    setOffice.run(key && encrypt(key, OFFICE_KEY_NAME, onDisk));
  }

  /**
   * Saves an appointment, but not `documentHash`, the fast hash of its document number. An appointment of a day that is over or not
   * completely cached is not saved.
   */
  function keepRow(received: FeedAppointment): void {
    const document = rules.isKnownByNumber(received) ? received.document : null;
    const appointment = { ...received, document, documentHash: null };
    const { appointmentId, serviceDay } = appointment;
    remove.run(appointmentId);
    if (appointment.state === 'checked-in') checkIns.heardCheckedIn(appointmentId);
    const others = now().appointments.filter((other) => other.appointmentId !== appointmentId);
    const onDisk = allDays.all().includes(serviceDay);
    const isHeld = serviceDay > readOverTo() && (onDisk || now().days.includes(serviceDay));
    const key = keys.key(serviceDay);
    if (isHeld && onDisk && key !== null && mayLieOnDisk(appointment)) {
      insert.run(appointmentId, serviceDay, encrypt(key, `${serviceDay} ${appointmentId}`, appointment));
      remember({ appointments: others });
    } else remember({ appointments: isHeld ? [...others, appointment] : others });
  }

  function readRow({ appointment_id, service_day, sealed }: AppointmentRow): FeedAppointment[] {
    const key = keys.key(service_day);
    const read = FeedAppointment.safeParse(key && decrypt(key, `${service_day} ${appointment_id}`, sealed));
    return read.success ? [read.data] : [];
  }

  function destroyKey(name: string): void {
    const destroyed = keys.destroy(name);
    if (!destroyed.ok) onKeyLeft(name, destroyed.error.detail);
  }

  function keyedDays(): readonly string[] {
    const names = keys.names();
    if (names.ok) return names.value.filter((name) => name !== OFFICE_KEY_NAME);
    onKeyLeft('', names.error.detail);
    return [];
  }

  function forget(): void {
    for (const name of new Set([...allDays.all(), ...keyedDays(), OFFICE_KEY_NAME])) destroyKey(name);
    dropDays.run('9999');
    setOffice.run(null);
    remember(NOTHING);
  }

  const heldDays = (): string[] => [...daysOnDisk().filter((day) => keys.key(day) !== null), ...now().days].toSorted();

  return {
    keepBy(next) {
      rules = next;
    },
    keepFeed(received) {
      const named = notOver(received?.days ?? []);
      if (endedTooEarly(named)) forgetOver.run();
      const onDisk = isOnDisk() ? named.filter((day) => keys.key(day) !== null) : [];
      for (const day of allDays.all()) if (!onDisk.includes(day)) dropDay.run(day);
      for (const day of onDisk) addDay.run(day);
      for (const { appointment_id } of rows.all()) remove.run(appointment_id);
      remember({ ...NOTHING, days: isOnDisk() ? [] : named });
      for (const appointment of received?.appointments ?? []) keepRow(appointment);
      writeSettings(received ? OfficeDetails.parse(received) : NO_DETAILS);
    },
    keepAppointment(appointment) {
      keepRow(appointment);
      writeSettings(readSettings());
    },
    keepSettings: (change) => writeSettings({ ...readSettings(), ...change }),
    forget,
    reload(saved = true) {
      if (saved && draft !== null) inMemory = draft;
      draft = null;
      const found = guard(() => ({ settings: readSettings(), details: readDetails(), onDisk: rows.all() }));
      // The previous cache stays. At a start the caller then requests everything from the centre.
      if (!found.ok) return false;
      const { details, onDisk } = found.value;
      settings = found.value.settings;
      const read = onDisk.flatMap(readRow);
      feed = [...read, ...inMemory.appointments];
      return read.length === onDisk.length && (!details.isPartial || holdsAnyInMemory(inMemory));
    },
    wipeUnlessAllowed() {
      if (officePlace() === null) return false;
      const onDisk = rows.all();
      const isClean =
        onDisk.flatMap(readRow).every((row) => row.documentHash === null && mayLieOnDisk(row)) &&
        (isOnDisk() || (allDays.all().length === 0 && keyedDays().length === 0 && readDetails().keys.length === 0));
      if (isClean) return false;
      // The copies are deleted before the rows: after a power cut the rows still exist, and the next start repeats the deletion.
      try {
        dropCopies();
      } catch (error) {
        onCopyLeft(messageOf(error));
      }
      const forgotten = outboxWriter.commit(() => {
        forget();
        askAnew.run();
        return null;
      });
      // Truncating also empties the write-ahead log; `secure_delete` has overwritten the rows in the database.
      const emptied = guard(() => database.pragma('wal_checkpoint(TRUNCATE)'));
      for (const done of [forgotten, emptied]) if (!done.ok) onCopyLeft(done.error.detail);
      inMemory = NOTHING;
      draft = null;
      feed = [];
      settings = NO_DETAILS;
      return true;
    },
    upToDate() {
      freshAtMs = clock.monotonicMs();
    },
    async prepareKept() {
      const days = guard(daysOnDisk);
      const prepared = await keys.prepare([OFFICE_KEY_NAME, ...(days.ok ? days.value : [])]);
      return prepared.ok && !days.ok ? days : prepared;
    },
    async prepareDays(days) {
      const office = await keys.prepare([OFFICE_KEY_NAME]);
      if (!office.ok) return office;
      const wanted = guard(() => (isOnDisk() ? notOver(days) : []));
      return wanted.ok ? keys.prepare(wanted.value) : wanted;
    },
    days: daysOnDisk,
    isInDoubt: () => checkIns.isInDoubt(feed),
    holdsAny: () => daysOnDisk().length > 0 || inMemory.days.length > 0,
    heldIn: () => (officePlace() === null ? null : isOnDisk() ? 'disk' : 'memory'),
    destroyOldKeys() {
      const held = guard(() => allDays.all());
      // If the days cannot be read, no key is destroyed, because the key of a stored day could be among them.
      if (held.ok) for (const day of keyedDays()) if (!held.value.includes(day)) destroyKey(day);
    },
    held() {
      const byNumber = new Set(feed.filter(isKnownByNumber).map(({ keyNo }) => keyNo));
      return {
        appointments: checkIns.held(feed, heldOf),
        days: heldDays(),
        ageMs: freshAtMs === null ? null : clock.monotonicMs() - freshAtMs,
        ...settings,
        documentKeys: settings.keys.filter(({ keyNo }) => byNumber.has(keyNo)),
      };
    },
    ticketOf: (appointmentId) =>
      guard(() => {
        const inFeed = feed.find((appointment) => appointment.appointmentId === appointmentId);
        const found = TicketId.safeParse(checkIns.ticketOf(appointmentId, inFeed));
        return found.success ? found.data : null;
      }),
    endDay(serviceDay) {
      const over = daysOnDisk().filter((day) => day <= serviceDay);
      const ended = outboxWriter.commit(() => {
        dropDays.run(serviceDay);
        checkIns.drop(serviceDay);
        setOver.run(serviceDay);
        return null;
      });
      // The rows were deleted first, because a key without rows reveals nothing. Earlier keys that the disk refused to delete are tried
      // again.
      for (const day of new Set([...over, ...keyedDays()])) if (day <= serviceDay) destroyKey(day);
      feed = feed.filter((kept) => kept.serviceDay > serviceDay);
      inMemory = {
        ...inMemory,
        days: inMemory.days.filter((day) => day > serviceDay),
        appointments: inMemory.appointments.filter((kept) => kept.serviceDay > serviceDay),
      };
      return ended;
    },
    overTo,
  };
}

/** Whether the appointment can be found by a document number; hashes of another scheme cannot be compared. */
const isKnownByNumber = ({ document }: FeedAppointment): boolean => document?.scheme === DOCUMENT_HASH_SCHEME;

function heldOf(appointment: FeedAppointment): HeldAppointment {
  const { appointmentId, serviceId, start, deskId, locatorHash, codeHash, state, movedTo, document } = appointment;
  const documentHash = isKnownByNumber(appointment) ? (document?.hash ?? null) : null;
  const held = { appointmentId, serviceId, startMs: Date.parse(start), deskId, documentHash, locatorHash, codeHash };
  if (state !== 'moved') return { ...held, state };
  // A moved appointment whose new place is unknown is treated as cancelled.
  if (movedTo === null) return { ...held, state: 'cancelled' };
  return { ...held, state, movedTo: { officeId: movedTo.officeId, startMs: Date.parse(movedTo.start) } };
}
