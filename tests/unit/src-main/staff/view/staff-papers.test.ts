import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { SLIP_WORDS } from '../../../../../config/locales/ticket-words.ts';
import type { NewDeskEvent } from '../../../../../src-main/calling/ports/life-book.ts';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { startSession } from '../../../../../src-main/session/steps/session.ts';
import { composeStaffPaper } from '../../../../../src-main/staff/view/staff-document.ts';
import { printWaiting } from '../../../../../src-main/staff/view/staff-papers.ts';
import type { SlipOrder } from '../../../../../src-main/tickets/ports/store.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

test('the list of waiting people also has the parked numbers, marked and at the end', () => {
  const clock = createManualClock(Date.parse('2026-11-24T09:00:00Z'));
  const { store, lives } = openTestStore(temporaryFolder(), clock);
  const loaded = shippedOffice();
  const tickets = Array.from({ length: 3 }, () => issueTicket(store));
  const acts = (ticketId: TicketId | undefined, ...kinds: NewDeskEvent['act'][]): void => {
    for (const [at, act] of kinds.entries())
      lives.write({
        id: randomUUID(),
        ticketId: TicketId.parse(ticketId),
        rank: at + 1,
        by: 'taula-1',
        act,
        note: null,
        word: null,
        ageMs: 0,
      });
  };
  const call = { kind: 'call', desk: 'taula-1' } as const;
  acts(tickets[0]?.ticketId, call, { kind: 'park', desk: 'taula-1' });
  acts(tickets[1]?.ticketId, call);
  const printed: SlipOrder[] = [];
  const context = {
    store,
    clock,
    office: createOffice(loaded, [], clock),
    newId: randomUUID,
    session: () => startSession(randomUUID(), 'ca', 0),
    queue: { add: (order: SlipOrder) => void printed.push(order) },
  };
  expect(printWaiting(context)).toEqual({ ok: true, value: null });
  const [{ staffPaper } = { staffPaper: undefined }] = printed;
  expect(staffPaper).toMatchObject({ of: 'waiting', left: 0 });
  const moment = { date: '2026-11-24', time: '10:00' };
  const { blocks } = composeStaffPaper(
    { ...loaded, logo: null, words: SLIP_WORDS },
    { staffPaper, language: 'ca', printedAt: moment, duplicate: false },
    () => moment,
  );
  const ticks = blocks.flatMap((block) => (block.kind === 'tick' ? [block.text] : []));
  expect(ticks).toEqual(['A003 · 10.00', 'A001 · 10.00 · apartat']);
});
