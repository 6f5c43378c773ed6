import { dirname } from 'node:path';
import type { KnownNumber } from '../domain/issue-number.ts';
import { succeed } from '../domain/result.ts';
import type { Anchor } from '../domain/time-label.ts';
import type { EncryptionKeys } from '../ports/appointments.ts';
import type { CentreMemory } from '../ports/centre-memory.ts';
import type { Clock } from '../ports/clock.ts';
import type { HubIdentities } from '../ports/hub-identities.ts';
import type { LifeBook } from '../ports/life-book.ts';
import type { OfficeBook } from '../ports/office-book.ts';
import type { OrderMemory } from '../ports/orders.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { PauseMemory } from '../ports/pauses.ts';
import type { ServedMarks } from '../ports/served-marks.ts';
import type { TicketStore } from '../ports/store.ts';
import type { UpdateMemory } from '../ports/updates.ts';
import { createBootName } from './boot-name.ts';
import { openCentreMemory } from './centre-memory.ts';
import { type EncryptedAppointments, openEncryptedAppointments } from './encrypted-appointments.ts';
import { openHubIdentities } from './hub-identities.ts';
import { openLifeBook } from './life-book.ts';
import { openOfficeBook } from './office-book.ts';
import type { OpenedStore } from './open-store.ts';
import { openOrderMemory } from './order-memory.ts';
import { openOutbox } from './outbox.ts';
import { createOutboxWriter } from './outbox-writer.ts';
import { openPauseMemory } from './pause-memory.ts';
import { openRaising, type RaiseNumbers } from './raise-numbers.ts';
import { openSeriesNumbers } from './series-numbers.ts';
import { openServedMarks } from './served-marks.ts';
import { openServiceDays } from './service-day.ts';
import { endMigrationCopies } from './set-aside.ts';
import { createTicketStore } from './ticket-store.ts';
import { type CertainTime, openCertainTime } from './time-floor.ts';
import { openUpdateMemory } from './update-memory.ts';

export interface StoresParts {
  opened: OpenedStore;
  clock: Clock;
  dayOf: (instantMs: number) => string;
  /** The centre's time, once received in this boot. */
  anchor: () => Anchor | null;
  /** Total suspended time of the machine, in milliseconds from any start; default: never suspended. */
  sleptMs?: () => number;
  configVersion?: () => number | null;
  /** Keys for appointments; without them none is stored on disk. */
  encryptionKeys?: EncryptionKeys;
  onRecorded?: () => void;
  /** A key that should be destroyed is still on disk; `''` if the disk cannot even list the keys. */
  onKeyLeft?: (name: string, detail: string) => void;
  /** A copy of the database that should be deleted is still on disk. */
  onCopyLeft?: (detail: string) => void;
  onIndexMended?: (detail: string) => void;
  /** Another source knows a ticket with a number that this kiosk had not counted. */
  onRaised?: (last: KnownNumber) => void;
  mayCount?: () => boolean;
  makeRoom: () => boolean;
  onBroken: (detail: string) => void;
}

export interface Stores {
  tickets: TicketStore;
  outbox: Outbox;
  centre: CentreMemory;
  appointments: EncryptedAppointments;
  pauses: PauseMemory;
  served: ServedMarks;
  lives: LifeBook;
  officeBook: OfficeBook;
  hubIdentities: HubIdentities;
  orders: OrderMemory;
  updates: UpdateMemory;
  certainTime: CertainTime;
}

const NO_KEYS: EncryptionKeys = {
  prepare: () => Promise.resolve(succeed(null)),
  place: () => null,
  key: () => null,
  names: () => succeed([]),
  destroy: () => succeed(null),
};

/** Opens everything that writes through the one connection and the one journal. */
export function openStores(parts: StoresParts): Stores {
  const { opened, clock, dayOf, anchor, configVersion = () => null, onRecorded = () => {}, makeRoom, onBroken } = parts;
  const { encryptionKeys: keys = NO_KEYS, onKeyLeft = () => {}, sleptMs = () => 0, onIndexMended = () => {} } = parts;
  const { onCopyLeft = () => {}, onRaised = () => {} } = parts;
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
    ...{ database, outboxWriter, keys, clock, onKeyLeft, onCopyLeft },
    dropCopies() {
      opened.backups.deleteAll();
      endMigrationCopies(dirname(database.name));
    },
  });
  return {
    tickets: createTicketStore({
      opened,
      outboxWriter,
      clock,
      dayOf,
      days,
      configVersion,
      onIndexMended,
      ...(parts.mayCount ? { mayCount: parts.mayCount } : {}),
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
