import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Change, Snapshot } from '../../../../src-main/contract/centre/configuration.ts';
import type { Acknowledgement } from '../../../../src-main/contract/shared/acknowledgement.ts';
import { OfficeId, StoreEpoch, type TicketId } from '../../../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../support/test-store.ts';
import { issueTicket } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const PREFERENTIAL = { preferential: true, comeAndFetch: false };
const BOTH = { preferential: true, comeAndFetch: true };
const appointment = { startMs: NOON_MS + 600_000, deskId: 'taula-3' };

const open = (data: string, slot: number | null = 1) => openTestStore(data, createManualClock(NOON_MS), slot);
type Kept = ReturnType<typeof open>;

function issue({ store }: Kept) {
  return issueTicket(store, {
    visitType: 'appointment',
    attention: PREFERENTIAL,
    appointment,
    replaces: ['A041', 'A042'],
  });
}
const found = ({ store }: Kept, ticketId: TicketId) => {
  const ticket = store.findTicket(ticketId);
  if (!ticket.ok || ticket.value === null) throw new Error('the ticket is gone');
  const { asked, acknowledged, replaces, appointment: ofPaper } = ticket.value;
  return { asked, acknowledged, replaces, appointment: ofPaper };
};
const ask = ({ store }: Kept, ticketId: TicketId, attention: typeof BOTH) =>
  store.recordEvent({ type: 'attention-asked', v: 1, payload: { ticketId, ...attention } });
const sayHere = ({ store }: Kept, subjectId: string, attention: typeof BOTH) =>
  store.recordEvent({ type: 'staff-acknowledged', v: 1, payload: { subjectId, ...attention } });
const hear = ({ centre }: Kept, acknowledgement: Acknowledgement) => {
  const change: Change = { kind: 'staff-acknowledged', ...acknowledgement };
  return centre.keepChanges([change], '2');
};
const hearAll = ({ centre }: Kept, acknowledged: Acknowledgement[]) => {
  const snapshot: Snapshot = {
    officeId: OfficeId.parse('demonstration'),
    profiles: [],
    pauses: [],
    voided: [],
    acknowledged,
    cursor: '3',
    storeEpoch: StoreEpoch.parse(randomUUID()),
    centreKeys: [newSigningKey().publicKey],
  };
  return centre.keepSnapshot(snapshot, [], null);
};
const lose = (data: string, copy: 'database' | 'journal') => {
  if (copy === 'journal') rmSync(join(data, 'journal'), { recursive: true });
  else loseDatabase(data);
};

describe('a ticket’s wishes to the staff and the texts of its slip', () => {
  test('are the last ones, and acknowledged only if they are the same', () => {
    const kept = open(temporaryFolder());
    const { ticketId, asked, acknowledged } = issue(kept);
    expect({ asked, acknowledged }).toEqual({ asked: PREFERENTIAL, acknowledged: null });
    expect(found(kept, ticketId)).toMatchObject({ asked: PREFERENTIAL, acknowledged: null });
    hear(kept, { subjectId: ticketId, ...PREFERENTIAL });
    ask(kept, ticketId, BOTH);
    expect(found(kept, ticketId)).toMatchObject({ asked: BOTH, acknowledged: PREFERENTIAL });
    sayHere(kept, ticketId, BOTH);
    expect(found(kept, ticketId)).toMatchObject({ asked: BOTH, acknowledged: BOTH });
  });

  test.each(['nothing', 'journal', 'database'] as const)('are the same after a power cut with loss of: %s', (lost) => {
    const data = temporaryFolder();
    const first = open(data);
    const { ticketId } = issue(first);
    ask(first, ticketId, BOTH);
    sayHere(first, ticketId, BOTH);
    const before = found(first, ticketId);
    expect(before).toEqual({ asked: BOTH, acknowledged: BOTH, replaces: ['A041', 'A042'], appointment });
    first.close();
    if (lost !== 'nothing') lose(data, lost);
    const again = open(data, null);
    expect(found(again, ticketId)).toEqual(before);
    again.close();
    // The journal, which the second start may have rewritten from the database, restores the same requests.
    lose(data, 'database');
    expect(found(open(data, null), ticketId)).toEqual(before);
  });

  test('with an acknowledgement of the centre are restored from the next snapshot', () => {
    const data = temporaryFolder();
    const first = open(data);
    const { ticketId } = issue(first);
    const said = { subjectId: ticketId, ...PREFERENTIAL };
    hear(first, said);
    first.close();
    const second = open(data, null);
    expect(found(second, ticketId).acknowledged).toEqual(PREFERENTIAL);
    second.close();
    lose(data, 'database');
    const third = open(data, null);
    expect(found(third, ticketId).acknowledged).toBeNull();
    expect(hearAll(third, [said, { subjectId: randomUUID(), ...BOTH }])).toMatchObject({ ok: true });
    expect(found(third, ticketId).acknowledged).toEqual(PREFERENTIAL);
  });

  test('are not changed by a restart', () => {
    const data = temporaryFolder();
    const first = open(data);
    const { ticketId } = issue(first);
    sayHere(first, ticketId, PREFERENTIAL);
    ask(first, ticketId, BOTH);
    hear(first, { subjectId: ticketId, ...BOTH });
    first.close();
    expect(found(open(data, null), ticketId)).toMatchObject({ asked: BOTH, acknowledged: BOTH });
  });
});
