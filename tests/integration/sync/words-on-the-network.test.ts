import { describe, expect, test } from 'vitest';
import type { ItemAnswer } from '../../../src-main/contract/centre/events-upload.ts';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import { prepareKiosk } from '../../support/kiosk-on-the-network.ts';

const FARTHEST = Number.MAX_SAFE_INTEGER;
const replayed = (above: number) => {
  const problem = problemOf('replayed-request', { above });
  return { status: problem.status, body: JSON.stringify(problem) };
};

describe('the count of reads', () => {
  test('ignores a number that the centre has not signed, so that an attacker cannot end all reads', async () => {
    const { wire, kioskId, centre, when } = await prepareKiosk();
    wire.intercept = (name) => (name === 'readSnapshot' || name === 'readChanges' ? replayed(FARTHEST) : null);
    await centre.start();
    await when(({ trouble }) => trouble !== null);
    expect(wire.kiosk(kioskId).lastRead).toBe(0);
    wire.intercept = () => null;
    centre.tryNow();
    await wire.until(() => wire.kiosk(kioskId).lastRead > 0);
    expect(wire.kiosk(kioskId).lastRead).toBeLessThan(100);
  });
});

describe('an upload whose answer has another number of events', () => {
  const stored: ItemAnswer = { status: 'stored' };
  test.each<[string, (sent: number) => ItemAnswer[]]>([
    ['none', () => []],
    ['one fewer', (sent) => Array.from({ length: sent - 1 }, () => stored)],
    ['one more', (sent) => Array.from({ length: sent + 1 }, () => stored)],
  ])('is not accepted, and all of them arrive later: %s', async (_, itemsFor) => {
    const { wire, outbox, centre, when } = await prepareKiosk();
    const waiting = outbox.next(100);
    if (!waiting.ok) throw new Error(waiting.error.detail);
    const sent = waiting.value.map(({ eventId }) => eventId);
    expect(sent.length).toBeGreaterThan(0);
    wire.intercept = (name) =>
      name === 'uploadEvents'
        ? {
            status: 200,
            body: JSON.stringify({ items: itemsFor(sent.length), acknowledged: [], storeEpoch: wire.storeEpoch() }),
            signed: true,
          }
        : null;
    await centre.start();
    expect(await when(({ trouble }) => trouble !== null)).toMatchObject({
      trouble: 'central-answer',
      unsent: sent.length,
      deadLetters: 0,
    });
    wire.intercept = () => null;
    centre.tryNow();
    await when(({ unsent }) => unsent === 0);
    expect(wire.events.map(({ event }) => event.id)).toEqual(sent);
  });
});
