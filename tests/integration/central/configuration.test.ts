import { describe, expect, it } from 'vitest';
import { CHANGES_KEPT_MS, lockOffice, recordChange } from '../../../src-central/configuration/office-changes.ts';
import { CONFIGURATION } from '../../../src-central/configuration/read-configuration.ts';
import type { Database } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { CENTRE } from '../../../src-central/replica-context.ts';
import { Change, profileSigningInput } from '../../../src-main/contract/centre/configuration.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey, verifyText } from '../../../src-main/signing/keys.ts';
import { profileOf } from '../../conformance/trial.ts';
import { officeAt, readerOf, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, START_MS, startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const place = { cityId: terrassa, officeId: OfficeId.parse(OFFICE) };

async function startOffice() {
  const url = await postgres.newDatabase();
  const signingKey = newSigningKey();
  const centre = await startTestCentre(url, { signingKey });
  const office = officeAt(centre, OFFICE);
  await office.publish();
  const kiosk = await centre.enrol(1);
  return { url, signingKey, centre, office, kiosk, reader: readerOf(kiosk) };
}

const kindsOf = (changes: readonly unknown[]) => changes.map((change) => Change.parse(change).kind);

describe('a change of an office', () => {
  it('committed late is not skipped by a cursor: later changes wait for it', async () => {
    const { centre, office, reader } = await startOffice();
    const { cursor } = await reader.snapshot(centre);
    const hasLock = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const late = centre.database.transaction(async (queries) => {
      await lockOffice(queries, place);
      await recordChange(
        queries,
        place,
        { kind: 'ticket-voided', content: { ticketId: crypto.randomUUID() } },
        START_MS,
      );
      hasLock.resolve();
      await mayCommit.promise;
    });
    await hasLock.promise;
    const next = office.pause();
    await expect.poll(async () => (await centre.database.query(WAITING)).length).toBe(1);
    const before = await reader.changesSince(centre, cursor);
    expect(before).toMatchObject({ changes: [], cursor, more: false });
    mayCommit.resolve();
    await Promise.all([late, next]);
    const after = await reader.changesSince(centre, before.cursor);
    expect(kindsOf(after.changes)).toEqual(['ticket-voided', 'service-paused']);
  });

  it('made while a snapshot is read is in the snapshot or comes after it, because the cursor is read first', async () => {
    const { url, signingKey, centre, kiosk } = await startOffice();
    const ticket = newEvents().issued(1);
    await kiosk.send([ticket]);
    const { ticketId } = ticket.payload as { ticketId: string };
    const database = openPostgres(url, { connections: 5, onTrouble: () => {} });
    let whileReading = async (): Promise<void> => {
      whileReading = () => Promise.resolve();
      expect((await centre.order('voidTicket', { ticketId })).status).toBe(204);
    };
    const slow: Database = {
      ...database,
      async query<Row>(sql: string, parameters?: readonly unknown[]) {
        const rows = await database.query<Row>(sql, parameters);
        if (sql === CONFIGURATION.voided) await whileReading();
        return rows;
      },
    };
    const replica = await startTestCentre(slow, { signingKey });
    const reader = readerOf(kiosk);
    const snapshot = await reader.snapshot(replica);
    const { changes } = await reader.changesSince(centre, snapshot.cursor);
    expect([snapshot.voided, changes]).toEqual([[], [{ kind: 'ticket-voided', ticketId }]]);
  });

  it('is read once and in order by a kiosk that polls while people change things at two replicas', async () => {
    const { url, signingKey, centre, office, reader } = await startOffice();
    const other = officeAt(await startTestCentre(url, { signingKey }), OFFICE);
    let { cursor } = await reader.snapshot(centre);
    const read: Change[] = [];
    const people = [office, other].map(async (person) => {
      for (let times = 0; times < 15; times += 1) {
        await person.pause();
        await person.publish();
      }
    });
    let isOver = false;
    const all = Promise.all(people).then(() => {
      isOver = true;
    });
    for (let isLast = false; !isLast; ) {
      isLast = isOver;
      const page = await reader.changesSince(centre, cursor);
      read.push(...page.changes.map((change) => Change.parse(change)));
      isLast &&= !page.more;
      cursor = page.cursor;
    }
    await all;
    const versions = read.flatMap((change) => (change.kind === 'profile-published' ? [change.profile.version] : []));
    expect(versions).toEqual(Array.from({ length: 30 }, (_, index) => index + 2));
    expect(read.filter(({ kind }) => kind === 'service-paused').length).toBe(30);
  });

  it('is kept for 90 days; an older cursor is refused, and a new snapshot continues', async () => {
    const { centre, office, reader } = await startOffice();
    const { cursor: old } = await reader.snapshot(centre);
    await office.pause();
    const { cursor: newer } = await reader.snapshot(centre);
    centre.clock.ms += CHANGES_KEPT_MS + 1;
    await office.pause();
    expect((await reader.changes(centre, old)).problem).toBe('cursor-gone');
    expect(kindsOf((await reader.changesSince(centre, newer)).changes)).toEqual(['service-paused']);
    const { cursor } = await reader.snapshot(centre);
    await office.resume();
    expect(kindsOf((await reader.changesSince(centre, cursor)).changes)).toEqual(['service-resumed']);
  });

  it('has no valid cursor at a centre restored from a backup', async () => {
    const { centre, reader } = await startOffice();
    const { cursor, storeEpoch } = await reader.snapshot(centre);
    await centre.database.query(CENTRE.renew, [new Date(START_MS).toISOString(), crypto.randomUUID()]);
    expect((await reader.changes(centre, cursor)).problem).toBe('cursor-gone');
    expect((await reader.snapshot(centre)).storeEpoch).not.toBe(storeEpoch);
  });

  it('comes in pages when there are many', async () => {
    const { centre, office, reader } = await startOffice();
    const { cursor } = await reader.snapshot(centre);
    for (let times = 0; times < 51; times += 1) await office.pause();
    const first = await reader.changesSince(centre, cursor);
    expect([first.changes.length, first.more]).toEqual([50, true]);
    const second = await reader.changesSince(centre, first.cursor);
    expect([second.changes.length, second.more]).toEqual([1, false]);
  });
});

describe('a profile', () => {
  it('is valid from its service day on, which begins at four in the morning', async () => {
    const { centre, office, reader } = await startOffice();
    await office.publish('2026-11-26');
    await office.publish('2026-12-24');
    const versions = async () => (await reader.snapshot(centre)).profiles.map(({ version }) => version);
    expect(await versions()).toEqual([1, 2, 3]);
    centre.clock.ms = Date.parse('2026-11-26T03:59:00+01:00');
    expect(await versions()).toEqual([1, 2, 3]);
    centre.clock.ms = Date.parse('2026-11-26T04:00:00+01:00');
    expect(await versions()).toEqual([2, 3]);
  });

  it('published for a later day replaces an earlier one from then on; of one day the newest is valid', async () => {
    const { centre, office, reader } = await startOffice();
    await office.publish('2026-11-20');
    await office.publish('2026-11-10');
    await office.publish('2026-11-20');
    expect((await reader.snapshot(centre)).profiles.map(({ version }) => version)).toEqual([4]);
  });

  it('is signed again once the centre no longer has the key that signed it', async () => {
    const { url, centre, reader } = await startOffice();
    const key = newSigningKey();
    const later = await startTestCentre(url, { signingKey: key });
    const [profile] = (await reader.snapshot(later)).profiles;
    if (!profile) throw new Error('the profile is gone');
    expect(profile.keyId).toBe(key.keyId);
    expect(verifyText(profileSigningInput(terrassa, profile), profile.signature, key.publicKey)).toBe(true);
    const [before] = (await reader.snapshot(centre)).profiles;
    expect(profile.document).toBe(before?.document);
  });

  it('invalid in itself is refused with the place of each fault, and makes no office', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const body = { profile: { officeId: 'nova', services: [] }, effectiveFrom: '2026-12-01' };
    const refused = await centre.order('publishProfile', { officeId: 'nova' }, body);
    expect([refused.status, refused.problem]).toEqual([422, 'invalid-profile']);
    const { errors } = refused.body as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/profile/name', '/profile/services']),
    );
    expect(await centre.database.query('SELECT 1 FROM office')).toEqual([]);
  });

  it('with a text that jsonb cannot hold is refused, and an older one blocks no snapshot of the city', async () => {
    const { centre, office, reader } = await startOffice();
    await officeAt(centre, 'biblioteca').publish();
    for (const name of ['Ajunta\0ment', 'Ajuntament \ud800']) {
      const body = { profile: profileOf(OFFICE, { name }), effectiveFrom: '2026-12-01' };
      const refused = await centre.order('publishProfile', { officeId: OFFICE }, body);
      expect([refused.status, refused.problem]).toEqual([422, 'invalid-profile']);
    }
    for (const stored of [OFFICE, 'biblioteca'])
      await centre.database.query('UPDATE profile_version SET document = $2 WHERE office_id = $1', [
        stored,
        JSON.stringify(profileOf(stored, { name: 'Una \0 i mitja \ud800' })),
      ]);
    expect((await reader.snapshot(centre)).profiles.map(({ version }) => version)).toEqual([1]);
    await office.publish();
    const { appointments } = await reader.snapshot(centre);
    expect(appointments?.offices.map(({ officeId }) => officeId)).toEqual([OFFICE, 'biblioteca']);
  });

  it('of an older version is checked again before it is published again', async () => {
    const { centre } = await startOffice();
    await centre.database.query(`UPDATE profile_version SET document = '{"services":[]}'`);
    const body = { copyOf: 1, effectiveFrom: '2026-12-01' };
    const refused = await centre.order('publishProfile', { officeId: OFFICE }, body);
    expect(refused.problem).toBe('invalid-profile');
  });
});

