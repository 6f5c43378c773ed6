import type { EncryptedAppointments } from '../../check-in/store/encrypted-appointments.ts';
import type { Change, SignedProfile, Snapshot } from '../../contract/centre/configuration.ts';
import type { KioskEvent } from '../../contract/shared/events.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { openProfileVersions, type ProfileVersions } from '../../office/store/profile-versions.ts';
import { openProposalRows, type ProposalRows } from '../../office/store/proposal-rows.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { lastKnown } from '../../storage/guard.ts';
import type { OutboxWriter, RecordEvent, ReportingParts } from '../../storage/outbox-writer.ts';
import type { SealedCode } from '../../technician/ports/technician.ts';
import { type NamedCodeRows, openNamedCodeRows } from '../../technician/store/named-codes.ts';
import type { ServiceDayReading } from '../../tickets/ports/service-day.ts';
import type { ServiceDay } from '../../tickets/rules/time-label.ts';
import type { RaiseNumbers } from '../../tickets/store/raise-numbers.ts';
import { openAskedColumns } from '../../tickets/store/ticket-rows.ts';
import type { CentreMemory, EndToState, Enrolment, ReplacedKiosk, SlotToTake } from '../ports/centre-memory.ts';
import { clashesIn, endIn, enrolmentIn, openCentreRow } from './centre-row.ts';
import { type CentreStatements, prepareCentreStatements } from './centre-statements.ts';
import { type OrderRows, openOrderRows } from './order-memory.ts';
import { openReplacedRow, type ReplacedRow } from './replaced-row.ts';

interface CentreMemoryParts extends ReportingParts {
  appointments: EncryptedAppointments;
  raise: RaiseNumbers;
  today: Pick<ServiceDayReading, 'now'>;
}

type Saved = Result<null, StoreFailure>;

interface Writing {
  statements: CentreStatements;
  versions: ProfileVersions;
  appointments: EncryptedAppointments;
  asked: ReturnType<typeof openAskedColumns>;
  orders: OrderRows;
  replaced: ReplacedRow;
  proposals: ProposalRows;
  codes: NamedCodeRows;
  write(work: (record: RecordEvent) => void): Saved;
  writeThenReload(work: (record: RecordEvent) => void): Saved;
}

/** Opening throws disk errors; the returned methods do not. */
export function openCentreMemory(parts: CentreMemoryParts): CentreMemory {
  const { database, outboxWriter, appointments } = parts;
  const write = (work: (record: RecordEvent) => void): Saved =>
    outboxWriter.commit((record) => {
      work(record);
      return null;
    });
  function writeThenReload(work: (record: RecordEvent) => void): Saved {
    const written = write(work);
    appointments.reload(written.ok);
    return written;
  }
  const writing: Writing = {
    statements: prepareCentreStatements(database),
    versions: openProfileVersions(database),
    appointments,
    asked: openAskedColumns(database),
    orders: openOrderRows(database),
    replaced: openReplacedRow(database),
    proposals: openProposalRows(database),
    codes: openNamedCodeRows(database),
    write,
    writeThenReload,
  };
  return {
    ...readings(parts, writing),
    ...enrolmentWrites(writing),
    ...contactWrites(writing, outboxWriter),
    ...configurationWrites(parts, writing),
    ...profileWrites(parts, writing),
    upToDate: () => appointments.upToDate(),
  };
}

