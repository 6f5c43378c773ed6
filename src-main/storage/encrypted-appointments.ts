import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AppointmentFeed, DOCUMENT_HASH_SCHEME, FeedAppointment } from '../contract/centre/appointments.ts';
import { TicketId } from '../contract/shared/ids.ts';
import { messageOf } from '../domain/result.ts';
import type { AppointmentMemory, EncryptionKeys, HeldAppointment, KeepingRules } from '../ports/appointments.ts';
import type { Clock } from '../ports/clock.ts';
import { type AppointmentRow, prepareAppointmentStatements } from './appointment-statements.ts';
import { openCheckInsHere } from './check-ins-here.ts';
import { decrypt, encrypt } from './encryption.ts';
import { guard, lastKnown } from './guard.ts';
import type { OutboxWriter } from './outbox-writer.ts';

/** The name of the key for what holds longer than a day. */
export const OFFICE_KEY_NAME = 'office';

/** What the centre's memory writes of appointments, inside its own transactions; what is at hand follows at `reload`. */
export interface EncryptedAppointments extends AppointmentMemory {
  /** What the office's profile lets lie on the disk; until then nothing may. */
  keepBy(rules: KeepingRules): void;
  /** Everything: what the feed does not name has ended. */
  keepFeed(feed: AppointmentFeed | undefined): void;
  keepAppointment(appointment: FeedAppointment): void;
  keepSettings(change: Partial<OfficeDetails>): void;
  /** The kiosk is another centre's, or nobody's: rows and keys are gone. */
  forget(): void;
  /**
   * Reads what is on disk; to be called after each write, and when the keys have come. `saved` is false when the disk did not take the
   * write: then nothing of it is held in memory either. False when some of what was told is not there and only the centre can tell it again.
   */
  reload(saved?: boolean): boolean;
  /**
   * To be called at a start, when the keys have come: what lies on the disk and may not, as an earlier program or another profile left it
   * there, goes with the copies made of it and every key that could open one, and the centre is to be asked anew. True when there was any.
   */
  wipeUnlessAllowed(): boolean;
  /** The centre has told all that is new. */
  upToDate(): void;
  /** Of the days that the centre tells of, those that lie on the disk: their keys are needed before; the office's key must be at hand. */
  wanted(days: readonly string[]): string[];
  /** Service days whose rows are on disk. */
  days(): readonly string[];
  /** Whether the centre has told of any day. */
  holdsAny(): boolean;
  /** Whether only all that the centre has to say tells who has come: `CheckInsHere.isInDoubt`. */
  isInDoubt(): boolean;
  /** Where appointments are held, once the office's key is at hand. */
  heldIn(): 'disk' | 'memory' | null;
  /**
   * The keys of days that are not held are gone, whatever kept them until now. To be called after `keepFeed` is on disk, and at a start;
   * never between the preparing of a day's key and its feed.
   */
  destroyOldKeys(): void;
}

const OfficeDetails = AppointmentFeed.pick({ keys: true, tokenKeys: true, formats: true, offices: true });
type OfficeDetails = z.infer<typeof OfficeDetails>;
const NO_DETAILS: OfficeDetails = { keys: [], tokenKeys: [], formats: [], offices: [] };
/** `isPartial`: some of what was told was held in memory alone, and is gone with the program. */
const DetailsOnDisk = OfficeDetails.extend({ isPartial: z.boolean().default(false) });
type DetailsOnDisk = z.infer<typeof DetailsOnDisk>;

/** What is held in memory alone. Replaced as a whole, so that a write that fails leaves it as it was. */
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
  /** Deletes the copies of the database. Throws what the disk says. */
  dropCopies: () => void;
  /** A copy that should be gone is still on disk, without a key that opens what it holds of appointments. */
  onCopyLeft: (detail: string) => void;
  /** A key is still on disk that should not be; it is tried again when a day ends, and at the next start. */
  onKeyLeft: (name: string, detail: string) => void;
}

const NOT_ON_DISK: KeepingRules = {
  days: 3,
  mayLieOnDisk: () => false,
  mayLieBeside: () => false,
  isKnownByNumber: () => true,
};

