import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Change, ServicePause, SignedProfile, Snapshot } from '../contract/centre/configuration.ts';
import { Environment } from '../contract/shared/environment.ts';
import type { KioskEvent } from '../contract/shared/events.ts';
import { CityId, KioskId, OfficeId, PublicKey, type ServiceId, StoreEpoch } from '../contract/shared/ids.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { CentreMemory, Enrolment, SlotToTake } from '../ports/centre-memory.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { EncryptedAppointments } from './encrypted-appointments.ts';
import type { OutboxWriter, RecordEvent } from './outbox-writer.ts';
import { openProfileVersions } from './profile-versions.ts';

export interface CentreMemoryParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  appointments: EncryptedAppointments;
  clock: Clock;
  dayOf: (instantMs: number) => string;
}

interface CentreRow {
  kiosk_id: string | null;
  city_id: string | null;
  office_id: string | null;
  environment: string | null;
  store_epoch: string | null;
  centre_keys: string | null;
  key_since_ms: number | null;
  revoked: 0 | 1;
  tls_pin: string | null;
  etag: string | null;
  cursor: string | null;
  read_count: number;
  last_contact_ms: number | null;
  applied_version: number | null;
  release: string | null;
}

const EnrolmentRow = z.object({
  kioskId: KioskId,
  cityId: CityId,
  officeId: OfficeId,
  environment: Environment,
  storeEpoch: StoreEpoch,
  centreKeys: z.array(PublicKey).min(1),
  keySinceMs: z.number(),
});

