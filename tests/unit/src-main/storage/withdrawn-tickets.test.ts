import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../support/test-store.ts';
import { issueTicket } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

function open(data = temporaryFolder(), slot: number | null = 1) {
  const clock = createManualClock(NOON_MS);
  const kept = openTestStore(data, clock, slot);
  const issue = () => issueTicket(kept.store, { replaces: ['A041', 'A042'] });
  const withdrawals = () => {
    return must(kept.outbox.next(100)).flatMap(({ wire }) => (wire?.type === 'ticket-withdrawn' ? [wire.payload] : []));
  };
  return { ...kept, clock, data, issue, withdrawals };
}

describe('a ticket that was given up', () => {
  test('stays so when given up again, and keeps its first time', () => {
    const { store, clock, issue, withdrawals } = open();
    const { ticketId } = issue();
    for (const _time of [1, 2]) {
      expect(store.withdraw(ticketId)).toEqual({ ok: true, value: null });
      clock.advance(1_000);
    }
    expect(store.findTicket(ticketId)).toMatchObject({ value: { withdrawnAtMs: NOON_MS } });
    expect(withdrawals()).toEqual([{ ticketId }]);
  });

  test.each(['database', 'journal'])('stays so after a power cut and the loss of the %s', (lost) => {
    const first = open();
    const { ticketId, number } = first.issue();
    first.store.withdraw(ticketId);
    first.close();
    if (lost === 'database') loseDatabase(first.data);
    else rmSync(join(first.data, 'journal'), { recursive: true });
    const again = open(first.data, null);
    expect(again.store.findTicket(ticketId)).toMatchObject({ value: { number, withdrawnAtMs: NOON_MS } });
    expect(again.withdrawals()).toEqual([{ ticketId }]);
    expect(again.issue().number).toBe(number + 1);
  });

  test('is in neither copy if the disk refuses it', () => {
    const { store, opened, issue, withdrawals } = open();
    const { ticketId } = issue();
    opened.database.exec("CREATE TRIGGER full BEFORE UPDATE ON ticket BEGIN SELECT raise(ABORT, 'full'); END");
    expect(store.withdraw(ticketId)).toMatchObject({ error: { kind: 'store-failed' } });
    expect(store.findTicket(ticketId)).toMatchObject({ value: { withdrawnAtMs: null } });
    expect(withdrawals()).toEqual([]);
  });

  test('keeps the labels of the tickets that it replaced', () => {
    const { store, issue } = open();
    const { ticketId, replaces } = issue();
    expect(replaces).toEqual(['A041', 'A042']);
    expect(store.findTicket(ticketId)).toMatchObject({ value: { replaces } });
  });
});
