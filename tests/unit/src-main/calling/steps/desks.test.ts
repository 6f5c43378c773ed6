import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeskAnswer, DeskOrder } from '../../../../../src-main/calling/contract/desk.ts';
import { HolidayCalendar } from '../../../../../src-main/contract/shared/holiday-calendar.ts';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { demonstrationOffice, service } from '../../../../support/core-process.ts';
import { helpCallsOf } from '../../../../support/help-calls.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { createTestDesks } from '../../../../support/test-desks.ts';
import { loseDatabase, openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const MINUTE = 60_000;
const [ONE, TWO, THREE] = ['taula-1', 'taula-2', 'taula-3'] as const;
const profile = OfficeProfile.parse({
  ...(JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>),
  desks: [ONE, TWO, THREE].map((deskId) => ({ deskId, name: { ca: deskId } })),
});
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });

type Without<T> = T extends unknown
  ? Omit<T, 'orderId' | 'ageMs'> & Partial<Pick<DeskOrder, 'orderId' | 'ageMs'>>
  : never;

/** `services`: the ids that the profile allows at desk 1. */
function open(data = temporaryFolder(), clock = createManualClock(TEN), services: readonly string[] | null = null) {
  const kept = openTestStore(data, clock);
  const logged: string[] = [];
  const desksOf = profile.desks.map((desk) => (desk.deskId === ONE && services ? { ...desk, services } : desk));
  const office = createOffice({ profile: OfficeProfile.parse({ ...profile, desks: desksOf }), calendar }, [], clock);
  const help = helpCallsOf(clock);
  const desks = createTestDesks(kept, { office, clock, help, log: { event: (kind) => void logged.push(kind) } });
  const give = ({
    serviceId = 'empadronament',
    startMs = null as number | null,
    deskId = null as string | null,
  } = {}) => {
    clock.advance(MINUTE);
    const given = issueTicket(kept.store, {
      serviceId: service(serviceId),
      visitType: startMs === null ? 'walk-in' : 'appointment',
      language: 'es',
      ...(startMs === null ? {} : { appointment: { startMs, deskId } }),
    });
    desks.forget();
    return given;
  };
  const order = (deskId: string, wanted: Without<DeskOrder>): DeskAnswer =>
    desks.order(deskId, { orderId: randomUUID(), ageMs: 0, ...wanted } as DeskOrder);
  const now = () => must(desks.look());
  const next = (deskId: string, serviceIds: readonly string[] = []) => {
    const answer = order(deskId, { kind: 'call-next', serviceIds: serviceIds.map(service) });
    return answer.ok ? answer.value.number : answer.error.kind;
  };
  const open = (...deskIds: string[]) => {
    for (const deskId of deskIds) help.shown(`page of ${deskId}`, [], { deskId, alarmIds: [] });
  };
  return { ...kept, data, clock, desks, give, order, now, next, logged, open, help };
}
const refused = (kind: string) => ({ ok: false, error: { kind } });

test('an order that the disk refuses is in the log', () => {
  const { give, order, next, opened, logged } = open();
  give();
  opened.database.exec('ALTER TABLE desk_pause RENAME TO desk_pause_away');
  expect(next(ONE)).toBe('store-failed');
  expect(logged.splice(0)).toEqual(['store-failed']);
  opened.database.exec('ALTER TABLE ticket RENAME TO ticket_away');
  expect(order(ONE, { kind: 'give', serviceId: service('empadronament') })).toEqual(refused('store-failed'));
  expect(logged).toEqual(['store-failed']);
});

