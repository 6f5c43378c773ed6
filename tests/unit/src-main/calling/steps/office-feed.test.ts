import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DeskOrder } from '../../../../../src-main/calling/contract/desk.ts';
import { OfficeChanges } from '../../../../../src-main/calling/contract/kiosks.ts';
import { openLifeCleaning } from '../../../../../src-main/calling/store/life-rows.ts';
import { openHeardCleaning } from '../../../../../src-main/calling/store/office-book.ts';
import { HolidayCalendar } from '../../../../../src-main/contract/shared/holiday-calendar.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { createTestDesks } from '../../../../support/test-desks.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const profile = OfficeProfile.parse({
  ...(JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>),
  desks: ['taula-1', 'taula-2'].map((deskId) => ({ deskId, name: { ca: deskId } })),
});
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });
const FIRST = { log: null, since: 0 };

function kiosk(slot: number) {
  const clock = createManualClock(TEN + slot);
  const kept = openTestStore(temporaryFolder(), clock, slot);
  const office = createOffice({ profile, calendar }, [], clock);
  const desks = createTestDesks(kept, { office, clock, slot });
  const look = () => {
    desks.forget();
    desks.feed.look();
  };
  return {
    kept,
    desks,
    clock,
    give(attention = { preferential: false, comeAndFetch: false }) {
      clock.advance(1_000);
      const given = issueTicket(kept.store, { language: 'es', attention });
      look();
      return given;
    },
    order(deskId: string, order: object) {
      const done = desks.order(deskId, DeskOrder.parse({ orderId: randomUUID(), ...order }));
      look();
      return done;
    },
    says: (asked: { log: string | null; since: number } = FIRST) =>
      // The schema reads the changes, as if they had arrived over the network.
      OfficeChanges.parse(JSON.parse(JSON.stringify(desks.feed.changes(asked)))),
    hears(said: OfficeChanges) {
      const heard = desks.feed.hear(said);
      look();
      return heard;
    },
    view(deskId = 'taula-2') {
      const { holds, next, lost, pause } = must(desks.look()).desk(deskId);
      return { holds, next, lost, pause };
    },
  };
}

test('changes of a sibling kiosk apply at once, however often and in whatever order they come, and are sent to the centre by that kiosk alone', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  const [first, second] = [one.give(), one.give({ preferential: true, comeAndFetch: true })];
  const before = one.says();
  one.order('taula-1', { kind: 'call', ticketId: first.ticketId });
  one.order('taula-2', { kind: 'pause', reason: 'break' });
  const after = one.says();
  const unsent = () => other.kept.outbox.counts();
  const nothingSent = unsent();
  expect(other.hears(after)).toMatchObject({ value: { isNew: true } });
  const seen = other.view();
  expect(seen).toMatchObject({ pause: { reason: 'break' } });
  expect(seen.next).toMatchObject([
    { number: second.label, class: 'preferential', comeAndFetch: true, language: 'es' },
  ]);
  for (const said of [after, before, after]) expect(other.hears(said)).toMatchObject({ value: { isNew: false } });
  expect(other.view()).toEqual(seen);
  expect(unsent()).toEqual(nothingSent);
  // The other kiosk sends back the first kiosk's own changes, in which nothing is new to the first kiosk.
  expect(one.hears(other.says())).toMatchObject({ value: { isNew: false } });
  expect(other.order('taula-1', { kind: 'finish', ticketId: first.ticketId })).toMatchObject({ ok: true });
  expect(unsent()).not.toEqual(nothingSent);
  expect(one.hears(other.says())).toMatchObject({ value: { isNew: true } });
  expect(one.view('taula-1').holds).toEqual([]);
});

const waitingAt = ({ kept }: ReturnType<typeof kiosk>) => {
  const counted = kept.store.day.waiting(kept.store.today.now());
  return counted.ok ? counted.value.map(({ count }) => count) : [];
};

