import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DeskOrder } from '../../../../../src-main/calling/contract/desk.ts';
import { Desk } from '../../../../../src-main/contract/shared/services.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { service } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { createTestDesks } from '../../../../support/test-desks.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const NINE = Date.parse('2026-11-24T08:00:00Z');
const MINUTE = 60_000;
const SERVICE = 'empadronament';

function openDesksAt(startMs: number, sensitive: string | null = null) {
  const loaded = shippedOffice();
  const clock = createManualClock(startMs);
  const kept = openTestStore(temporaryFolder(), clock);
  const desks = ['taula-1', 'taula-2'].map((deskId) => Desk.parse({ deskId, name: { ca: deskId } }));
  const services = loaded.profile.services.map((one) => ({ ...one, sensitive: one.serviceId === sensitive }));
  const office = createOffice({ ...loaded, profile: { ...loaded.profile, desks, services } }, [], clock);
  const served = createTestDesks(kept, { office, clock });
  const order = (deskId: string, more: Record<string, unknown>) => {
    return must(served.order(deskId, DeskOrder.parse({ orderId: randomUUID(), ...more }))).ticketId;
  };
  return {
    clock,
    order,
    queues: served.queueStates,
    served,
    give(followToken: string | null = null) {
      clock.advance(1_000);
      const given = issueTicket(kept.store, { followToken, serviceId: service(SERVICE) });
      served.forget();
      return given.ticketId;
    },
    visit(deskId: string, minutes: number) {
      const ticketId = order(deskId, { kind: 'call-next' });
      order(deskId, { kind: 'serve', ticketId });
      clock.advance(minutes * MINUTE);
      order(deskId, { kind: 'finish', ticketId });
    },
  };
}

test('a newcomer waits behind all tickets, also when the clock is a little behind them', () => {
  const { give, order, queues, clock, served } = openDesksAt(NINE);
  for (let no = 0; no < 3; no += 1) give();
  order('taula-1', { kind: 'call-next' });
  clock.setWall(clock.wallMs() - 5_000);
  served.forget();
  expect(queues.ofService(SERVICE)).toEqual({ waiting: 2, minutes: null });
});

test('a desk sees the usual length of a visit once enough visits were measured', () => {
  const { give, visit, order, served, clock } = openDesksAt(NINE);
  for (let no = 0; no < 15; no += 1) give();
  const usualAt = (deskId: string): number | null | undefined => {
    const seen = served.look();
    return seen.ok ? seen.value.desk(deskId).holds[0]?.usualVisitMs : undefined;
  };
  for (let no = 0; no < 11; no += 1) visit('taula-1', 6);
  const eleventh = order('taula-1', { kind: 'call-next' });
  expect(usualAt('taula-1')).toBeNull();
  order('taula-1', { kind: 'serve', ticketId: eleventh });
  clock.advance(6 * MINUTE);
  order('taula-1', { kind: 'finish', ticketId: eleventh });
  order('taula-1', { kind: 'call-next' });
  expect(usualAt('taula-1')).toBe(6 * MINUTE);
});

test('rows and tickets show the queue once a desk has called and the wait once enough was measured, and nothing once desks fall idle', () => {
  const { give, visit, queues, order, clock } = openDesksAt(NINE);
  const given = Array.from({ length: 20 }, () => give());
  expect(queues.ofService(SERVICE)).toBeNull();
  for (let no = 0; no < 11; no += 1) visit('taula-1', 6);
  // Eleven visits are too few for an estimate.
  expect(queues.ofService(SERVICE)).toEqual({ waiting: 9, minutes: null });
  for (let no = 0; no < 3; no += 1) visit('taula-1', 6);
  const row = queues.ofService(SERVICE);
  expect(row?.waiting).toBe(6);
  // Six people are ahead, at one desk and six minutes each.
  expect(row?.minutes?.from).toBeLessThanOrEqual(36);
  expect(row?.minutes?.to).toBeGreaterThanOrEqual(36);
  expect(queues.ofTicket(given[14] ?? '')).toMatchObject({ waiting: 0 });
  expect(queues.ofTicket(given[19] ?? '')).toMatchObject({ waiting: 5 });
  expect(queues.ofTicket(given[0] ?? '')).toBeNull();
  visit('taula-2', 6);
  const two = queues.ofService(SERVICE);
  expect(two?.waiting).toBe(5);
  expect(two?.minutes?.to).toBeLessThan(row?.minutes?.to ?? 0);
  clock.advance(16 * MINUTE);
  expect(queues.ofService(SERVICE)).toBeNull();
  order('taula-1', { kind: 'pause', reason: 'break' });
  order('taula-2', { kind: 'pause', reason: 'break' });
  expect(queues.ofService(SERVICE)).toEqual({ waiting: 5, minutes: null });
});

