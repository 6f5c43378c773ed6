import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import type { Result } from '../../../../../src-main/domain/result.ts';
import { newRequestId, service } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const DAY = '2026-11-24';

function orThrow<T>(result: Result<T, { kind: string }>): T {
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

test('a number that a desk gave does not count as unprinted, one of the kiosk’s own does', () => {
  const { store } = openTestStore(temporaryFolder(), createManualClock(Date.parse(`${DAY}T11:00:00Z`)));
  const give = (atDesk: boolean) => {
    const given = store.issue({
      ...{ ticketId: TicketId.parse(randomUUID()), requestId: newRequestId(), series: 'A', followToken: null },
      ...{ serviceId: service('empadronament'), visitType: 'walk-in', language: 'ca', atDesk },
    });
    return orThrow(given);
  };
  const atDesk = give(true);
  expect(store.day.withNumber(store.today.now(), 9_100)).toMatchObject({
    value: [{ ticket: { label: atDesk.label } }],
  });
  expect(store.day.countUnprinted(store.today.now())).toEqual({ ok: true, value: 0 });
  const own = give(false);
  const [slip] = orThrow(store.unfinishedSlips());
  store.recordPrint(slip?.jobId ?? '', { job: { state: 'not-sent', cause: 'interrupted' } });
  expect(store.day.countUnprinted(store.today.now())).toEqual({ ok: true, value: 1 });
  expect(store.day.unprinted(store.today.now(), 10)).toMatchObject({ value: [{ ticket: { label: own.label } }] });
});