describe('a pause', () => {
  it('ends by itself, and the snapshot then has another ETag', async () => {
    const { centre, office, kiosk, reader } = await startOffice();
    await office.pause(new Date(centre.clock.ms + 60_000).toISOString());
    const read = (known: string) => reader.read(centre, kiosk.path('readSnapshot'), { 'if-none-match': known });
    const first = await read('""');
    expect((first.body as { pauses: unknown[] }).pauses).toEqual([
      { serviceId: SERVICE_ID, until: new Date(centre.clock.ms + 60_000).toISOString() },
    ]);
    const etag = first.headers.etag ?? '';
    expect([(await read(etag)).status, (await read(`W/${etag}, "another"`)).status]).toEqual([304, 304]);
    centre.clock.ms += 60_000;
    const after = await read(etag);
    expect([after.status, (after.body as { pauses: unknown[] }).pauses]).toEqual([200, []]);
  });

  it('ordered again replaces the previous one; both stay in the history', async () => {
    const { centre, office, reader } = await startOffice();
    await office.pause();
    centre.clock.ms += 1_000;
    const until = new Date(centre.clock.ms + 7_200_000).toISOString();
    await office.pause(until);
    expect((await reader.snapshot(centre)).pauses).toEqual([{ serviceId: SERVICE_ID, until }]);
    const history = await centre.database.query<{ resumed_at: string | null }>(
      'SELECT resumed_at FROM service_pause ORDER BY from_at',
    );
    expect(history.map(({ resumed_at }) => resumed_at)).toEqual([new Date(centre.clock.ms).toISOString(), null]);
  });

  it('into the past is refused; resuming a service that is not paused changes nothing', async () => {
    const { centre, office, reader } = await startOffice();
    const { cursor } = await reader.snapshot(centre);
    const params = { officeId: OFFICE, serviceId: SERVICE_ID };
    const until = new Date(centre.clock.ms).toISOString();
    expect((await centre.order('pauseService', params, { until })).problem).toBe('malformed-request');
    await office.resume();
    expect((await reader.changesSince(centre, cursor)).changes).toEqual([]);
  });
});

it('a person’s acts are recorded with who, when and what', async () => {
  const { centre, office, kiosk } = await startOffice();
  await office.pause();
  await office.resume();
  await centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'prova' });
  const acts = await centre.database.query<{ what: string; name: string; at: string }>(
    'SELECT what, token_name AS name, at FROM audit ORDER BY what',
  );
  const done = ['confirmEnrolment', 'pauseService', 'publishProfile', 'resumeService', 'revokeKiosk'];
  expect(acts.map(({ what }) => what)).toEqual(done);
  for (const { name, at } of acts) {
    expect(name).toBe('Montserrat Prova');
    expect(at).toBe(new Date(START_MS).toISOString());
  }
});

const WAITING = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