export function openCentreMemory({
  database,
  outboxWriter,
  appointments,
  clock,
  dayOf,
}: CentreMemoryParts): CentreMemory {
  const read = database.prepare<[], CentreRow>('SELECT * FROM centre');
  const row = (): CentreRow => {
    const found = read.get();
    if (!found) throw new Error('the row of the centre is made by its migration');
    return found;
  };
  const versions = openProfileVersions(database);
  const pauses = database.prepare<[], { service_id: string; until_ms: number }>(
    'SELECT service_id, until_ms FROM service_pause ORDER BY service_id',
  );
  const pause = database.prepare('INSERT OR REPLACE INTO service_pause (service_id, until_ms) VALUES (?, ?)');
  const resume = database.prepare('DELETE FROM service_pause WHERE service_id = ?');
  const voidTicket = database.prepare('INSERT OR IGNORE INTO voided_ticket (ticket_id) VALUES (?)');
  const setEnrolment = database.prepare(
    `UPDATE centre SET kiosk_id = @kioskId, city_id = @cityId, office_id = @officeId, environment = @environment,
       store_epoch = @storeEpoch, centre_keys = @keys, key_since_ms = @keySinceMs, slot_to_take = @slot,
       incarnation_to_take = @incarnation,
       revoked = CASE WHEN @slot IS NULL THEN 0 ELSE revoked END, etag = NULL, cursor = NULL, read_count = 0, applied_version = NULL`,
  );
  const set = (column: string) => database.prepare(`UPDATE centre SET ${column} = ?`);
  const setPin = set('tls_pin');
  const setContact = set('last_contact_ms');
  const setKeySince = set('key_since_ms');
  const setCursor = set('cursor');
  const setEtag = set('etag');
  const setKeys = set('centre_keys');
  const setEpoch = set('store_epoch');
  const setRelease = set('release');
  const setApplied = set('applied_version');
  const countRead = database
    .prepare<[], number>('UPDATE centre SET read_count = read_count + 1 RETURNING read_count')
    .pluck();
  const raiseCount = database.prepare('UPDATE centre SET read_count = max(read_count, ?)');
  const forgetEnrolment = database.prepare(
    `UPDATE centre SET kiosk_id = NULL, city_id = NULL, office_id = NULL, environment = NULL, centre_keys = NULL,
       key_since_ms = NULL, slot_to_take = NULL, incarnation_to_take = NULL, revoked = 1, etag = NULL, cursor = NULL,
       applied_version = NULL`,
  );

  const write = (work: (record: RecordEvent) => void) =>
    outboxWriter.commit((record) => {
      work(record);
      return null;
    });
  /** What is at hand of appointments follows what is on disk. */
  function writeThenReload(work: (record: RecordEvent) => void): Result<null, StoreFailure> {
    const written = write(work);
    appointments.reload(written.ok);
    return written;
  }
  const addEvent = (record: RecordEvent, event: KioskEvent): void => {
    const atMs = clock.wallMs();
    record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) });
  };

  function forgetOffice(): void {
    versions.clear();
    appointments.forget();
    database.prepare('DELETE FROM service_pause').run();
    database.prepare('DELETE FROM voided_ticket').run();
  }

  function apply(change: Change): void {
    switch (change.kind) {
      case 'profile-published':
        versions.keep(change.profile);
        return;
      case 'service-paused':
        pause.run(change.pause.serviceId, Date.parse(change.pause.until));
        return;
      case 'service-resumed':
        resume.run(change.serviceId);
        return;
      case 'ticket-voided':
        voidTicket.run(change.ticketId);
        return;
      case 'appointment-changed':
        appointments.keepAppointment(change.appointment);
        return;
      case 'office-keys-changed':
        appointments.keepSettings({ keys: change.keys });
        return;
      case 'code-formats-changed':
        appointments.keepSettings({ formats: change.formats });
    }
  }

  return {
    enrolment() {
      const found = row();
      if (found.kiosk_id === null || found.revoked === 1) return null;
      const enrolment = EnrolmentRow.safeParse({
        kioskId: found.kiosk_id,
        cityId: found.city_id,
        officeId: found.office_id,
        environment: found.environment,
        storeEpoch: found.store_epoch,
        centreKeys: jsonOf(found.centre_keys),
        keySinceMs: found.key_since_ms,
      });
      return enrolment.success ? enrolment.data : null;
    },
    enrol: (enrolment: Enrolment, slot: SlotToTake | null) =>
      writeThenReload(() => {
        const { centreKeys, ...identity } = enrolment;
        setEnrolment.run({
          ...identity,
          keys: JSON.stringify(centreKeys),
          slot: slot?.slot ?? null,
          incarnation: slot?.incarnation ?? null,
        });
        forgetOffice();
      }),
    keyChanged: (atMs) => write(() => setKeySince.run(atMs)),
    isRevoked: () => row().revoked === 1,
    revoke: () =>
      writeThenReload(() => {
        forgetEnrolment.run();
        forgetOffice();
      }),

    tlsPin: () => row().tls_pin,
    keepTlsPin: (pin) => write(() => setPin.run(pin)),
    lastContactMs: () => row().last_contact_ms,
    keepLastContact: (atMs) => write(() => setContact.run(atMs)),
    nextReadCount(): Result<number, { kind: 'store-failed'; detail: string }> {
      const counted = outboxWriter.commit(() => countRead.get() ?? null);
      if (!counted.ok) return counted;
      const { value } = counted;
      return value === null ? refuse({ kind: 'store-failed', detail: 'no count' }) : { ok: true, value };
    },
    raiseReadCount: (above) => write(() => raiseCount.run(above)),

    cursor: () => row().cursor,
    etag: () => row().etag,
    serviceDay: () => dayOf(clock.wallMs()),
    keepSnapshot(snapshot: Snapshot, profiles, etag) {
      const written = writeThenReload(() => {
        forgetOfficeBut(profiles);
        appointments.keepFeed(snapshot.appointments);
        for (const kept of snapshot.pauses) pause.run(kept.serviceId, Date.parse(kept.until));
        for (const ticketId of snapshot.voided) voidTicket.run(ticketId);
        setKeys.run(JSON.stringify(snapshot.centreKeys));
        setCursor.run(snapshot.cursor);
        setEtag.run(etag);
      });
      if (written.ok) appointments.destroyOldKeys();
      return written;
    },
    keepChanges: (changes, cursor) =>
      writeThenReload(() => {
        for (const change of changes) apply(change);
        setCursor.run(cursor);
      }),
    holdsAppointments: () => appointments.holdsAny(),
    upToDate: () => appointments.upToDate(),
    forgetCursor: () =>
      write(() => {
        setCursor.run(null);
        setEtag.run(null);
      }),
    keepStoreEpoch: (storeEpoch) => write(() => setEpoch.run(storeEpoch)),
    release: () => row().release,
    keepRelease: (release) => write(() => setRelease.run(release)),

    pauses: (): readonly ServicePause[] =>
      pauses.all().map(({ service_id, until_ms }) => ({
        serviceId: service_id as ServiceId,
        until: new Date(until_ms).toISOString(),
      })),
    profilesFor: (serviceDay) => versions.holdingOn(serviceDay),
    versionFor: (serviceDay) => versions.newestOn(serviceDay),
    appliedVersion: () => row().applied_version,
    refuseProfile: (version, reason) =>
      write((record) => {
        if (!versions.refuse(version, reason)) return;
        addEvent(record, { type: 'profile-applied', v: 1, payload: { version, refused: reason } });
      }),
    profileApplied: (version) =>
      write((record) => {
        if (row().applied_version === version) return;
        setApplied.run(version);
        addEvent(record, { type: 'profile-applied', v: 1, payload: { version, refused: null } });
      }),
  };

  /** A snapshot is everything: what it does not name has ended. A refused version is not tried again for having come once more. */
  function forgetOfficeBut(profiles: readonly SignedProfile[]): void {
    database.prepare('DELETE FROM service_pause').run();
    database.prepare('DELETE FROM voided_ticket').run();
    for (const profile of profiles) versions.keep(profile);
  }
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
