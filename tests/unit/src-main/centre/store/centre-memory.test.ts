import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Enrolment } from '../../../../../src-main/centre/ports/centre-memory.ts';
import { SignedProfile, Snapshot } from '../../../../../src-main/contract/centre/configuration.ts';
import { OfficeId, ServiceId } from '../../../../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../../../../src-main/signing/keys.ts';
import { createTechnicianStore } from '../../../../../src-main/technician/store/technician-store.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { serviceDay } from '../../../../support/service-day.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { testEnrolment } from '../../../../support/test-enrolment.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');
const { publicKey, keyId } = newSigningKey();

const enrolment = (): Enrolment =>
  testEnrolment({ officeId: OfficeId.parse('oac-dido'), centreKeys: [publicKey], keySinceMs: NOON_MS });

const profile = (version: number, effectiveFrom: string, document = `{"v":${version}}`): SignedProfile =>
  SignedProfile.parse({ officeId: 'oac-dido', version, effectiveFrom, document, keyId, signature: 'A'.repeat(86) });

const snapshot = (change: Partial<Record<keyof Snapshot, unknown>> = {}): Snapshot =>
  Snapshot.parse({
    officeId: 'oac-dido',
    profiles: [],
    pauses: [],
    voided: [],
    cursor: '10',
    storeEpoch: randomUUID(),
    centreKeys: [publicKey],
    ...change,
  });

const empadronament = ServiceId.parse('empadronament');
const UNTIL = '2026-11-25T13:00:00.000Z';

function open(data = temporaryFolder()) {
  const clock = createManualClock(NOON_MS);
  const kept = openTestStore(data, clock);
  const appliedEvents = () =>
    kept.opened.database.prepare("SELECT payload FROM event WHERE type = 'profile-applied'").pluck().all();
  return { ...kept, memory: kept.centre, data, appliedEvents };
}

function enrolled() {
  const kept = open();
  kept.memory.enrol(enrolment(), null);
  return kept;
}

