import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { GivenTwice, HeardNumber } from '../../../../../src-main/calling/ports/office-book.ts';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../../../../src-main/domain/result.ts';
import type { StoreFailure } from '../../../../../src-main/ports/store-failure.ts';
import type { NumberOfDay } from '../../../../../src-main/tickets/ports/day-book.ts';
import type { ListedDay } from '../../../../../src-main/tickets/rules/working-day.ts';
import { createNumberFaults } from '../../../../../src-main/tickets/steps/number-faults.ts';
import { service } from '../../../../support/core-process.ts';
import { listedDay } from '../../../../support/service-day.ts';

const [TODAY, TOMORROW] = ['2026-11-24', '2026-11-25'];
const SERVICE = service('empadronament');

interface Change {
  ticketId?: TicketId;
  withdrawnAtMs?: number;
  isVoided?: boolean;
}

const ticketOf = (label: string, { ticketId = TicketId.parse(randomUUID()), withdrawnAtMs }: Change) => ({
  ticketId,
  label,
  serviceDay: TODAY,
  serviceId: SERVICE,
  language: 'ca' as const,
  appointment: null,
  asked: { preferential: false, comeAndFetch: false },
  issuedAtMs: 0,
  withdrawnAtMs: withdrawnAtMs ?? null,
});
const heardOf = (label: string, change: Change = {}): HeardNumber => ({
  ticket: ticketOf(label, change),
  isVoided: change.isVoided ?? false,
  servedEvents: [],
  deskEvents: [],
  slot: 2,
});
/** A ticket of this kiosk. The cast is safe, because only these fields are read. */
const ownOf = (label: string, change: Change = {}) => heardOf(label, change) as unknown as NumberOfDay;

function kiosk() {
  const now = {
    own: succeed([]) as Result<readonly NumberOfDay[], StoreFailure>,
    heard: succeed([]) as Result<readonly HeardNumber[], StoreFailure>,
    centre: [] as { series: string; serviceDay: string; number: number }[],
    same: [] as GivenTwice[],
    hasSameSlot: false,
    day: listedDay(TODAY) as ListedDay,
  };
  const logged: [string, unknown][] = [];
  const faults = createNumberFaults({
    day: { all: () => now.own },
    book: { heard: () => now.heard },
    centre: { clashes: () => now.centre },
    today: { now: () => now.day },
    hasSameSlot: () => now.hasSameSlot,
    clashesWithSame: () => now.same,
    log: { event: (event, fields) => void logged.push([event, fields?.detail]) },
  });
  return { now, faults, logged: () => logged.splice(0) };
}

describe('a number on two tickets', () => {
  test('is found at this kiosk, at a sibling kiosk, and across both', () => {
    const { now, faults } = kiosk();
    now.own = succeed([ownOf('A002'), ownOf('A002'), ownOf('A003'), ownOf('A004')]);
    now.heard = succeed([heardOf('A001'), heardOf('A001'), heardOf('A003')]);
    expect(faults.clashes()).toEqual(['A001', 'A002', 'A003']);
    faults.look();
    expect(faults.notice()).toBe('number-clash');
  });

  test('is not reported if one ticket is listed twice, or one of the two is withdrawn or voided', () => {
    const { now, faults } = kiosk();
    const ticketId = TicketId.parse(randomUUID());
    now.own = succeed([ownOf('A001', { ticketId }), ownOf('A002'), ownOf('A003'), ownOf('A004')]);
    now.heard = succeed([
      heardOf('A001', { ticketId }),
      heardOf('A002', { withdrawnAtMs: 5 }),
      heardOf('A003', { isVoided: true }),
    ]);
    faults.look();
    expect([faults.clashes(), faults.notice()]).toEqual([[], null]);
  });

  test('is reported for today only, also from the centre and from a kiosk with the same slot', () => {
    const { now, faults } = kiosk();
    now.centre = [
      { series: 'A', serviceDay: TODAY, number: 7 },
      { series: 'B', serviceDay: TOMORROW, number: 8 },
    ];
    now.same = [
      { label: 'A005', serviceDay: TODAY },
      { label: 'A006', serviceDay: TOMORROW },
      { label: 'A007', serviceDay: TODAY },
    ];
    expect(faults.clashes()).toEqual(['A005', 'A007']);
    now.day = listedDay(TOMORROW);
    expect(faults.clashes()).toEqual(['A006', 'B008']);
  });

  test('is found as soon as one of the sources reports it', () => {
    const { now, faults } = kiosk();
    expect(faults.clashes()).toEqual([]);
    now.own = succeed([ownOf('A001'), ownOf('A001')]);
    expect(faults.clashes()).toEqual(['A001']);
    now.heard = succeed([heardOf('A002'), heardOf('A002')]);
    expect(faults.clashes()).toEqual(['A001', 'A002']);
    now.centre = [{ series: 'A', serviceDay: TODAY, number: 3 }];
    expect(faults.clashes()).toEqual(['A001', 'A002', 'A003']);
    now.same = [{ label: 'A000', serviceDay: TODAY }];
    expect(faults.clashes()).toEqual(['A000', 'A001', 'A002', 'A003']);
    now.own = succeed([]);
    expect(faults.clashes()).toEqual(['A000', 'A002', 'A003']);
  });

  test('is searched for in the copies that can be read', () => {
    const { now, faults } = kiosk();
    const unread = refuse({ kind: 'store-failed' as const, detail: 'rotten' });
    now.own = unread;
    now.heard = succeed([heardOf('A002'), heardOf('A002')]);
    expect(faults.clashes()).toEqual(['A002']);
    now.heard = unread;
    expect(faults.clashes()).toEqual([]);
  });

  test('is computed once while nothing changes', () => {
    const { now, faults } = kiosk();
    now.own = succeed([ownOf('A001'), ownOf('A001')]);
    expect(faults.clashes()).toBe(faults.clashes());
  });
});

test('the notice comes from the last look, so that no touch waits for a search, and ends with the fault', () => {
  const { now, faults } = kiosk();
  faults.look();
  now.own = succeed([ownOf('A001'), ownOf('A001')]);
  expect(faults.notice()).toBeNull();
  faults.look();
  now.own = refuse({ kind: 'store-failed', detail: 'rotten' });
  expect(faults.notice()).toBe('number-clash');
  faults.look();
  expect(faults.notice()).toBeNull();
});

test('another kiosk with the same slot is the first notice', () => {
  const { now, faults } = kiosk();
  now.own = succeed([ownOf('A001'), ownOf('A001')]);
  faults.look();
  now.hasSameSlot = true;
  expect(faults.notice()).toBe('same-slot');
});

test('each clash is logged once a day', () => {
  const { now, faults, logged } = kiosk();
  now.same = [
    { label: 'A001', serviceDay: TODAY },
    { label: 'A001', serviceDay: TOMORROW },
  ];
  faults.look();
  faults.look();
  expect(logged()).toEqual([['number-clash', 'A001']]);
  now.same = [...now.same, { label: 'A002', serviceDay: TODAY }];
  faults.look();
  expect(logged()).toEqual([['number-clash', 'A002']]);
  now.day = listedDay(TOMORROW);
  faults.look();
  expect(logged()).toEqual([['number-clash', 'A001']]);
});
