import { dirname } from 'node:path';
import { openHubIdentities } from '../calling/store/hub-identities.ts';
import { openLifeBook } from '../calling/store/life-book.ts';
import { openOfficeBook } from '../calling/store/office-book.ts';
import { openCentreMemory } from '../centre/store/centre-memory.ts';
import { openOrderMemory } from '../centre/store/order-memory.ts';
import { openOutbox } from '../centre/store/outbox.ts';
import { openUpdateMemory } from '../centre/store/update-memory.ts';
import type { EncryptionKeys } from '../check-in/ports/appointments.ts';
import { openEncryptedAppointments } from '../check-in/store/encrypted-appointments.ts';
import { succeed } from '../domain/result.ts';
import { openPauseMemory } from '../office/store/pause-memory.ts';
import type { Clock } from '../ports/clock.ts';
import { openServedMarks } from '../staff/store/served-marks.ts';
import { createBootName } from '../storage/boot-name.ts';
import type { OpenedStore } from '../storage/open-store.ts';
import { createOutboxWriter } from '../storage/outbox-writer.ts';
import { endMigrationCopies } from '../storage/set-aside.ts';
import { openCertainTime } from '../storage/time-floor.ts';
import type { KnownNumber } from '../tickets/rules/issue-number.ts';
import type { Anchor } from '../tickets/rules/time-label.ts';
import { openRaising, type RaiseNumbers } from '../tickets/store/raise-numbers.ts';
import { openSeriesNumbers } from '../tickets/store/series-numbers.ts';
import { openServiceDays } from '../tickets/store/service-day.ts';
import { createTicketStore } from '../tickets/store/ticket-store.ts';

export interface StoresParts {
  opened: OpenedStore;
  clock: Clock;
  dayOf: (instantMs: number) => string;
  /** The centre's time; `null` until the centre has answered since this program started or the machine last woke up. */
  anchor: () => Anchor | null;
  /** Total time the machine was suspended, in milliseconds, counted from an arbitrary moment; default: never suspended. */
  sleptMs?: (() => number) | undefined;
  configVersion: () => number | null;
  /** Keys for appointments; without keys no appointment is stored on disk. */
  encryptionKeys?: EncryptionKeys | undefined;
  onRecorded?: () => void;
  /** Called when a key that should be destroyed is still on disk; `name` is `''` if the list of keys cannot be read. */
  onKeyLeft: (name: string, detail: string) => void;
  /** Called when a backup of the database that should be deleted is still on disk. */
  onCopyLeft?: (detail: string) => void;
  onIndexMended: (detail: string) => void;
  /** Called when the centre or another kiosk reports a ticket of this kiosk's slot whose number this kiosk had not counted. */
  onRaised?: (last: KnownNumber) => void;
  /** Whether this kiosk may issue numbers: false if another kiosk of the office continues the numbers of this kiosk's slot. */
  mayCount?: (() => boolean) | undefined;
  makeRoom: () => boolean;
  onBroken: (detail: string) => void;
}

export type Stores = ReturnType<typeof openStores>;

const NO_KEYS: EncryptionKeys = {
  prepare: () => Promise.resolve(succeed(null)),
  place: () => null,
  key: () => null,
  names: () => succeed([]),
  destroy: () => succeed(null),
};

export function openStores(parts: StoresParts) {
  const { opened, clock, dayOf, anchor, configVersion, makeRoom, onBroken, onKeyLeft, onIndexMended } = parts;
  const { encryptionKeys: keys = NO_KEYS, sleptMs = () => 0, mayCount = () => true } = parts;
  const { onRecorded = () => {}, onCopyLeft = () => {}, onRaised = () => {} } = parts;
  const { database, journal, identity } = opened;
  const bootId = createBootName(sleptMs);
  const certainTime = openCertainTime(database, clock, anchor);
  const days = openServiceDays({ database, clock, anchor, dayOf, sleptMs, certainTime });
  const outboxWriter = createOutboxWriter({
    database,
    journal,
    identity,
    witness: () => ({
      bootId: bootId(),
      monoMs: Math.round(clock.monotonicMs()),
      trust: anchor() === null ? 'guess' : 'trusted',
    }),
    believedDay: () => days.read().serviceDay,
    onRecorded,
    makeRoom,
    onBroken,
    onIndexMended,
  });
  const slot = identity?.slot ?? null;
  const raising = openRaising({ slot, series: openSeriesNumbers(database), clock, readDay: days.read });
  const raise: RaiseNumbers = (known, record) => {
    const raised = raising(known, record);
    for (const number of raised) onRaised(number);
    return raised;
  };
  const appointments = openEncryptedAppointments({
    database,
    outboxWriter,
    keys,
    clock,
    onKeyLeft,
    onCopyLeft,
    dropCopies() {
      opened.backups.deleteAll();
      endMigrationCopies(dirname(database.name));
    },
  });
  return {
    store: createTicketStore({
      opened,
      outboxWriter,
      clock,
      dayOf,
      days,
      configVersion,
      onIndexMended,
      mayCount,
    }),
    outbox: openOutbox({ database, outboxWriter, bootId, clock, dayOf }),
    centre: openCentreMemory({ database, outboxWriter, appointments, raise, clock, dayOf, today: days }),
    appointments,
    pauses: openPauseMemory({ database, outboxWriter, clock, dayOf }),
    served: openServedMarks({ database, outboxWriter, clock, dayOf }),
    lives: openLifeBook({ database, outboxWriter, clock, dayOf }),
    officeBook: openOfficeBook({ database, outboxWriter, raise }),
    hubIdentities: openHubIdentities({ database, outboxWriter, clock, dayOf }),
    orders: openOrderMemory({ database, outboxWriter, clock, dayOf }),
    updates: openUpdateMemory({ database, outboxWriter, clock, dayOf }),
    certainTime,
  };
}
