import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createOfficeQueues } from '../../../../../src-main/centre/wire/office-queues.ts';
import { Changes } from '../../../../../src-main/contract/centre/configuration.ts';
import { OfficeQueue } from '../../../../../src-main/contract/centre/office-queues.ts';

test('a queue of another system is known for 90 s of the centre’s time, and unknown without that time', () => {
  const startMs = Date.parse('2026-11-27T10:00:00Z');
  let nowMs: number | null = startMs;
  const { heard, ofService } = createOfficeQueues({ nowMs: () => nowMs });
  const queue = (serviceId: string, waiting: number) =>
    OfficeQueue.parse({ serviceId, waiting, minutes: { from: 5, to: 10 }, asOf: '2026-11-27T10:00:00Z' });
  expect(ofService('padro')).toBeNull();
  heard([queue('padro', 3), queue('tramits', 0)]);
  const known = { waiting: 3, minutes: { from: 5, to: 10 } };
  expect([ofService('padro'), ofService('consultes')]).toEqual([known, null]);
  nowMs = null;
  expect(ofService('padro')).toBeNull();
  nowMs = startMs + 89_999;
  expect(ofService('padro')).toEqual(known);
  nowMs = startMs + 90_000;
  expect(ofService('padro')).toBeNull();
  // After the centre's clock was set back, the stored state has a time in the future and is ignored.
  nowMs = startMs - 90_000;
  expect(ofService('padro')).toBeNull();
  nowMs = startMs;
  heard([queue('tramits', 0)]);
  expect(ofService('padro')).toBeNull();
});

test('an invalid queue is dropped by itself, and the changes that came with it are kept', () => {
  const { heard, ofService } = createOfficeQueues({ nowMs: () => Date.parse('2026-11-27T10:00:00Z') });
  const queue = (serviceId: string, minutes: unknown, waiting = 3) => ({
    serviceId,
    waiting,
    minutes,
    asOf: '2026-11-27T10:00:00Z',
  });
  const { queues = [] } = Changes.parse({
    changes: [],
    cursor: '1',
    more: false,
    storeEpoch: randomUUID(),
    queues: [
      queue('padro', { from: 5, to: 10 }),
      queue('tramits', { from: 0, to: 301 }),
      queue('consultes', { from: 9, to: 9 }),
      queue('multes', null, -1),
      'nothing',
    ],
  });
  heard(queues);
  expect(['padro', 'tramits', 'consultes', 'multes'].map((id) => ofService(id)?.waiting ?? null)).toEqual([
    3,
    null,
    null,
    null,
  ]);
});
