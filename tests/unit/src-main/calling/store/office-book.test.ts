import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { OfficeTicket, type TicketSaid } from '../../../../../src-main/calling/contract/kiosks.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const TODAY = '2026-11-24';
const NOON_MS = Date.parse(`${TODAY}T11:00:00Z`);

function kiosk(data = temporaryFolder()) {
  const kept = openTestStore(data, createManualClock(NOON_MS));
  const { officeBook: book, store, opened } = kept;
  return {
    ...kept,
    data,
    book,
    give() {
      return issueTicket(store);
    },
    hear: (...tickets: TicketSaid[]) => book.hear({ fromSlot: 2, tickets, pauses: [], services: [], alarms: [] }),
    heard() {
      const now = book.heard(store.today.now());
      return now.ok ? now.value.map(({ ticket, slot, isVoided }) => ({ label: ticket.label, slot, isVoided })) : [];
    },
    events: () => opened.database.prepare<[], string>('SELECT type FROM event ORDER BY seq').pluck().all(),
  };
}

const said = (label: string, more: Partial<OfficeTicket> = {}): TicketSaid => ({
  ticket: OfficeTicket.parse({
    ticketId: randomUUID(),
    slot: 2,
    label,
    serviceDay: TODAY,
    serviceId: 'empadronament',
    language: 'ca',
    appointment: null,
    asked: { preferential: false, comeAndFetch: false },
    issuedAtMs: NOON_MS,
    withdrawnAtMs: null,
    isVoided: false,
    served: [],
    ...more,
  }),
  acts: [],
});

describe('a ticket of a sibling kiosk', () => {
  test('is kept once, listed under its number, and not sent to the centre from here', () => {
    const { hear, heard, events } = kiosk();
    const before = events();
    const ticket = said('A400');
    expect(hear(ticket)).toEqual({ ok: true, value: true });
    expect(hear(ticket)).toEqual({ ok: true, value: false });
    expect([heard(), events()]).toEqual([[{ label: 'A400', slot: 2, isVoided: false }], before]);
  });

  test('replaces its earlier version, and never changes a ticket that was given here', () => {
    const { hear, heard, give } = kiosk();
    const ticket = said('A400');
    hear(ticket);
    const voided = { ...ticket, ticket: { ...ticket.ticket, isVoided: true } };
    expect(hear(voided)).toEqual({ ok: true, value: true });
    expect(heard()).toEqual([{ label: 'A400', slot: 2, isVoided: true }]);
    const own = give();
    expect(hear(said(own.label, { ticketId: own.ticketId, slot: 1, isVoided: true }))).toEqual({
      ok: true,
      value: false,
    });
    expect(heard()).toHaveLength(1);
  });

  test('that is corrupt on the disk is treated as missing, and is heard anew', () => {
    const { hear, heard, opened } = kiosk();
    const ticket = said('A400');
    hear(ticket);
    for (const rotten of ['{', '{"slot":2}']) {
      opened.database.prepare('UPDATE heard_ticket SET said = ?').run(rotten);
      expect(heard()).toEqual([]);
      expect(hear(ticket)).toEqual({ ok: true, value: true });
      expect(heard()).toHaveLength(1);
    }
  });
});

describe('a number of this kiosk that a sibling reports', () => {
  test('is counted before the next one is given, by its series and day, also in the journal', () => {
    const { hear, give, data, close, events } = kiosk();
    expect(give().label).toBe('A001');
    hear(said('A014'), said('A012'), said('B200'), said('A300', { serviceDay: '2026-11-23' }), said('A401'));
    expect(give().label).toBe('A015');
    expect(events().filter((type) => type === 'number-given')).toHaveLength(3);
    close();
    expect(kiosk(data).give().label).toBe('A016');
  });

  test('is ignored if its label is not a number', () => {
    const { hear, give } = kiosk();
    for (const label of ['A9', 'a014', 'A014 ', '014', 'A01400000']) hear(said(label));
    expect(give().label).toBe('A001');
  });
});

describe('a kiosk with the same slot', () => {
  test('has its numbers counted and not stored; labels that both kiosks gave are returned', () => {
    const { book, give, heard } = kiosk();
    const [one, two] = [give(), give()];
    const counted = book.count([
      said('A002', { slot: 1 }),
      said('A003', { slot: 1 }),
      said('A001', { slot: 1, serviceDay: '2026-11-23' }),
      // A kiosk with a copy of this disk reports the same ticket.
      said(one.label, { slot: 1, ticketId: one.ticketId }),
    ]);
    expect(counted).toEqual({ ok: true, value: [{ label: two.label, serviceDay: TODAY }] });
    expect([heard(), give().label]).toEqual([[], 'A004']);
  });
});

describe('a desk’s pause', () => {
  test('is heard once, and the last one of its desk counts', () => {
    const { book } = kiosk();
    const pause = (reason: string | null, atMs: number) => ({
      orderId: randomUUID(),
      deskId: 'taula-1',
      reason,
      atMs,
      lastsMs: null,
    });
    const [first, later] = [pause('break', NOON_MS), pause(null, NOON_MS + 1)];
    const hear = (...pauses: ReturnType<typeof pause>[]) =>
      book.hear({ fromSlot: 2, tickets: [], pauses, services: [], alarms: [] });
    expect([hear(first), hear(first), hear(later)]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
      { ok: true, value: true },
    ]);
    expect(book.pauses()).toEqual({ ok: true, value: [later] });
  });
});