test('a desk counts for the waits of the services that it chose, and not before its pause is over', () => {
  const { give, visit, queues, order, clock } = openDesksAt(NINE);
  for (let no = 0; no < 20; no += 1) give();
  for (let no = 0; no < 14; no += 1) visit('taula-1', 6);
  const isKnown = (): boolean => queues.ofService(SERVICE)?.minutes != null;
  expect(isKnown()).toBe(true);
  order('taula-1', { kind: 'services', serviceIds: ['orientacio'] });
  expect(isKnown()).toBe(false);
  order('taula-1', { kind: 'services', serviceIds: [] });
  expect(isKnown()).toBe(true);
  order('taula-1', { kind: 'pause', reason: 'break', lastsMs: 20 * MINUTE });
  expect(isKnown()).toBe(false);
  clock.advance(20 * MINUTE);
  expect(isKnown()).toBe(true);
});

test('an office in which no desk has called today shows no waits, whether people wait or not', () => {
  const { give, visit, queues, clock } = openDesksAt(NINE);
  expect(queues.ofService(SERVICE)).toBeNull();
  give();
  clock.advance(MINUTE);
  expect(queues.ofService(SERVICE)).toBeNull();
  visit('taula-1', 1);
  expect(queues.ofService(SERVICE)).toEqual({ waiting: 0, minutes: null });
  clock.advance(24 * 60 * MINUTE);
  expect(queues.ofService(SERVICE)).toBeNull();
});

test('visits measured on earlier days count in the morning, as soon as a desk has called', () => {
  const { give, visit, queues, clock } = openDesksAt(NINE);
  for (let no = 0; no < 15; no += 1) {
    give();
    visit('taula-1', 5);
  }
  clock.advance(23 * 60 * MINUTE);
  give();
  give();
  expect(queues.ofService(SERVICE)).toBeNull();
  visit('taula-1', 5);
  expect(queues.ofService(SERVICE)).toEqual({ waiting: 1, minutes: { from: 4, to: 6 } });
});

test('row, desk, slip and phone show the same wait, whether asked for one ticket or for all', () => {
  const { give, visit, queues, served } = openDesksAt(NINE);
  for (let no = 0; no < 12; no += 1) {
    give();
    visit('taula-1', 1 + (no % 7));
  }
  for (let no = 0; no < 4; no += 1) give();
  const row = queues.ofService(SERVICE);
  const look = served.look();
  const desk = look.ok ? look.value.desk('taula-1').waiting.find(({ serviceId }) => serviceId === SERVICE) : undefined;
  expect(row).toMatchObject({ waiting: 4, minutes: { from: expect.any(Number) } });
  expect(desk).toMatchObject({ count: 4, comer: row });
  const taken = give('B'.repeat(26));
  const next = give('C'.repeat(26));
  // No time has passed, so the service's row and the ticket taken afterwards state the same number of waiting people.
  expect(queues.ofTicket(taken)?.waiting).toBe(row?.waiting);
  expect(queues.ofTicket(next)?.waiting).toBe(5);
  // Only tickets with a follow page are reported to the centre.
  const both = [taken, next].map((ticketId) => ({ ticketId, ...queues.ofTicket(ticketId) }));
  expect(served.stated()?.tickets).toEqual(both);
  expect(served.stated()?.services).toContainEqual({ serviceId: SERVICE, ...queues.ofService(SERVICE) });
  // The queue is not simulated again without a change.
  const before = queues.ofService(SERVICE);
  served.forget();
  expect(queues.ofService(SERVICE)).toBe(before);
});

test('a turn that was handed to a sensitive service appears on no phone, also after it was handed on', () => {
  const { give, order, served, queues } = openDesksAt(NINE, 'idcat-mobil');
  const [handed, other] = [give('B'.repeat(26)), give('C'.repeat(26))];
  const handOver = (serviceId: string) => {
    order('taula-1', { kind: 'call', ticketId: handed });
    order('taula-1', { kind: 'transfer', ticketId: handed, to: { of: 'service', serviceId } });
  };
  handOver('impostos-i-taxes');
  expect(served.stated()?.tickets).toHaveLength(2);
  expect(served.stated()?.services.map(({ serviceId }) => serviceId)).not.toContain('idcat-mobil');
  for (const serviceId of ['idcat-mobil', SERVICE]) {
    handOver(serviceId);
    expect(queues.ofTicket(handed)).not.toBeNull();
    expect(served.stated()?.tickets.map(({ ticketId }) => ticketId)).toEqual([other]);
  }
});
