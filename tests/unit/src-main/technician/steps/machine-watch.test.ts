import { expect, test } from 'vitest';
import type { KioskEvent } from '../../../../../src-main/contract/shared/events.ts';
import { refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { createMachineWatch } from '../../../../../src-main/technician/steps/machine-watch.ts';

test('the machine’s state is reported once after the start, at each change, and again if it could not be written', () => {
  let [nowMs, free, canWrite, deadLetters] = [0, null as number | null, true, 0];
  const reported: unknown[] = [];
  const logged: string[] = [];
  const watch = createMachineWatch({
    care: { freeBytes: () => free, leastFreeBytes: 1_000 },
    certificateEndsMs: Date.parse('2027-01-15T00:00:00Z'),
    deadLetters: () => deadLetters,
    store: {
      recordEvent(event: KioskEvent) {
        if (!canWrite) return refuse({ kind: 'store-failed', detail: 'no room' });
        reported.push(event.payload);
        return succeed(null);
      },
    },
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined },
    log: { event: (kind: string) => void logged.push(kind) },
  });
  const look = (bytes: number | null, laterMs = 600_000) => {
    [nowMs, free] = [nowMs + laterMs, bytes];
    watch();
    return reported.splice(0);
  };
  const said = (disk: string) => [{ disk, certificateEnds: '2027-01-15T00:00:00.000Z', deadLetters }];
  expect(look(5_000, 59_999)).toEqual([]);
  expect(look(5_000, 1)).toEqual(said('ample'));
  expect(look(5_000)).toEqual([]);
  expect(look(999, 599_999)).toEqual([]);
  canWrite = false;
  expect(look(999, 1)).toEqual([]);
  expect(logged).toEqual(['store-failed']);
  canWrite = true;
  expect(look(999)).toEqual(said('low'));
  expect(look(1_249)).toEqual([]);
  expect(look(1_250)).toEqual(said('ample'));
  expect(look(null)).toEqual(said('unknown'));
  deadLetters = 2;
  expect(look(null)).toEqual(said('unknown'));
  expect(look(null)).toEqual([]);
  deadLetters = 0;
  expect(look(null)).toEqual(said('unknown'));
});
