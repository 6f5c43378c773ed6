import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DeskOrder } from '../../../../../src-main/calling/contract/desk.ts';
import { OfficeChanges } from '../../../../../src-main/calling/contract/kiosks.ts';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { Desk } from '../../../../../src-main/contract/shared/services.ts';
import { arrivalCode } from '../../../../../src-main/domain/arrival-code.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { newRequestId, service } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { createTestDesks } from '../../../../support/test-desks.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { ticketOrder } from '../../../../support/ticket-order.ts';

const NINE = Date.parse('2026-11-24T08:00:00Z');
const MINUTE = 60_000;
const SERVICE = 'empadronament';

function openOffice(setting: object, slot = 1, hasOlderKiosk = () => false) {
  const loaded = shippedOffice();
  const clock = createManualClock(NINE);
  const kept = openTestStore(temporaryFolder(), clock, slot);
  const { store } = kept;
  const profile = OfficeProfile.parse({
    ...loaded.profile,
    hub: { port: 8_443 },
    desks: [Desk.parse({ deskId: 'taula-1', name: { ca: '1' } })],
    ticket: { ...loaded.profile.ticket, followPage: 'https://exemple.cat/T' },
    checkIn: { ways: ['locator'] },
    fromHome: { share: 25, holdMinutes: 10, services: [{ serviceId: SERVICE, perQuarter: 2 }], ...setting },
  });
  const office = createOffice({ ...loaded, profile }, [], clock);
  const { fromHome, order, look, forget, feed } = createTestDesks(kept, { office, clock, slot, hasOlderKiosk });
  const labelOf = (ticketId: string): string => {
    const found = store.findTicket(TicketId.parse(ticketId));
    return found.ok ? (found.value?.label ?? '') : '';
  };
  return {
    clock,
    fromHome,
    /** The number of today's tickets that the staff page reports as not printed. */
    unprinted: () => store.day.countUnprinted(store.today.now()),
    hear(other: { says: () => OfficeChanges }): void {
      feed.hear(other.says());
      forget();
    },
    says(): OfficeChanges {
      feed.look();
      return OfficeChanges.parse(JSON.parse(JSON.stringify(feed.changes({ log: null, since: 0 }))));
    },
    ask(requestId: string = newRequestId(), isLate = false) {
      clock.advance(1_000);
      const answer = fromHome.answer({ requestId, serviceId: service(SERVICE), language: 'ca', isLate });
      forget();
      const { given = null, notGiven } = answer ?? {};
      return { notGiven, label: given && labelOf(given.ticketId), followToken: given?.followToken ?? '' };
    },
    take(): string {
      clock.advance(1_000);
      const given = store.issue(ticketOrder({ serviceId: service(SERVICE) }));
      forget();
      return given.ok ? given.value.label : given.error.kind;
    },
    prove(followToken: string): string | null {
      clock.advance(1_000);
      const proven = fromHome.byToken(followToken);
      forget();
      if (!proven.ok) return proven.error.kind;
      return proven.value && (proven.value.turn === 'arrives' ? proven.value.label : proven.value.turn);
    },
    call(): string {
      clock.advance(1_000);
      const called = order('taula-1', DeskOrder.parse({ orderId: randomUUID(), kind: 'call-next' }));
      if (!called.ok) return called.error.kind;
      order('taula-1', DeskOrder.parse({ orderId: randomUUID(), kind: 'finish', ticketId: called.value.ticketId }));
      return called.value.number ?? '';
    },
    /** Advances the clock minute by minute and calls `look` after each minute. The core calls it every few seconds. */
    pass(minutes: number): void {
      for (let past = 0; past < minutes; past += 1) {
        clock.advance(MINUTE);
        fromHome.look();
        forget();
      }
    },
    next(): string | undefined {
      const seen = look();
      return seen.ok ? seen.value.desk('taula-1').next[0]?.number : undefined;
    },
    coming(): number | undefined {
      const seen = look();
      return seen.ok ? seen.value.desk('taula-1').waiting.find((one) => one.serviceId === SERVICE)?.coming : undefined;
    },
  };
}

test('a repeated request from home gets the same number, within the quota of its quarter of an hour', () => {
  const { ask, fromHome, take, clock } = openOffice({});
  const [first, second] = [newRequestId(), newRequestId()];
  expect(ask(first).label).toBe('A001');
  expect(ask(first)).toMatchObject({ label: 'A001', notGiven: null });
  expect(ask(second, true).notGiven).toBe('too-late');
  expect(take()).toBe('A002');
  expect(ask(second).label).toBe('A003');
  expect(fromHome.offers()).toMatchObject([{ serviceId: SERVICE, left: 0 }]);
  expect(ask().notGiven).toBe('quota');
  expect(ask(first, true).label).toBe('A001');
  clock.advance(15 * MINUTE);
  expect(fromHome.offers()).toMatchObject([{ left: 2 }]);
  expect(ask().label).toBe('A004');
});

