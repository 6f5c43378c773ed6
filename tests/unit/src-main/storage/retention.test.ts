import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  CityId,
  KioskId,
  OfficeId,
  RequestId,
  ServiceId,
  StoreEpoch,
  TicketId,
} from '../../../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS } from '../../../../src-main/contract/shared/retention.ts';
import { addDays } from '../../../../src-main/domain/calendar-day.ts';
import { openRetention } from '../../../../src-main/storage/retention.ts';
import type { RetentionNow } from '../../../../src-main/storage/retention-now.ts';
import { createDayOf } from '../../../../src-main/tickets/rules/time-label.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import type { StoreWishes } from '../../../support/store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');
const DAY_MS = 86_400_000;
const KEPT_MS = DEFAULT_TERMS['turn-copy'] * DAY_MS;
const dayOf = createDayOf('Europe/Madrid');

/** A store whose clock starts in 1970, as after a dead battery. */
function open(data = temporaryFolder(), clock = createManualClock(0), wishes: StoreWishes = {}) {
  const kept = openTestStore(data, clock, 1, wishes);
  const { store, outbox, opened } = kept;
  function print(): RequestId {
    const requestId = RequestId.parse(randomUUID());
    const ticketId = TicketId.parse(randomUUID());
    const serviceId = ServiceId.parse('empadronament');
    store.issue({
      ticketId,
      requestId,
      series: 'A',
      serviceId,
      visitType: 'walk-in',
      language: 'ca',
      followToken: null,
    });
    store.recordPrint(ticketId, { job: { state: 'printed', cause: null } });
    return requestId;
  }
  const knows = (requestId: RequestId): boolean => {
    const found = store.findByRequest(requestId);
    return found.ok && found.value !== null;
  };
  const waiting = () => {
    const events = outbox.next(200);
    return events.ok ? events.value.map(({ wire }) => wire?.type ?? null) : null;
  };
  const settleAll = () => {
    const events = outbox.next(200);
    outbox.settle(events.ok ? events.value : [], []);
  };
  const enrol = () =>
    kept.centre.enrol(
      {
        kioskId: KioskId.parse(randomUUID()),
        cityId: CityId.parse('terrassa'),
        officeId: OfficeId.parse('demostracio'),
        environment: 'test',
        storeEpoch: StoreEpoch.parse(randomUUID()),
        centreKeys: [],
        keySinceMs: 0,
      },
      null,
    );
  /** The time by the centre's clock. */
  const now = (nowMs = clock.wallMs()): RetentionNow => {
    const today = dayOf(nowMs);
    return { nowMs, today, firstKept: (days) => addDays(today, -days), hasWorked: () => true };
  };
  /** Retention with a journal that reaches back only this far: the earlier days are deleted. */
  const prune = (oldest: { epoch: number; seq: number } | null, nowMs?: number) =>
    openRetention(opened.database, { ...opened.journal, oldest: () => oldest })(now(nowMs), DEFAULT_TERMS);
  const pruneByJournal = () => openRetention(opened.database, opened.journal)(now(), DEFAULT_TERMS);
  const lastSeq = () => opened.database.prepare<[], number>('SELECT last_seq FROM kiosk').pluck().get() ?? 0;
  return { ...kept, clock, data, print, knows, waiting, settleAll, enrol, prune, pruneByJournal, lastSeq };
}

test('events of a kiosk whose clock showed 1970 are sent once it is right, and not deleted before', () => {
  const { enrol, print, clock, waiting, prune, settleAll, knows } = open();
  enrol();
  const early = print();
  clock.setWall(NOON_MS);
  print();
  prune({ epoch: 1, seq: 3 });
  expect(waiting()).toEqual(['slot-given', 'ticket-issued', 'ticket-issued']);
  settleAll();
  prune({ epoch: 1, seq: 3 });
  expect(knows(early)).toBe(false);
});

test('a ticket dated 1970 that the journal still has is not damage at the next start', () => {
  const first = open();
  const early = first.print();
  first.clock.setWall(NOON_MS);
  first.print();
  first.pruneByJournal();
  first.close();
  const again = open(first.data, first.clock);
  expect(again.opened.finding).toEqual({ kind: 'store-clean' });
  expect(again.knows(early)).toBe(true);
});

test('a ticket dated 1970 among those of these days stays, with its slip', () => {
  const { print, clock, prune, knows, opened, lastSeq } = open(temporaryFolder(), createManualClock(NOON_MS));
  print();
  clock.setWall(0);
  const during = print();
  clock.setWall(NOON_MS);
  print();
  prune({ epoch: 1, seq: lastSeq() });
  expect(knows(during)).toBe(true);
  expect(opened.database.prepare('SELECT count(*) FROM paper_job').pluck().get()).toBe(3);
});

test('events, slips and tickets older than the term are deleted together, and numbers are not given again', () => {
  const { print, clock, prune, knows, opened, waiting, lastSeq } = open(temporaryFolder(), createManualClock(NOON_MS));
  const old = print();
  clock.advance(KEPT_MS + DAY_MS);
  const young = print();
  prune({ epoch: 1, seq: lastSeq() });
  expect([knows(old), knows(young)]).toEqual([false, true]);
  expect(waiting()).toEqual(['ticket-issued']);
  expect(opened.database.prepare('SELECT count(*) FROM paper_job').pluck().get()).toBe(1);
  expect(opened.database.prepare('SELECT count(*) FROM counter').pluck().get()).toBeGreaterThan(0);
});

test('an event dated 2040 does not protect later ones, and counts as no newer than its neighbours', () => {
  const { print, clock, prune, knows, lastSeq } = open(temporaryFolder(), createManualClock(NOON_MS));
  const old = print();
  clock.setWall(Date.parse('2040-01-01T00:00:00Z'));
  print();
  clock.setWall(NOON_MS);
  const older = print();
  clock.advance(KEPT_MS + 2 * DAY_MS);
  const young = print();
  prune({ epoch: 1, seq: lastSeq() });
  expect([knows(old), knows(older), knows(young)]).toEqual([false, false, true]);
});

test('a clock in 1970 does not make a ticket old whose day the centre has confirmed', () => {
  const anchor = { trustedMs: NOON_MS, atMonotonicMs: 1_000 };
  const { print, prune, knows, lastSeq } = open(temporaryFolder(), createManualClock(0), { anchor: () => anchor });
  const first = print();
  print();
  prune({ epoch: 1, seq: lastSeq() }, NOON_MS + DAY_MS);
  expect(knows(first)).toBe(true);
});