describe('what a kiosk remembers of its centre', () => {
  test('includes its enrolment, also after a restart', () => {
    const { memory, data, close } = open();
    expect(memory.enrolment()).toBeNull();
    const who = enrolment();
    memory.enrol(who, null);
    close();
    expect(open(data).memory.enrolment()).toEqual(who);
  });

  test('is its last reading while the database fails, and no reading throws', () => {
    const { memory, appointments, opened } = open();
    const who = enrolment();
    memory.enrol(who, null);
    memory.keepSnapshot(
      snapshot({ pauses: [{ serviceId: empadronament, until: UNTIL }] }),
      [profile(1, '2026-11-20')],
      '"1"',
    );
    const readAll = () => ({
      enrolment: memory.enrolment(),
      known: [memory.isRevoked(), memory.tlsPin(), memory.lastContactMs(), memory.release(), memory.appliedVersion()],
      place: [memory.cursor(), memory.etag(), memory.holdsAppointments()],
      pauses: memory.pauses(),
      profiles: memory.profilesFor(serviceDay('2026-11-25')),
      version: memory.versionFor(serviceDay('2026-11-25')),
      held: appointments.held(),
      over: [appointments.overTo(), appointments.days()],
    });
    const before = readAll();
    expect(before).toMatchObject({ enrolment: who, place: ['10', '"1"', false], version: 1 });
    for (const table of [
      'centre',
      'service_pause',
      'profile_version',
      'appointment_office',
      'appointment_day',
      'check_in',
    ])
      opened.database.exec(`DROP TABLE ${table}`);
    expect(readAll()).toEqual(before);
    expect(memory.forgetCursor()).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    expect(appointments.reload()).toBe(false);
    expect(readAll()).toEqual(before);
  });

  test('is the whole last snapshot, and nothing of the earlier one', () => {
    const { memory } = enrolled();
    memory.keepSnapshot(snapshot({ pauses: [{ serviceId: 'cita', until: UNTIL }] }), [], '"1"');
    memory.keepSnapshot(snapshot({ pauses: [{ serviceId: empadronament, until: UNTIL }], cursor: '11' }), [], '"2"');
    expect(memory.pauses()).toEqual([{ serviceId: empadronament, until: UNTIL }]);
    expect([memory.cursor(), memory.etag()]).toEqual(['11', '"2"']);
  });

  test('changes together with the cursor, or not at all', () => {
    const { memory, opened } = enrolled();
    memory.keepSnapshot(snapshot(), [], null);
    memory.keepChanges([{ kind: 'service-paused', pause: { serviceId: empadronament, until: UNTIL } }], '11');
    expect([memory.pauses().length, memory.cursor()]).toEqual([1, '11']);
    opened.database.exec("CREATE TRIGGER no BEFORE INSERT ON voided_ticket BEGIN SELECT raise(ABORT, 'no'); END");
    const ticketId = randomUUID();
    expect(
      memory.keepChanges(
        [
          { kind: 'service-resumed', serviceId: empadronament },
          { kind: 'ticket-voided', ticketId },
        ],
        '13',
      ).ok,
    ).toBe(false);
    expect([memory.pauses().length, memory.cursor()]).toEqual([1, '11']);
  });

  test('is not written again without news', () => {
    const { memory, opened } = enrolled();
    memory.keepSnapshot(snapshot(), [], null);
    opened.database.exec("CREATE TRIGGER no BEFORE UPDATE ON centre BEGIN SELECT raise(ABORT, 'no'); END");
    expect(memory.keepChanges([], '11').ok).toBe(false);
    expect(memory.keepChanges([], '10').ok).toBe(true);
    opened.database.exec('DROP TRIGGER no');
    memory.keepChanges([], '11');
    expect(memory.cursor()).toBe('11');
  });

  test('has a count of reads that only rises, and jumps if the centre has counted further', () => {
    const { memory, data, close } = open();
    const count = () => {
      const next = memory.nextReadCount();
      return next.ok ? next.value : 0;
    };
    expect([count(), count()]).toEqual([1, 2]);
    memory.raiseReadCount(40);
    memory.raiseReadCount(7);
    expect(count()).toBe(41);
    close();
    expect(open(data).memory.nextReadCount()).toEqual({ ok: true, value: 42 });
  });

  test('is deleted by a revocation, except for the events', () => {
    const { memory, outbox } = enrolled();
    memory.keepSnapshot(
      snapshot({ pauses: [{ serviceId: empadronament, until: UNTIL }] }),
      [profile(1, '2026-01-01')],
      '"1"',
    );
    memory.revoke();
    expect(memory.isRevoked()).toBe(true);
    expect([memory.enrolment(), memory.cursor(), memory.versionFor(serviceDay('2026-11-25'))]).toEqual([
      null,
      null,
      null,
    ]);
    expect(memory.pauses()).toEqual([]);
    expect(outbox.counts()).toMatchObject({ ok: true, value: { unsent: 1 } });
  });
});

