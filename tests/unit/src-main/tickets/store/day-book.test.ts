import { expect, test } from 'vitest';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const DAY = '2026-11-24';

test('a number that a desk gave does not count as unprinted, one of the kiosk’s own does', () => {
  const { store } = openTestStore(temporaryFolder(), createManualClock(Date.parse(`${DAY}T11:00:00Z`)));
  const give = (atDesk: boolean) => issueTicket(store, { atDesk });
  const atDesk = give(true);
  expect(store.day.withNumber(store.today.now(), 9_100)).toMatchObject({
    value: [{ ticket: { label: atDesk.label } }],
  });
  expect(store.day.countUnprinted(store.today.now())).toEqual({ ok: true, value: 0 });
  const own = give(false);
  const [slip] = must(store.unfinishedSlips());
  store.recordPrint(slip?.jobId ?? '', { job: { state: 'not-sent', cause: 'interrupted' } });
  expect(store.day.countUnprinted(store.today.now())).toEqual({ ok: true, value: 1 });
  expect(store.day.unprinted(store.today.now(), 10)).toMatchObject({ value: [{ ticket: { label: own.label } }] });
});