function readings(
  { database, today }: CentreMemoryParts,
  { statements, versions, appointments, replaced, proposals }: Writing,
) {
  const row = lastKnown(openCentreRow(database));
  row();
  const pauses = lastKnown(() => statements.pauses.all(), []);
  const versionFor = lastKnown((serviceDay: ServiceDay) => versions.newestOn(serviceDay));
  versionFor(today.now().serviceDay);
  return {
    enrolment: () => enrolmentIn(row()),
    isRevoked: () => row().revoked === 1,
    wasReplaced: () => row().revoked === 1 && row().replaced === 1,
    endToState: () => endIn(row()),
    decidedProposals: lastKnown(() => proposals.all(), []),
    replaced: lastKnown(() => replaced.read(), null),
    tlsPin: () => row().tls_pin,
    lastContactMs: () => row().last_contact_ms,
    cursor: () => row().cursor,
    etag: () => row().etag,
    release: () => row().release,
    appliedVersion: () => row().applied_version,
    allowedVersion: () => row().allowed_version,
    serviceDay: () => today.now().serviceDay,
    holdsAppointments: () => appointments.holdsAny(),
    doubtsCheckIns: () => appointments.isInDoubt(),
    clashes: () => clashesIn(row()),
    pauses: () =>
      pauses().map(({ service_id, until_ms }) => ({
        serviceId: service_id as ServiceId,
        until: new Date(until_ms).toISOString(),
      })),
    profilesFor: lastKnown((day: ServiceDay): readonly SignedProfile[] => versions.holdingOn(day), []),
    versionFor,
  };
}

function forgetOffice({ statements, versions, appointments, codes }: Writing): void {
  versions.clear();
  codes.clear();
  appointments.forget();
  statements.clearPauses.run();
  statements.clearVoided.run();
}

function enrolmentWrites(writing: Writing) {
  const { statements, replaced, write, writeThenReload } = writing;
  return {
    enrol: (enrolment: Enrolment, slot: SlotToTake | null, old: ReplacedKiosk | null = null) =>
      writeThenReload(() => {
        const { centreKeys, ...identity } = enrolment;
        statements.setEnrolment.run({
          ...identity,
          keys: JSON.stringify(centreKeys),
          slot: slot?.slot ?? null,
          incarnation: slot?.incarnation ?? null,
        });
        replaced.keep(old);
        forgetOffice(writing);
      }),
    keyChanged: (atMs: number) => write(() => statements.setKeySince.run(atMs)),
    replacedSent: (events: number) => write(() => replaced.sent(events)),
    revoke: (isReplaced = false, end: EndToState | null = null) =>
      writeThenReload(() => {
        statements.forgetEnrolment.run({
          replaced: isReplaced ? 1 : 0,
          end: end === null ? null : JSON.stringify(end),
        });
        forgetOffice(writing);
      }),
    endStated: () => write(() => statements.setEnd.run(null)),
    keepStoreEpoch: (storeEpoch: string) => write(() => statements.setEpoch.run(storeEpoch)),
    keepRelease: (release: string) => write(() => statements.setRelease.run(release)),
  };
}

function contactWrites({ statements, write }: Writing, outboxWriter: OutboxWriter) {
  return {
    keepTlsPin: (pin: string) => write(() => statements.setPin.run(pin)),
    keepLastContact: (atMs: number) => write(() => statements.setContact.run(atMs)),
    nextReadCount(): Result<number, StoreFailure> {
      const counted = outboxWriter.commit(() => statements.countRead.get() ?? null);
      if (!counted.ok) return counted;
      const { value } = counted;
      return value === null
        ? refuse({ kind: 'store-failed', detail: 'the number of reads could not be stored' })
        : succeed(value);
    },
    raiseReadCount: (above: number) => write(() => statements.raiseCount.run(above)),
  };
}

