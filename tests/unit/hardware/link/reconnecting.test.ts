import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WireEvents } from '../../../../hardware/link/connection.ts';
import { createLink } from '../../../../hardware/link/reconnecting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createTrial() {
  const wires: WireEvents[] = [];
  const link = createLink({
    pieceBytes: 100,
    bytesPerS: null,
    openWire(events) {
      wires.push(events);
      return { write() {}, end: events.over, destroy: events.over };
    },
  });
  const fail = async () => {
    wires.at(-1)?.lost('refused');
    wires.at(-1)?.over();
    await Promise.resolve();
  };
  const pauseMs = async () => {
    const known = wires.length;
    const startMs = Date.now();
    while (wires.length === known) await vi.advanceTimersByTimeAsync(1);
    return Date.now() - startMs;
  };
  return { link, wires, fail, pauseMs };
}

test('pauses double from 0.2 s to 5 s, each between half and whole', async () => {
  const { link, fail, pauseMs } = createTrial();
  link.start();
  for (const ceilingMs of [200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]) {
    await fail();
    const waitedMs = await pauseMs();
    expect(waitedMs).toBeGreaterThanOrEqual(ceilingMs / 2);
    expect(waitedMs).toBeLessThanOrEqual(ceilingMs + 1);
  }
  await link.close();
});

test('two links do not retry in step', async () => {
  const pauses: number[] = [];
  for (let count = 0; count < 8; count += 1) {
    const { link, fail, pauseMs } = createTrial();
    link.start();
    await fail();
    pauses.push(await pauseMs());
    await link.close();
  }
  expect(new Set(pauses).size).toBeGreaterThan(1);
});

test('a device that opens and stays silent does not shorten the pause; a device that answers does', async () => {
  const { link, wires, fail, pauseMs } = createTrial();
  link.start();
  for (let count = 0; count < 5; count += 1) {
    wires.at(-1)?.opened();
    await fail();
    await pauseMs();
  }
  await fail();
  expect(await pauseMs()).toBeGreaterThanOrEqual(2_500);
  wires.at(-1)?.opened();
  wires.at(-1)?.bytes(Uint8Array.of(0x12));
  await fail();
  expect(await pauseMs()).toBeLessThanOrEqual(201);
  await link.close();
});

test('the next wire opens only after the last one is closed', async () => {
  const { link, wires } = createTrial();
  link.start();
  wires[0]?.lost('closed-by-device');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wires.length).toBe(1);
  wires[0]?.over();
  await vi.advanceTimersByTimeAsync(200);
  expect(wires.length).toBe(2);
  await link.close();
});

test('no timer remains after closing, in whatever state', async () => {
  for (const during of ['opening', 'open', 'waiting'] as const) {
    const { link, wires, fail } = createTrial();
    link.start();
    if (during === 'open') wires[0]?.opened();
    if (during === 'waiting') await fail();
    await link.close();
    expect(vi.getTimerCount()).toBe(0);
  }
});

test('a listener may close the link while it is notified', async () => {
  const { link, wires, fail } = createTrial();
  link.onState((state) => {
    if (state.kind === 'closed' && state.trouble !== null) void link.close();
  });
  link.start();
  await fail();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wires.length).toBe(1);
  expect(link.state()).toEqual({ kind: 'closed', trouble: null });
});
