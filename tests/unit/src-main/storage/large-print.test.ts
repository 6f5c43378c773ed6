import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TicketId } from '../../../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS } from '../../../../src-main/contract/shared/retention.ts';
import { openRetention } from '../../../../src-main/storage/retention.ts';
import type { TicketOrder } from '../../../../src-main/tickets/ports/store.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../support/test-store.ts';
import { issueTicket } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

function open(data = temporaryFolder(), slot: number | null = 1) {
  const kept = openTestStore(data, createManualClock(NOON_MS), slot);
  const issue = (more: Partial<TicketOrder> = { largePrint: true }) => issueTicket(kept.store, more);
  const find = (ticketId: TicketId) => {
    const found = kept.store.findTicket(ticketId);
    return found.ok ? found.value : found.error;
  };
  return { ...kept, data, issue, find };
}

const withoutJournal = (data: string) => rmSync(join(data, 'journal'), { recursive: true });
const journalText = (data: string) =>
  readdirSync(join(data, 'journal'))
    .filter((name) => name.endsWith('.journal'))
    .map((name) => readFileSync(join(data, 'journal', name), 'utf8'))
    .join('');

describe('a ticket in large print', () => {
  test('is marked in every query, and another ticket is not', () => {
    const { store, issue, find } = open();
    const [large, plain] = [issue(), issue({})];
    expect([large.largePrint, plain.largePrint]).toEqual([true, false]);
    expect(find(large.ticketId)).toMatchObject({ largePrint: true });
    expect(find(plain.ticketId)).toMatchObject({ largePrint: false });
    expect(store.findByRequest(large.requestId)).toMatchObject({ value: { largePrint: true } });
    expect(store.unfinishedSlips()).toMatchObject({
      value: [{ ticket: { largePrint: true } }, { ticket: { largePrint: false } }],
    });
  });

  test.each([
    ['nothing', () => {}],
    ['the database', loseDatabase],
    ['the journal', withoutJournal],
  ])('stays marked after a start with %s lost, and after a next one without the database', (_what, lose) => {
    const first = open();
    const [large, plain] = [first.issue(), first.issue({})];
    first.close();
    lose(first.data);
    const second = open(first.data, null);
    expect(second.find(large.ticketId)).toMatchObject({ largePrint: true });
    expect(second.find(plain.ticketId)).toMatchObject({ largePrint: false });
    second.close();
    // Records of the journal that the second start wrote again must have the mark `largePrint` too.
    loseDatabase(first.data);
    const third = open(first.data, null);
    expect(third.find(large.ticketId)).toMatchObject({ largePrint: true });
    expect(third.find(plain.ticketId)).toMatchObject({ largePrint: false });
  });

  test('is not visible to the centre', () => {
    const { data, outbox, issue } = open();
    issue();
    const waiting = must(outbox.next(100));
    expect(waiting.map(({ wire }) => wire?.type)).toContain('ticket-issued');
    expect(JSON.stringify(waiting)).not.toMatch(/large/i);
    expect(journalText(data)).toContain('"largePrint":true');
  });

  test('loses the mark once its day is over', () => {
    const { issue, find, opened } = open();
    const { ticketId } = issue();
    const retain = openRetention(opened.database, opened.journal);
    const now = { nowMs: NOON_MS, today: '2026-11-26', firstKept: () => '2026-11-25', hasWorked: () => true };
    expect(retain(now, DEFAULT_TERMS)).toEqual({ need: 1 });
    expect(find(ticketId)).toMatchObject({ largePrint: false });
  });

  test('counts as undamaged if the database has deleted the mark', () => {
    const first = open();
    const { ticketId } = first.issue();
    first.opened.database.exec('UPDATE ticket SET large_print = NULL');
    first.close();
    const again = open(first.data, null);
    expect(again.opened.finding).toEqual({ kind: 'store-clean' });
    expect(again.find(ticketId)).toMatchObject({ largePrint: false });
  });
});