describe('the profile in effect', () => {
  const versionsOn = (memory: ReturnType<typeof open>['memory'], day: string) =>
    memory.profilesFor(serviceDay(day)).map(({ version }) => version);

  test('is the profile that took effect last, and of one day the newest', () => {
    const { memory } = enrolled();
    const profiles = [
      profile(1, '2026-01-01'),
      profile(2, '2026-12-01'),
      profile(3, '2026-11-20'),
      profile(4, '2026-11-20'),
    ];
    memory.keepSnapshot(snapshot(), profiles, null);
    expect(versionsOn(memory, '2025-12-31')).toEqual([]);
    expect(versionsOn(memory, '2026-11-25')).toEqual([4, 3, 1]);
    expect(versionsOn(memory, '2026-12-01')).toEqual([2, 4, 3, 1]);
    expect(memory.versionFor(serviceDay('2026-11-25'))).toBe(4);
  });

  test('is never a refused profile, and the refusal is reported to the centre once', () => {
    const { memory, appliedEvents } = enrolled();
    memory.keepSnapshot(snapshot(), [profile(1, '2026-01-01'), profile(2, '2026-01-01')], null);
    memory.refuseProfile(2, 'name: missing');
    memory.keepSnapshot(snapshot(), [profile(2, '2026-01-01')], null);
    memory.refuseProfile(2, 'name: missing');
    expect(memory.versionFor(serviceDay('2026-11-25'))).toBe(1);
    memory.profileApplied(1);
    memory.profileApplied(1);
    expect(appliedEvents()).toEqual(['{"version":2,"refused":"name: missing"}', '{"version":1,"refused":null}']);
  });

  test('may be tried again if the same version comes with another document', () => {
    const { memory } = enrolled();
    memory.keepSnapshot(snapshot(), [profile(2, '2026-01-01')], null);
    memory.refuseProfile(2, 'name: missing');
    memory.keepSnapshot(snapshot(), [profile(2, '2026-01-01', '{"other":true}')], null);
    expect(memory.versionFor(serviceDay('2026-11-25'))).toBe(2);
  });

  test('stays the profile in use when the clock goes back before its day', () => {
    const { memory } = enrolled();
    memory.keepSnapshot(snapshot(), [profile(1, '2026-01-01'), profile(2, '2026-11-20')], null);
    memory.profileApplied(2);
    expect(memory.versionFor(serviceDay('1970-01-01'))).toBe(2);
  });
});

describe('codes of named persons', () => {
  const code = { codeId: randomUUID(), role: 'technician', starts: '47', untilMs: NOON_MS + 1_000, sealed: 'sealed' };
  function withCode() {
    const kept = enrolled();
    const technician = createTechnicianStore(kept.opened.database);
    kept.memory.keepSnapshot(snapshot(), [], '"1"', [code]);
    const ids = () => {
      const all = technician.named.all();
      return all.ok ? all.value.map(({ codeId }) => codeId) : null;
    };
    const isClosed = () => technician.named.kiosk();
    return { ...kept, technician, ids, isClosed };
  }

  test('stay while a centre of the previous release does not mention them, and are replaced by the next list', () => {
    const { memory, ids } = withCode();
    expect(ids()).toEqual([code.codeId]);
    memory.keepSnapshot(snapshot({ cursor: '11' }), [], '"2"');
    memory.keepChanges([], '12');
    expect(ids()).toEqual([code.codeId]);
    const other = { ...code, codeId: randomUUID() };
    memory.keepChanges([{ kind: 'technician-codes-changed', codes: [] }], '13', [other]);
    expect(ids()).toEqual([other.codeId]);
    memory.keepSnapshot(snapshot({ technicianCodes: [] }), [], '"3"', []);
    expect(ids()).toEqual([]);
  });

  test('keep their failed tries when the centre sends them again', () => {
    const { memory, technician } = withCode();
    technician.named.countTry(code.codeId);
    memory.keepSnapshot(snapshot(), [], '"2"', [code]);
    expect(technician.named.all()).toMatchObject({ value: [{ failures: 1 }] });
  });

  test('end with the enrolment, and a revoked kiosk takes its PIN again', () => {
    const { memory, ids, isClosed } = withCode();
    expect(isClosed()).toMatchObject({ value: { isPinClosed: true } });
    memory.revoke();
    expect(ids()).toEqual([]);
    expect(isClosed()).toMatchObject({ value: { isPinClosed: false } });
  });

  test('are asked for again once the machine’s key is lost, and the PIN stays closed', () => {
    const { memory, ids, isClosed } = withCode();
    expect(memory.forgetCodes().ok).toBe(true);
    expect([ids(), memory.cursor(), memory.etag()]).toEqual([[], null, null]);
    expect(isClosed()).toMatchObject({ value: { isPinClosed: true } });
  });
});