function configurationWrites({ database, raise, clock }: CentreMemoryParts, writing: Writing) {
  const { statements, versions, appointments, asked, orders, proposals, codes, write, writeThenReload } = writing;
  const rowNow = lastKnown(openCentreRow(database));
  rowNow();
  return {
    /**
     * A snapshot is complete: a pause, voided ticket, clash, code or appointment that it does not contain has ended. A profile version that
     * was refused before is not tried again.
     */
    keepSnapshot(
      snapshot: Snapshot,
      profiles: readonly SignedProfile[],
      etag: string | null,
      sealed: readonly SealedCode[] | null = null,
    ): Saved {
      const written = writeThenReload((record) => {
        raise(snapshot.reached ?? [], record);
        statements.setClashes.run(JSON.stringify(snapshot.clashes ?? []));
        statements.clearPauses.run();
        statements.clearVoided.run();
        for (const profile of profiles) versions.keep(profile);
        for (const order of snapshot.orders ?? []) orders.put(order);
        for (const decided of snapshot.proposals ?? []) proposals.put(decided);
        if (sealed !== null) codes.replace(sealed, clock.wallMs());
        appointments.keepFeed(snapshot.appointments);
        for (const kept of snapshot.pauses) statements.pause.run(kept.serviceId, Date.parse(kept.until));
        for (const ticketId of snapshot.voided) statements.voidTicket.run(ticketId);
        for (const seen of snapshot.acknowledged ?? []) asked.acknowledge(seen);
        statements.setKeys.run(JSON.stringify(snapshot.centreKeys));
        statements.setAllowed.run(snapshot.allowedVersion ?? null);
        statements.setCursor.run(snapshot.cursor);
        statements.setEtag.run(etag);
      });
      if (written.ok) appointments.destroyOldKeys();
      return written;
    },
    /** Skips the write if nothing changed, because the centre also wakes kiosks for data they do not store. */
    keepChanges: (changes: readonly Change[], cursor: string, sealed: readonly SealedCode[] | null = null): Saved =>
      changes.length === 0 && cursor === rowNow().cursor
        ? succeed(null)
        : writeThenReload(() => {
            for (const change of changes) apply(change, writing);
            if (sealed !== null) codes.replace(sealed, clock.wallMs());
            statements.setCursor.run(cursor);
          }),
    forgetCodes: () =>
      write(() => {
        if (!codes.drop()) return;
        statements.setCursor.run(null);
        statements.setEtag.run(null);
      }),
    forgetCursor: () =>
      write(() => {
        statements.setCursor.run(null);
        statements.setEtag.run(null);
      }),
  };
}

function apply(change: Change, { statements, versions, appointments, asked, orders, proposals }: Writing): void {
  switch (change.kind) {
    case 'profile-published':
      versions.keep(change.profile);
      return;
    case 'service-paused':
      statements.pause.run(change.pause.serviceId, Date.parse(change.pause.until));
      return;
    case 'service-resumed':
      statements.resume.run(change.serviceId);
      return;
    case 'ticket-voided':
      statements.voidTicket.run(change.ticketId);
      return;
    case 'technician-codes-changed':
      // Nothing to do: `keepChanges` gets these codes, sealed, as a parameter, because the machine's key that seals them is read
      // asynchronously.
      return;
    case 'kiosk-revoked':
      // Nothing to do: `calling/machine/office-trust.ts` stores revocations with the other data about the office's kiosks, outside the
      // database.
      return;
    case 'staff-acknowledged':
      asked.acknowledge(change);
      return;
    case 'kiosk-ordered':
      orders.put(change.order);
      return;
    case 'proposal-decided':
      proposals.put(change.proposal);
      return;
    case 'version-allowed':
      statements.setAllowed.run(change.version);
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

function profileWrites({ database, clock, dayOf }: CentreMemoryParts, { statements, versions, write }: Writing) {
  const row = openCentreRow(database);
  const addEvent = (record: RecordEvent, event: KioskEvent): void => {
    const atMs = clock.wallMs();
    record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) });
  };
  return {
    refuseProfile: (version: number, reason: string) =>
      write((record) => {
        if (!versions.refuse(version, reason)) return;
        addEvent(record, { type: 'profile-applied', v: 1, payload: { version, refused: reason } });
      }),
    profileApplied: (version: number) =>
      write((record) => {
        if (row().applied_version === version) return;
        statements.setApplied.run(version);
        addEvent(record, { type: 'profile-applied', v: 1, payload: { version, refused: null } });
      }),
  };
}