test('an order that two kiosks carried out with two numbers leaves the earlier number waiting, and later acts on it come after', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  const [first, second] = [one.give(), one.give()];
  const said = one.says();
  other.hears({ ...said, tickets: said.tickets.slice(1) });
  const order = { kind: 'call-next', orderId: randomUUID() };
  expect(other.order('taula-2', order)).toMatchObject({ value: { ticketId: second.ticketId } });
  expect(one.order('taula-2', order)).toMatchObject({ value: { ticketId: first.ticketId } });
  expect(waitingAt(one)).toEqual([1]);
  one.hears(other.says());
  expect(waitingAt(one)).toEqual([1]);
  expect(one.view().next).toMatchObject([{ number: first.label }]);
  expect(one.order('taula-1', { kind: 'call-next' })).toMatchObject({ value: { ticketId: first.ticketId } });
  expect(waitingAt(one)).toEqual([]);
  const all = one.kept.store.day.all(one.kept.store.today.now());
  const acts = all.ok ? all.value.flatMap(({ deskEvents }) => deskEvents) : [];
  expect(acts.map(({ by, rank }) => `${by} ${rank}`).toSorted()).toEqual(['taula-1 2', 'taula-2 1', 'taula-2 1']);
});

test('the number that an order counts for is decided anew once another number is heard, also after the heard numbers were lost', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  const own = other.give();
  one.hears(other.says());
  one.clock.advance(60_000);
  const later = one.give();
  other.hears(one.says());
  const orderId = randomUUID();
  one.order('taula-2', { kind: 'call', orderId, ticketId: own.ticketId });
  other.order('taula-2', { kind: 'call', orderId, ticketId: later.ticketId });
  other.kept.opened.database.exec('DELETE FROM heard_ticket');
  const said = one.says();
  const saidOf = (ticketId: string) =>
    said.tickets.filter((ticket) => JSON.stringify(ticket).includes(`"ticketId":"${ticketId}"`));
  other.hears({ ...said, tickets: saidOf(own.ticketId) });
  expect(waitingAt(other)).toEqual([]);
  other.hears({ ...said, tickets: saidOf(later.ticketId) });
  expect(waitingAt(other)).toEqual([1]);
});

test('a page has a hundred numbers, the next page the rest, and a later page the changes since then', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  const given = Array.from({ length: 130 }, () => one.give());
  other.clock.advance(given.length * 1_000);
  const page = one.says();
  expect([page.tickets.length, page.isAll]).toEqual([100, false]);
  const rest = one.says({ log: page.log, since: page.next });
  expect([rest.tickets.length, rest.isAll]).toEqual([30, true]);
  expect(one.says({ log: rest.log, since: rest.next }).tickets).toEqual([]);
  for (const said of [rest, page]) other.hears(said);
  const now = other.desks.look();
  const counts = now.ok ? now.value.desk('taula-1').waiting.map(({ count }) => count) : [];
  expect(Math.max(...counts)).toBe(given.length);
  // A request with an unknown log id gets all changes again.
  expect(one.says({ log: randomUUID(), since: rest.next }).tickets).toHaveLength(100);
});

test('acts, fields and languages of a newer program, and unreadable entries, keep no number from being called; its acts are passed on', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  const { label } = one.give();
  one.order('taula-1', { kind: 'pause', reason: 'break' });
  const said = one.says();
  const [ticket] = said.tickets as { ticket: object; acts: object[] }[];
  const act = { id: randomUUID(), rank: 1, by: 'taula-1', target: null, note: 'winked', undoes: null, atMs: TEN };
  const newer = {
    ticket: { ...ticket?.ticket, language: 'tlh', mood: 'good' },
    acts: [{ ...act, act: 'wink', strength: 3 }],
    colour: 'blue',
  };
  const spoiled = [null, 7, {}, { ticket: ticket?.ticket, acts: [{ ...act, act: 'call', rank: 1e15 }] }];
  const changed = OfficeChanges.parse({ ...said, weather: 'rain', tickets: [...spoiled, newer], pauses: [{}] });
  expect(other.hears(changed)).toMatchObject({ value: { isNew: true } });
  expect(other.view().next).toMatchObject([{ number: label, language: 'ca' }]);
  const third = kiosk(3);
  third.hears(other.says());
  expect(third.says().tickets).toMatchObject([{ acts: [{ ...act, act: 'wink' }] }]);
  const elsewhere = { ...said, officeId: 'elsewhere' };
  expect(other.desks.feed.hear(elsewhere)).toMatchObject({ error: { kind: 'other-office' } });
});

test('a sibling kiosk’s numbers of a past day are deleted', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  const { ticketId } = one.give();
  one.order('taula-1', { kind: 'call', ticketId });
  const said = one.says();
  other.hears(said);
  const { database } = other.kept.opened;
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count('heard_ticket'), count('life_event')]).toEqual([1, 1]);
  expect(openHeardCleaning(database)('2026-11-24')).toBe(0);
  other.clock.advance(86_400_000);
  other.desks.feed.look();
  expect(openHeardCleaning(database)('2026-11-25')).toBe(1);
  openLifeCleaning(database)();
  expect([count('heard_ticket'), count('life_event')]).toEqual([0, 0]);
});