describe('a desk', () => {
  test('calls the next person for its services, and no person while it has one, is paused or sent a stale order', () => {
    const { give, order, next, now } = open();
    expect(next(ONE)).toBe('nobody-waits');
    const first = give();
    give({ serviceId: 'orientacio' });
    expect(next(ONE, ['orientacio'])).toBe('A002');
    expect(next(ONE)).toBe('has-somebody');
    expect(order(TWO, { kind: 'call-next', serviceIds: [], ageMs: 61_000 })).toEqual(refused('order-too-old'));
    order(TWO, { kind: 'pause', reason: 'meeting' });
    expect(now().desk(TWO).pause).toEqual({
      reason: 'meeting',
      sinceMs: TEN + 2 * MINUTE,
      isAfterVisit: false,
      untilMs: null,
    });
    expect(next(TWO)).toBe('paused');
    order(TWO, { kind: 'resume' });
    expect(order(TWO, { kind: 'call', ticketId: first.ticketId })).toMatchObject({
      ok: true,
      value: { number: 'A001' },
    });
    expect(order(THREE, { kind: 'call', ticketId: first.ticketId })).toEqual(refused('not-waiting'));
  });

  test('ends a pause at its hour or by a touch, and drops a pause that was to end while its order was on its way', () => {
    const { give, order, next, now, clock } = open();
    give();
    const pause = { kind: 'pause', reason: 'break', lastsMs: 10 * MINUTE } as const;
    order(ONE, { ...pause, ageMs: MINUTE });
    const untilMs = clock.wallMs() + 9 * MINUTE;
    expect(now().desk(ONE).pause).toMatchObject({ untilMs });
    expect(now().desk(TWO).desks[0]).toMatchObject({ deskId: ONE, isPaused: true, untilMs });
    expect(next(ONE)).toBe('paused');
    clock.advance(9 * MINUTE);
    expect(now().desk(TWO).desks[0]).toMatchObject({ isPaused: false, untilMs: null });
    expect([now().desk(ONE).pause, next(ONE)]).toEqual([null, 'A001']);
    order(TWO, { ...pause, ageMs: 11 * MINUTE });
    expect(now().desk(TWO).pause).toBeNull();
    order(TWO, pause);
    order(TWO, { kind: 'resume' });
    expect(now().desk(TWO).pause).toBeNull();
  });

  test('parks a number beside the waiting ones and calls it back; other desks see it once this desk is away or has forgotten it', () => {
    const { give, order, next, now, clock, open: opened } = open();
    const [{ ticketId }, second] = [give(), give()];
    opened(ONE, TWO);
    next(ONE);
    const park = { kind: 'park', ticketId, orderId: randomUUID() } as const;
    expect(order(TWO, { kind: 'park', ticketId })).toEqual(refused('not-yours'));
    for (const time of ['first', 'again']) expect(order(ONE, park), time).toMatchObject({ ok: true });
    const row = { ticketId, isParked: true, isOfOther: false };
    expect(now().desk(ONE)).toMatchObject({ holds: [], parked: [row], next: [{ ticketId: second.ticketId }] });
    expect(now().desk(TWO).parked).toEqual([]);
    expect(now().hall().calls).toEqual([]);
    for (const kind of ['call', 'serve'] as const) expect(order(TWO, { kind, ticketId })).toEqual(refused('not-yours'));
    expect(next(ONE)).toBe('A002');
    expect(order(ONE, { kind: 'call', ticketId })).toEqual(refused('has-somebody'));
    order(ONE, { kind: 'pause', reason: 'break' });
    expect(now().desk(TWO).parked).toMatchObject([{ ...row, isOfOther: true, desk: { ca: ONE } }]);
    order(ONE, { kind: 'resume' });
    clock.advance(20 * MINUTE);
    opened(ONE, TWO);
    expect(order(TWO, { kind: 'call', ticketId })).toMatchObject({ ok: true });
    expect(now().hall().calls).toMatchObject([{ number: 'A001', deskId: TWO }, { number: 'A002' }]);
    order(TWO, { kind: 'transfer', ticketId, to: { of: 'desk', deskId: THREE }, note: null });
    // The page of desk 3 is closed, so desk 2 also sees the ticket that was sent there.
    expect(now().desk(TWO).parked).toMatchObject([{ ticketId, isParked: false, desk: { ca: THREE } }]);
    opened(THREE);
    expect([now().desk(TWO).parked, now().desk(THREE).next[0]]).toMatchObject([[], { ticketId }]);
  });

  test('sends a word with a number to its colleague, unless it has a document number; the centre does not get it', () => {
    const { give, order, next, now, outbox } = open();
    const { ticketId } = give();
    give();
    next(ONE);
    const transfer = { kind: 'transfer', ticketId, to: { of: 'desk', deskId: TWO }, note: null } as const;
    for (const word of ['DNI 12345678Z', 'passaport AB123456', '+34 612 345 678'])
      expect(order(ONE, { ...transfer, word }), word).toEqual(refused('personal-word'));
    expect(order(ONE, { ...transfer, word: 'ja té el volant' })).toMatchObject({ ok: true });
    // The ticket keeps its place, because it came first.
    expect(now().desk(TWO).next[0]).toMatchObject({ ticketId, handed: { of: 'desk', word: 'ja té el volant' } });
    const sent = JSON.stringify([outbox.next(100), now().hall()]);
    expect(sent).toContain('"transfer"');
    expect(sent).not.toContain('volant');
  });

  test('counts each errand of a visit once, without a change of its time', () => {
    const { give, order, next, now, clock } = open();
    const { ticketId } = give();
    next(ONE);
    expect(order(ONE, { kind: 'errand', ticketId })).toEqual(refused('not-yours'));
    order(ONE, { kind: 'serve', ticketId });
    const servedMs = clock.wallMs();
    clock.advance(MINUTE);
    const errand = { kind: 'errand', ticketId, orderId: randomUUID() } as const;
    for (const one of [errand, errand, { ...errand, orderId: randomUUID() }]) order(ONE, one);
    expect(now().desk(ONE).holds).toMatchObject([{ state: 'serving', errands: 3, stateAtMs: servedMs }]);
    order(ONE, { kind: 'undo', undoes: now().desk(ONE).undo?.orderId ?? '' });
    expect(now().desk(ONE).holds).toMatchObject([{ errands: 2 }]);
  });

  test('calls the services that its staff chose among those that its profile allows', () => {
    const { give, order, next, now } = open(undefined, undefined, ['empadronament', 'orientacio']);
    give({ serviceId: 'idcat-mobil' });
    const orientation = give({ serviceId: 'orientacio' });
    give();
    const services = { kind: 'services' as const, serviceIds: [service('empadronament')], orderId: randomUUID() };
    expect(order(ONE, { ...services, serviceIds: [service('idcat-mobil')] })).toEqual(refused('other-services'));
    for (const time of ['first', 'again']) expect(order(ONE, services), time).toMatchObject({ ok: true });
    const rows = now()
      .desk(ONE)
      .waiting.filter(({ isAllowed }) => isAllowed);
    expect(rows.map(({ serviceId, isServed }) => [serviceId, isServed])).toEqual([
      ['orientacio', false],
      ['empadronament', true],
    ]);
    expect(now().desk(ONE).next).toMatchObject([{ number: 'A003' }]);
    expect(next(ONE)).toBe('A003');
    order(ONE, { kind: 'leave', ticketId: now().desk(ONE).holds[0]?.ticketId ?? orientation.ticketId });
    expect(next(ONE)).toBe('nobody-waits');
    // A desk may still call a particular ticket of a service that it switched off.
    expect(order(ONE, { kind: 'call', ticketId: orientation.ticketId })).toMatchObject({ ok: true });
    expect(next(TWO)).toBe('A001');
  });

  test('raises a silent alarm once; it says which desks have shown it and who ended it, and survives a restart', () => {
    const { data, clock, order, now, close, open: opened, help } = open();
    opened(ONE, TWO);
    const alarmId = randomUUID();
    for (const ageMs of [0, 500])
      expect(order(ONE, { kind: 'alarm', orderId: alarmId, ageMs })).toMatchObject({ ok: true });
    const seen = { alarmId, desk: { ca: ONE }, seenBy: [], isWithStaff: false, end: null };
    expect(now().desk(ONE).alarms).toEqual([{ ...seen, isOwn: true, atMs: clock.wallMs() }]);
    for (const deskId of [ONE, TWO]) help.shown(`page of ${deskId}`, [], { deskId, alarmIds: [alarmId] });
    help.staffLooks(true);
    expect(now().desk(ONE).alarms).toMatchObject([{ seenBy: [{ ca: TWO }], isWithStaff: true }]);
    expect(JSON.stringify(now().hall())).not.toContain(alarmId);
    close();
    const after = open(data, clock);
    expect(after.now().desk(THREE).alarms).toMatchObject([{ ...seen, isOwn: false }]);
    expect(after.order(TWO, { kind: 'alarm-end', alarmId: randomUUID() })).toEqual(refused('unknown-alarm'));
    after.order(TWO, { kind: 'alarm-end', alarmId });
    after.order(THREE, { kind: 'alarm-end', alarmId });
    expect(after.now().desk(ONE).alarms).toMatchObject([{ end: { by: { ca: TWO }, atMs: clock.wallMs() } }]);
    clock.advance(6 * MINUTE);
    expect(after.now().desk(ONE).alarms).toEqual([]);
  });

  test('pauses by itself when the visit in which its pause was ordered ends, and again after an undone end', () => {
    const { give, order, next, now, clock } = open();
    const { ticketId } = give();
    give();
    next(ONE);
    order(ONE, { kind: 'serve', ticketId });
    order(ONE, { kind: 'pause', reason: 'break' });
    const orderedMs = clock.wallMs();
    expect(now().desk(ONE).pause).toEqual({
      reason: 'break',
      sinceMs: orderedMs,
      isAfterVisit: true,
      untilMs: null,
    });
    clock.advance(MINUTE);
    const finish = { kind: 'finish', ticketId, orderId: randomUUID() } as const;
    order(ONE, finish);
    expect(now().desk(ONE)).toMatchObject({ holds: [], pause: { sinceMs: orderedMs + MINUTE, isAfterVisit: false } });
    expect(next(ONE)).toBe('paused');
    order(ONE, { kind: 'undo', undoes: finish.orderId });
    expect(now().desk(ONE).pause).toMatchObject({ isAfterVisit: true });
    order(ONE, { kind: 'resume' });
    expect(now().desk(ONE).pause).toBeNull();
    order(ONE, { kind: 'finish', ticketId });
    expect(next(ONE)).toBe('A002');
  });

  test('acts on its own number, and not on another desk’s number or a number that is over', () => {
    const { give, order, next, now } = open();
    const { ticketId } = give();
    next(ONE);
    for (const serving of [false, true]) {
      if (serving) expect(order(ONE, { kind: 'serve', ticketId })).toMatchObject({ ok: true });
      for (const kind of ['serve', 'no-show', 'finish', 'leave'] as const)
        expect(order(TWO, { kind, ticketId }), kind).toEqual(refused('not-yours'));
      for (const kind of ['call', 'recall'] as const)
        expect(order(TWO, { kind, ticketId }), kind).toEqual(refused('not-waiting'));
    }
    expect(now().desk(ONE).holds).toMatchObject([{ number: 'A001', state: 'serving' }]);
    order(ONE, { kind: 'undo', undoes: now().desk(ONE).undo?.orderId ?? '' });
    expect(order(TWO, { kind: 'transfer', ticketId, to: { of: 'desk', deskId: THREE }, note: null })).toEqual(
      refused('not-yours'),
    );
    for (const kind of ['recall', 'no-show', 'recall', 'serve'] as const)
      expect(order(ONE, { kind, ticketId })).toMatchObject({ ok: true });
    expect(order(ONE, { kind: 'no-show', ticketId })).toEqual(refused('not-yours'));
    expect(now().desk(ONE).holds).toMatchObject([{ number: 'A001', state: 'serving', language: 'es' }]);
    order(ONE, { kind: 'finish', ticketId });
    for (const kind of ['call', 'recall', 'serve', 'finish'] as const)
      expect(order(ONE, { kind, ticketId })).toEqual(refused('is-over'));
    const nobodys = TicketId.parse(randomUUID());
    expect(order(ONE, { kind: 'call', ticketId: nobodys })).toEqual(refused('unknown-ticket'));
  });

  test('counts the people it served today, without undone visits, no-shows and people of other desks', () => {
    const { give, order, next, now, clock } = open();
    const [first, second, third] = [give(), give(), give()];
    for (const { ticketId } of [first, second]) {
      clock.advance(MINUTE);
      next(ONE);
      order(ONE, { kind: 'serve', ticketId });
      order(ONE, { kind: 'finish', ticketId });
    }
    next(TWO);
    order(TWO, { kind: 'no-show', ticketId: third.ticketId });
    expect([ONE, TWO].map((deskId) => now().desk(deskId).servedToday)).toEqual([2, 0]);
    expect(now().desk(TWO).noShows).toMatchObject([{ number: 'A003', atMs: TEN + 5 * MINUTE }]);
    order(ONE, { kind: 'undo', undoes: now().desk(ONE).undo?.orderId ?? '' });
    expect(now().desk(ONE).servedToday).toBe(1);
    expect(now().desk(ONE).holds).toMatchObject([{ number: 'A002', calledAtMs: TEN + 5 * MINUTE }]);
  });

  test('serves a person whom no desk has, called or not, but not one handed to another desk', () => {
    const { give, order, next } = open();
    const [first, second, third] = [give(), give(), give()];
    expect(order(ONE, { kind: 'serve', ticketId: first.ticketId })).toMatchObject({ ok: true });
    expect(next(TWO)).toBe(second.label);
    order(TWO, { kind: 'no-show', ticketId: second.ticketId });
    expect(order(THREE, { kind: 'serve', ticketId: second.ticketId })).toMatchObject({ ok: true });
    expect(order(THREE, { kind: 'serve', ticketId: third.ticketId })).toEqual(refused('has-somebody'));
    const to = { of: 'desk', deskId: TWO } as const;
    order(ONE, { kind: 'transfer', ticketId: first.ticketId, to, note: null });
    expect(order(ONE, { kind: 'serve', ticketId: first.ticketId })).toEqual(refused('not-yours'));
    expect(order(TWO, { kind: 'serve', ticketId: first.ticketId })).toMatchObject({ ok: true });
  });

  test('refuses every act on a number whose turn is over, however it ended', () => {
    const { give, order, store, desks } = open();
    const [served, left, withdrawn] = [give(), give(), give()];
    for (const [kind, { ticketId }] of [
      ['finish', served],
      ['leave', left],
    ] as const) {
      order(ONE, { kind: 'call', ticketId });
      order(ONE, { kind, ticketId });
    }
    store.withdraw(withdrawn.ticketId);
    desks.forget();
    for (const { ticketId, label } of [served, left, withdrawn])
      for (const kind of ['call', 'recall', 'serve', 'no-show', 'finish', 'leave'] as const)
        expect(order(TWO, { kind, ticketId }), `${kind} ${label}`).toEqual(refused('is-over'));
  });

  test('that was paused last evening calls in the morning; a desk that was paused this morning does not', () => {
    const { give, order, next, clock } = open();
    order(ONE, { kind: 'pause', reason: 'end-of-day' });
    // Half past three at night belongs to the previous service day.
    clock.advance(Date.parse('2026-11-25T02:30:00Z') - TEN);
    give();
    expect(next(ONE)).toBe('paused');
    clock.advance(60 * MINUTE);
    const { label } = give();
    expect(next(ONE)).toBe(label);
    order(TWO, { kind: 'pause', reason: 'break' });
    give();
    expect(next(TWO)).toBe('paused');
  });

  test('with a person refuses to undo a no-show, which would give it two people', () => {
    const { give, order, next, now } = open();
    const [first, second] = [give(), give()];
    next(ONE);
    const undoes = randomUUID();
    order(ONE, { kind: 'no-show', orderId: undoes, ticketId: first.ticketId });
    expect(next(ONE)).toBe(second.label);
    expect(order(ONE, { kind: 'undo', undoes })).toEqual(refused('has-somebody'));
    expect(now().desk(ONE).holds).toMatchObject([{ number: second.label }]);
    order(ONE, { kind: 'finish', ticketId: second.ticketId });
    expect(order(ONE, { kind: 'undo', undoes })).toMatchObject({ ok: true });
    expect(now().desk(ONE).holds).toMatchObject([{ number: first.label, state: 'called' }]);
  });

  test('hands a number with a note to a service or a desk, and only that one calls it then', () => {
    const { give, order, next, now } = open();
    const { ticketId } = give();
    next(ONE);
    const hand = (to: Extract<DeskOrder, { kind: 'transfer' }>['to']) =>
      order(ONE, { kind: 'transfer', ticketId, to, note: 'to-pay' });
    expect(hand({ of: 'desk', deskId: ONE })).toEqual(refused('unknown-target'));
    expect(hand({ of: 'desk', deskId: 'nowhere' })).toEqual(refused('unknown-target'));
    expect(hand({ of: 'desk', deskId: TWO })).toMatchObject({ ok: true });
    expect(next(ONE)).toBe('nobody-waits');
    expect(now().desk(TWO).next).toMatchObject([
      { number: 'A001', isOwn: true, handed: { of: 'desk', note: 'to-pay' } },
    ]);
    expect(next(TWO, ['orientacio'])).toBe('A001');
    expect(
      order(TWO, { kind: 'transfer', ticketId, to: { of: 'service', serviceId: service('orientacio') }, note: null }),
    ).toMatchObject({ ok: true });
    expect(next(THREE, ['empadronament'])).toBe('nobody-waits');
    expect(next(THREE, ['orientacio'])).toBe('A001');
  });

  test('of a specialist alone calls the people with an appointment there, in order of their hour', () => {
    const { give, next, now } = open();
    give({ startMs: TEN + 5 * MINUTE, deskId: TWO });
    give();
    expect(
      now()
        .desk(ONE)
        .next.map(({ number }) => number),
    ).toEqual(['A002']);
    expect(now().desk(TWO).next).toMatchObject([
      { number: 'A002' },
      { number: 'A001', isOwn: true, appointmentMs: TEN + 5 * MINUTE },
    ]);
    expect(next(ONE)).toBe('A002');
    expect(next(TWO)).toBe('A001');
  });

  test('can undo its last order for two minutes, but no order of another desk', () => {
    const { give, order, next, now, clock } = open();
    const { ticketId } = give();
    next(ONE);
    const { undo } = now().desk(ONE);
    if (undo === null) throw new Error('nothing to take back');
    expect(order(TWO, { kind: 'undo', undoes: undo.orderId })).toEqual(refused('not-yours'));
    order(ONE, { kind: 'no-show', ticketId });
    expect(order(ONE, { kind: 'undo', undoes: undo.orderId })).toEqual(refused('undo-too-late'));
    const noShow = now().desk(ONE).undo?.orderId ?? '';
    expect(order(ONE, { kind: 'undo', undoes: noShow })).toMatchObject({ ok: true });
    expect(now().desk(ONE).holds).toMatchObject([{ state: 'called' }]);
    order(ONE, { kind: 'finish', ticketId });
    clock.advance(2 * MINUTE + 1);
    expect(now().desk(ONE).undo).toBeNull();
    expect(order(ONE, { kind: 'undo', undoes: noShow })).toEqual(refused('undo-too-late'));
  });

  test('carries an order out once, however often it is sent, also after a restart and after later orders', () => {
    const { data, give, order, clock, outbox, close } = open();
    const { ticketId } = give();
    give();
    const call = { orderId: randomUUID(), kind: 'call-next' as const, serviceIds: [] };
    const pause = { orderId: randomUUID(), kind: 'pause', reason: 'break' } as const;
    const same = { ok: true, value: { ticketId, number: 'A001' } };
    expect([order(ONE, call), order(ONE, call)]).toEqual([same, same]);
    order(ONE, pause);
    order(ONE, { kind: 'resume' });
    order(ONE, pause);
    order(ONE, { kind: 'finish', ticketId });
    expect(order(ONE, call)).toEqual(same);
    const waiting = must(outbox.next(100));
    const sent = waiting.flatMap(({ wire }) => (wire === null || wire === undefined ? [] : [wire.type]));
    expect(sent.filter((type) => type === 'ticket-life' || type === 'desk-paused')).toEqual([
      'ticket-life',
      'desk-paused',
      'desk-paused',
      'ticket-life',
    ]);
    close();
    const after = open(data, clock);
    expect(after.order(ONE, call)).toEqual(same);
    expect(after.now().desk(ONE)).toMatchObject({ holds: [], pause: null });
  });

  test('learns, as the other desk does, that both called one number while their kiosks were apart', () => {
    const { give, next, now, lives, desks } = open();
    const { ticketId } = give();
    next(TWO);
    const lost = randomUUID();
    lives.write({
      id: lost,
      rank: 1,
      by: ONE,
      act: { kind: 'call', desk: ONE },
      note: null,
      word: null,
      ticketId,
      ageMs: 0,
    });
    desks.forget();
    expect(now().desk(ONE)).toMatchObject({
      holds: [{ number: 'A001' }],
      lost: [{ isOwn: false, other: { ca: TWO } }],
    });
    expect(now().desk(TWO)).toMatchObject({ holds: [], lost: [{ number: 'A001', isOwn: true, other: { ca: ONE } }] });
    expect(now().desk(THREE).lost).toEqual([]);
  });

  test('calls no number that was given up, voided or served at the kiosk', () => {
    const { give, next, now, store, served, clock, desks } = open();
    const [gone, noted, left] = [give(), give(), give()];
    store.withdraw(gone.ticketId);
    served.note(randomUUID(), {
      series: 'A',
      today: store.today.now(),
      first: noted.number,
      last: noted.number,
      appointmentsUntilMs: clock.wallMs(),
    });
    desks.forget();
    expect(
      now()
        .desk(ONE)
        .waiting.find(({ serviceId }) => serviceId === 'empadronament'),
    ).toMatchObject({ count: 1, oldestAtMs: left.issuedAtMs });
    expect([next(ONE), next(TWO)]).toEqual([left.label, 'nobody-waits']);
    expect(store.day.waiting(store.today.now())).toEqual({ ok: true, value: [] });
  });
});