test('a turn from home is called in its place once its code was read or typed, and never before', () => {
  const { ask, take, prove, call, coming, pass, fromHome, unprinted } = openOffice({
    share: 100,
    services: [{ serviceId: SERVICE, perQuarter: 9 }],
  });
  const [read, typed] = [ask(), ask()];
  expect([take(), take()]).toEqual(['A003', 'A004']);
  expect(coming()).toBe(2);
  expect(call()).toBe('A003');
  expect(prove(read.followToken)).toBe('A001');
  expect(unprinted()).toEqual({ ok: true, value: 0 });
  expect(prove(read.followToken)).toBe('here');
  expect(call()).toBe('A001');
  expect(prove(read.followToken)).toBe('served');
  const code = arrivalCode('A002', typed.followToken);
  expect(fromHome.byCode('A0020000' === code.replace('-', '') ? 'A0020001' : 'A0020000')).toMatchObject({
    value: null,
  });
  expect(fromHome.byCode('padró')).toBeNull();
  expect(fromHome.byCode(code.toLowerCase())).toMatchObject({ value: { label: 'A002', turn: 'arrives' } });
  pass(1);
  expect(fromHome.byCode(code)).toMatchObject({ value: { label: 'A002', turn: 'here' } });
  expect(coming()).toBe(0);
});

test('a turn whose holder has not arrived is put behind twice, each time after its hold, and then ends', () => {
  const { ask, pass, coming, take, call, prove } = openOffice({});
  const { followToken } = ask();
  pass(10);
  expect(coming()).toBe(1);
  expect(take()).toBe('A002');
  pass(1);
  // The ticket from home now comes after the citizen in the hall, so its call is not near.
  pass(30);
  expect([coming(), call()]).toEqual([1, 'A002']);
  pass(21);
  expect(coming()).toBe(1);
  pass(1);
  expect(coming()).toBe(0);
  expect(prove(followToken)).toBe('over');
  expect(call()).toBe('nobody-waits');
});

test('a turn that has waited longer than its hold keeps its place for its holder from the moment it is next', () => {
  const { ask, pass, take, call, prove } = openOffice({ share: 100 });
  expect(take()).toBe('A001');
  const { followToken } = ask();
  expect(take()).toBe('A003');
  pass(30);
  expect(call()).toBe('A001');
  pass(10);
  expect(prove(followToken)).toBe('A002');
  expect([call(), call()]).toEqual(['A002', 'A003']);
});

test('while citizens wait in the hall, turns from home that pass them get no more calls than the share', () => {
  const { ask, take, prove, call, next } = openOffice({ share: 25, services: [{ serviceId: SERVICE, perQuarter: 9 }] });
  const turns = Array.from({ length: 4 }, () => ask());
  const hall = Array.from({ length: 7 }, () => take());
  for (const { followToken } of turns) prove(followToken);
  const steps = Array.from({ length: 11 }, () => ({ shown: next(), called: call() }));
  const called = steps.map((step) => step.called);
  expect(steps.map(({ shown }) => shown)).toEqual(called);
  expect(called.slice(0, 8)).toEqual([...hall.slice(0, 3), 'A001', ...hall.slice(3, 6), 'A002']);
  expect(called.toSorted()).toEqual([...hall, 'A001', 'A002', 'A003', 'A004'].toSorted());
});

test('any kiosk of the office reads the code of a turn from home, and an arrival overrides the end that a cut-off kiosk recorded', () => {
  const [one, two] = [openOffice({}), openOffice({}, 2)];
  const { followToken } = one.ask();
  two.hear(one);
  expect([two.coming(), two.call()]).toEqual([1, 'nobody-waits']);
  // Kiosk `one`, which gave the ticket, is cut off and ends the ticket while its holder is at kiosk `two`.
  for (let times = 0; times < 3; times += 1) one.pass(11);
  expect(one.coming()).toBe(0);
  expect(two.prove(followToken)).toBe('A001');
  one.hear(two);
  two.hear(one);
  expect([one.call(), two.prove(followToken)]).toEqual(['A001', 'here']);
});

test('if two cut-off kiosks read one code, the earlier reading counts for the share, also for a call made before that reading was known', () => {
  const rule = { share: 50, services: [{ serviceId: SERVICE, perQuarter: 9 }] };
  const [one, two] = [openOffice(rule), openOffice(rule, 2)];
  const [first, second] = [one.ask(), one.ask()];
  two.hear(one);
  // The first holder's code is read at the cut-off kiosk `two` before the citizens of the hall come, and later at kiosk `one`, which calls.
  expect(two.prove(first.followToken)).toBe('A001');
  expect([one.take(), one.take()]).toEqual(['A003', 'A004']);
  expect([one.prove(first.followToken), one.prove(second.followToken)]).toEqual(['A001', 'A002']);
  expect([one.call(), one.call(), one.next()]).toEqual(['A003', 'A001', 'A004']);
  one.hear(two);
  expect([one.next(), one.call(), one.call()]).toEqual(['A002', 'A002', 'A004']);
});

test('no number from home is given while a sibling kiosk runs a program that would call it at once', () => {
  let isOlder = true;
  const { fromHome, ask } = openOffice({}, 1, () => isOlder);
  expect(fromHome.offers()).toEqual([]);
  expect(ask()).toMatchObject({ label: null, notGiven: 'not-offered' });
  isOlder = false;
  expect(fromHome.offers()).toMatchObject([{ serviceId: SERVICE, left: 2 }]);
  expect(ask()).toMatchObject({ label: 'A001', notGiven: null });
});
