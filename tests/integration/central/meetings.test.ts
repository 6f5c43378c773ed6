import { describe, expect, it, onTestFinished } from 'vitest';
import { lockOffice } from '../../../src-central/configuration/office-changes.ts';
import type { Database, Queries } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { at, channelAt } from '../../support/booking.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, tablesOf, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

async function begin() {
  const url = await postgres.newDatabase();
  const centre = await startTestCentre(url);
  const other = openPostgres(url, { connections: 3, onTrouble: () => {} });
  onTestFinished(() => other.close());
  return { centre, other };
}

/**
 * Opens a transaction that runs `take` and holds its locks until `letGo`. `letGo()` rolls the transaction back;
 * `letGo(end)` also runs `end` and commits the changes of both.
 */
async function hold(database: Database, take: (queries: Queries) => Promise<unknown>) {
  const isHeld = Promise.withResolvers<void>();
  const isOver = Promise.withResolvers<((queries: Queries) => Promise<unknown>) | null>();
  const held = database
    .transaction(async (queries) => {
      await take(queries);
      isHeld.resolve();
      const end = await isOver.promise;
      if (!end) throw new Error('let go');
      await end(queries);
    })
    .catch((error: Error) => expect(error.message).toBe('let go'));
  await isHeld.promise;
  return {
    async letGo(end: ((queries: Queries) => Promise<unknown>) | null = null) {
      isOver.resolve(end);
      await held;
    },
  };
}

const WAITING = `SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;

/** Resolves when `waiters` transactions wait for a lock, or when `orElse` has settled. */
async function waitFor(database: Database, waiters: number, orElse: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  orElse.then(end, end);
  while (!isOver && ((await database.query<{ n: number }>(WAITING))[0]?.n ?? 0) < waiters);
}

describe('uploads and changes that meet at the centre', () => {
  it('with a new profile of one office each make a version: the second counts on from the first', async () => {
    const { centre, other } = await begin();
    const office = officeAt(centre, OFFICE);
    await office.publish();
    const blocker = await hold(other, (queries) =>
      queries.query('SELECT 1 FROM office WHERE city_id = $1 AND office_id = $2 FOR UPDATE', [terrassa, OFFICE]),
    );
    const both = Promise.all([office.publish(), office.publish()]);
    await waitFor(other, 2, both);
    await blocker.letGo();
    expect((await both).toSorted()).toEqual([2, 3]);
  });

  it('with one number are both reported as a clash, even if neither was committed when the second arrived', async () => {
    const { centre, other } = await begin();
    const [one, two] = [await centre.enrol(1), await centre.enrol(2)];
    // The blocked insert is the last step of the first upload.
    const stream = [terrassa, one.kioskId, one.incarnation];
    const blocker = await hold(other, (queries) =>
      queries.query('INSERT INTO stream VALUES ($1, $2, $3, 0, 0)', stream),
    );
    const first = one.send([newEvents().issued(47)]);
    await waitFor(other, 1, first);
    const second = two.send([newEvents().issued(47)]);
    await waitFor(other, 2, second);
    await blocker.letGo();
    await Promise.all([first, second]);
    expect(await other.query('SELECT kind FROM alarm')).toEqual([{ kind: 'number-clash' }]);
  });

  it('are refused when their kiosk was revoked while they waited', async () => {
    const { centre, other } = await begin();
    const kiosk = await centre.enrol(1);
    const blocker = await hold(other, (queries) =>
      queries.query('SELECT 1 FROM kiosk_contact WHERE city_id = $1 FOR UPDATE', [terrassa]),
    );
    const upload = kiosk.upload([newEvents().issued(1)]);
    await waitFor(other, 1, upload);
    await blocker.letGo((queries) =>
      queries.query('UPDATE kiosk SET revoked_at = now() WHERE city_id = $1', [terrassa]),
    );
    expect(await upload).toMatchObject({ problem: 'kiosk-revoked', signedAtMs: centre.clock.ms });
    const left = await tablesOf(centre.database, ['event', 'ticket', 'quarantine']);
    expect(Object.values(left).map((rows) => rows.length)).toEqual([0, 0, 1]);
  });

  it('from one kiosk are processed one by one, so that an acknowledgement leaves out no event', async () => {
    const { centre, other } = await begin();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const blocker = await hold(other, (queries) =>
      queries.query('SELECT 1 FROM office WHERE city_id = $1 AND office_id = $2 FOR UPDATE', [terrassa, OFFICE]),
    );
    // Only an upload with a ticket takes the office's lock, so the first upload has one.
    const first = kiosk.send([make.issued(1)]);
    await waitFor(other, 1, first);
    const second = kiosk.send([make.next('note', {})]);
    await waitFor(other, 2, second);
    await blocker.letGo();
    await first;
    expect((await second).acknowledged).toEqual([{ epoch: 0, seq: 2 }]);
  });

  describe('while a check-in for an appointment is being stored', () => {
    /** Simulates an upload that has stored the check-in and holds the office's lock, but has not committed. */
    async function whileSomebodyComes(
      act: (web: Awaited<ReturnType<typeof channelAt>>) => Promise<{ problem: unknown }>,
    ) {
      const { centre, other } = await begin();
      const kiosk = await centre.enrol(1);
      await officeAt(centre, OFFICE).publish();
      const web = await channelAt(centre, 'web', OFFICE);
      const { appointmentId } = await web.book('W-1');
      const upload = await hold(other, (queries) =>
        lockOffice(queries, { cityId: terrassa, officeId: OfficeId.parse(OFFICE) }),
      );
      const acted = act(web);
      await waitFor(other, 1, acted);
      await upload.letGo((queries) =>
        queries.query(
          `INSERT INTO appointment_check_in VALUES ($1, gen_random_uuid(), $2, $3, $4, 'qr', 'cache', 'in-time', NULL, false,
             false, NULL, now(), false, now(), 0, 1, gen_random_uuid())`,
          [terrassa, kiosk.kioskId, OFFICE, appointmentId],
        ),
      );
      return { problem: (await acted).problem, now: (await web.read('W-1')).body };
    }

    it('a channel that changes it waits, reads it again, and is refused', async () => {
      const { problem, now } = await whileSomebodyComes((web) => web.put('W-1', { start: at(90) }));
      expect(problem).toBe('already-checked-in');
      expect(now).toMatchObject({ state: 'checked-in', start: at(60) });
    });

    it('a channel that cancels it waits, reads it again, and is refused', async () => {
      const { problem } = await whileSomebodyComes((web) => web.cancel('W-1'));
      expect(problem).toBe('already-checked-in');
    });
  });
});