test.each([
  ['minutes', 180_000],
  ['a day', 86_400_000],
  ['fifty years', -56 * 365 * 86_400_000],
])(
  'people of a kiosk whose clock is %s off are called after those who came before them, at both kiosks',
  (_of, offMs) => {
    const [one, other] = [kiosk(1), kiosk(2)];
    other.clock.setWall(other.clock.wallMs() + offMs);
    const first = one.give();
    for (const clock of [one.clock, other.clock]) clock.advance(2_000);
    const theirs = other.give();
    for (const clock of [one.clock, other.clock]) clock.advance(60_000);
    expect(other.hears(one.says())).toEqual({ ok: true, value: { isNew: true, isTogether: false } });
    expect(one.hears(other.says())).toEqual({ ok: true, value: { isNew: true, isTogether: false } });
    one.clock.advance(1_000);
    const last = one.give();
    expect(one.view().next.map(({ number }) => number)).toEqual([first.label, theirs.label, last.label]);
    expect(other.view().next.map(({ number }) => number)).toContain(first.label);
    expect(one.hears(other.says())).toMatchObject({ value: { isNew: false } });
  },
);

test('two kiosks whose clocks are a minute apart list the same order', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  one.clock.advance(60_000);
  one.give();
  other.hears(one.says());
  other.clock.advance(10_000);
  other.give();
  one.hears(other.says());
  expect(other.view().next).toHaveLength(2);
  expect(other.view().next.map(({ number }) => number)).toEqual(one.view().next.map(({ number }) => number));
});

test('a kiosk that starts in 1970 lists the people who came earlier at its sibling in their order, and passes their acts on', () => {
  const [one, other, third] = [kiosk(1), kiosk(2), kiosk(3)];
  const given = [one.give(), one.give()];
  const labels = given.map(({ label }) => label);
  one.clock.advance(7_200_000);
  other.clock.setWall(30_000);
  other.hears(one.says());
  expect(other.view().next.map(({ number }) => number)).toEqual(labels);
  const [first] = given;
  // The desk first sent the command 60 s ago, but the kiosk's clock shows only 30 s after the beginning of 1970.
  other.order('taula-1', { kind: 'call', ticketId: first?.ticketId, ageMs: 60_000 });
  third.hears(other.says());
  one.hears(other.says());
  for (const { view } of [one, third]) expect(view('taula-1').holds).toMatchObject([{ number: labels[0] }]);
  third.clock.advance(7_210_000);
  const last = third.give();
  expect(third.view().next.map(({ number }) => number)).toEqual([labels[1], last.label]);
});

test.each([
  ['1970', () => 3_600_000],
  ['2045', () => Date.UTC(2045, 5, 1)],
])(
  'a person who came while a clock showed %s is listed before later ones, whatever the clocks show when it is reported',
  (_year, wrongMs) => {
    const [one, other] = [kiosk(1), kiosk(2)];
    one.give();
    one.clock.setWall(wrongMs());
    const theirs = one.give();
    one.clock.setWall(TEN + 3 * 86_400_000);
    other.clock.advance(5_000);
    other.hears(one.says());
    other.clock.advance(5_000);
    const last = other.give();
    const waiting = other.view().next.map(({ number }) => number);
    expect(waiting).toContain(theirs.label);
    expect(waiting.at(-1)).toBe(last.label);
  },
);

test('a pause written while a clock was years ahead does not override later ones', () => {
  const [one, other] = [kiosk(1), kiosk(2)];
  one.clock.advance(10 * 365 * 86_400_000);
  one.order('taula-2', { kind: 'pause', reason: 'break' });
  expect(other.hears({ ...one.says(), nowMs: other.clock.wallMs() })).toMatchObject({ value: { isNew: false } });
  one.clock.advance(-10 * 365 * 86_400_000);
  one.order('taula-2', { kind: 'resume' });
  other.clock.advance(5_000);
  other.order('taula-2', { kind: 'pause', reason: 'meeting' });
  expect(one.hears(other.says())).toMatchObject({ value: { isNew: true } });
  expect(one.view().pause).toMatchObject({ reason: 'meeting' });
});