export function openEncryptedAppointments({
  database,
  outboxWriter,
  keys,
  clock,
  dropCopies,
  onCopyLeft,
  onKeyLeft,
}: EncryptedAppointmentsParts): EncryptedAppointments {
  const { rows, addDay, dropDay, dropDays, allDays, insert, remove, office, setOffice, setOver, forgetOver, askAnew } =
    prepareAppointmentStatements(database);
  const checkIns = openCheckInsHere(database);

  let rules = NOT_ON_DISK;
  let feed: readonly FeedAppointment[] = [];
  let settings: OfficeDetails = NO_DETAILS;
  let freshAtMs: number | null = null;
  let inMemory = NOTHING;
  /** What a write under way makes of it. */
  let draft: InMemory | null = null;

  const now = (): InMemory => draft ?? inMemory;
  function remember(change: Partial<InMemory>): void {
    draft = { ...now(), ...change };
  }

  const readOverTo = (): string => office.get()?.over_to ?? '';
  /** For whoever only looks: where the disk fails, what was read last. Whatever writes reads anew, and undoes itself where that fails. */
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

  /** The first day is the centre's today: a later one that is over here was ended by a clock that was wrong. */
  const endedTooEarly = ([today]: readonly string[]): boolean => today !== undefined && readOverTo() > today;
  function notOver(named: readonly string[]): string[] {
    const days = named.slice(0, rules.days);
    return endedTooEarly(days) ? days : days.filter((day) => day > readOverTo());
  }

  /** What cannot be read is as good as lost. */
  function readDetails(): DetailsOnDisk {
    const sealed = office.get()?.sealed ?? null;
    if (sealed === null) return { ...NO_DETAILS, isPartial: false };
    const key = keys.key(OFFICE_KEY_NAME);
    const read = DetailsOnDisk.safeParse(key && decrypt(key, OFFICE_KEY_NAME, sealed));
    return read.success ? read.data : { ...NO_DETAILS, isPartial: true };
  }

  /** Keys held in memory are newer than those on the disk; while there are none, the disk's hold, whatever may be written from now on. */
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

  /** Nothing of a day that is over or that nobody told of whole. Of a number, the hash that can be tried fast is not kept. */
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
      // What was at hand before stays so; whoever reads at a start asks the centre for the rest.
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
      // First: while the rows are there, a start that the power cuts here is made up for by the next.
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
      // What the log of the database still holds of them goes as well; `secure_delete` has overwritten them in the database.
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
    wanted: (days) => (isOnDisk() ? notOver(days) : []),
    days: daysOnDisk,
    isInDoubt: () => checkIns.isInDoubt(feed),
    holdsAny: () => daysOnDisk().length > 0 || inMemory.days.length > 0,
    heldIn: () => (officePlace() === null ? null : isOnDisk() ? 'disk' : 'memory'),
    destroyOldKeys() {
      const held = guard(() => allDays.all());
      // A key that is destroyed for a day that could not be read would take the day with it.
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
      // The rows first: a key without rows says nothing. Those of earlier days that the disk did not let go are tried again.
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

/** One hashed in another way says nothing here. */
const isKnownByNumber = ({ document }: FeedAppointment): boolean => document?.scheme === DOCUMENT_HASH_SCHEME;

function heldOf(appointment: FeedAppointment): HeldAppointment {
  const { appointmentId, serviceId, start, deskId, locatorHash, codeHash, state, movedTo, document } = appointment;
  const documentHash = isKnownByNumber(appointment) ? (document?.hash ?? null) : null;
  const held = { appointmentId, serviceId, startMs: Date.parse(start), deskId, documentHash, locatorHash, codeHash };
  if (state !== 'moved') return { ...held, state };
  // A row that does not say where to is of nobody's use here.
  if (movedTo === null) return { ...held, state: 'cancelled' };
  return { ...held, state, movedTo: { officeId: movedTo.officeId, startMs: Date.parse(movedTo.start) } };
}