test('a desk gives numbers of its own range, once for each order, even if a copy was lost; the kiosk goes on in its own range', () => {
  let office = open();
  const { data, clock } = office;
  const give = (orderId: string = randomUUID(), serviceId = 'empadronament', ageMs = 0): string => {
    const answer = office.desks.order(ONE, { kind: 'give', orderId, serviceId: service(serviceId), ageMs });
    office.desks.forget();
    return answer.ok ? String(answer.value.number) : answer.error.kind;
  };
  const [first, second] = [randomUUID(), randomUUID()];
  expect(office.give().label).toBe('A001');
  expect([give(first), give(first), give(second)]).toEqual(['A9100', 'A9100', 'A9101']);
  expect(office.give().label).toBe('A002');
  expect(give(randomUUID(), 'nothing-there')).toBe('unknown-service');
  expect(give(randomUUID(), 'empadronament', 61_000)).toBe('order-too-old');
  expect(give(first, 'empadronament', 61_000)).toBe('A9100');
  const [, , , given] = office
    .now()
    .desk(ONE)
    .next.map(({ number }) => number);
  expect(given).toBe('A002');
  // The kiosk stores the slips but does not print them by itself.
  expect(office.store.unfinishedSlips()).toMatchObject({ ok: true, value: [{}, {}] });
  for (const lost of ['torn.db', 'journal']) {
    office.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(data, `${lost}${suffix}`), { recursive: true, force: true });
    office = open(data, clock);
    expect([give(first), give(second)]).toEqual(['A9100', 'A9101']);
  }
  expect([give(), office.give().label]).toEqual(['A9102', 'A003']);
  office.close();
  loseDatabase(data);
  office = open(data, clock);
  expect([office.give().label, give()]).toEqual(['A004', 'A9103']);
});

test('a hall shows the latest calls first, no-shows for ten minutes, and no call that is over or was undone', () => {
  const { give, order, next, now, clock } = open();
  const [first] = [give(), give(), give()];
  next(ONE);
  clock.advance(1_000);
  next(TWO);
  const shown = () =>
    now()
      .hall()
      .calls.map(({ number, deskId, times, isRecall }) => `${number} ${deskId} ${times} ${isRecall}`);
  expect(shown()).toEqual([`A002 ${TWO} 1 false`, `A001 ${ONE} 1 false`]);
  clock.advance(1_000);
  order(ONE, { kind: 'recall', ticketId: first.ticketId });
  expect(shown()).toEqual([`A001 ${ONE} 2 true`, `A002 ${TWO} 1 false`]);
  order(ONE, { kind: 'no-show', ticketId: first.ticketId });
  order(TWO, { kind: 'undo', undoes: now().desk(TWO).undo?.orderId ?? '' });
  expect(shown()).toEqual([`A001 ${ONE} 2 true`]);
  clock.advance(10 * MINUTE);
  expect(shown()).toEqual([]);
});
