import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type ConnectionLimits,
  createConnections,
  UNCOUNTED_CONNECTIONS,
} from '../../../../src-central/server/connections.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LIMITS: ConnectionLimits = { strangersOfAddress: 2, strangers: 100, ofCaller: 3 };
const YOUNG_MS = 1_000;
/** Connections younger than `YOUNG_MS` may exceed the limit by these factors: those of one address, and those of all addresses. */
const CROWD_OF_ADDRESS = 64;
const CROWD = 8;

class Connected extends EventEmitter {
  readonly remotePort: number | undefined;
  readonly remoteAddress: string | undefined;
  readonly endsLate: boolean;
  isOpen = true;
  constructor(remoteAddress: string | undefined, remotePort: number | undefined, endsLate = false) {
    super();
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    this.endsLate = endsLate;
  }
  destroy(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (!this.endsLate) this.emit('close');
  }
}

function replica(limits: Partial<ConnectionLimits> | 'default' = {}) {
  const connections = createConnections(limits === 'default' ? undefined : { ...LIMITS, ...limits });
  const server = new EventEmitter();
  connections.watch(server as unknown as Server);
  let port = 1_023;
  const socketOf = (one: Connected) => one as unknown as Socket;
  return {
    connections,
    server,
    socketOf,
    come(address = '10.0.0.1', endsLate = false): Connected {
      port += 1;
      const one = new Connected(address, port, endsLate);
      server.emit('connection', one);
      return one;
    },
  };
}
const openOf = (all: readonly Connected[]): boolean[] => all.map(({ isOpen }) => isOpen);
const times = <T>(count: number, make: (no: number) => T): T[] => Array.from({ length: count }, (_, no) => make(no));

test('one address may have 64 times its limit of young connections, and one more closes the oldest', () => {
  const { come } = replica({ strangers: 1_000 });
  const crowd = times(2 * CROWD_OF_ADDRESS, () => come());
  expect(openOf(crowd)).not.toContain(false);
  expect(come().isOpen).toBe(true);
  expect(openOf(crowd)).toEqual(crowd.map((_, no) => no > 0));
});

test('all addresses may have 8 times their limit of young connections, and one more closes the oldest', () => {
  const { come } = replica({ strangers: 5 });
  const crowd = times(5 * CROWD, (no) => come(`10.0.0.${no}`));
  expect(openOf(crowd)).not.toContain(false);
  expect(come('10.0.1.1').isOpen).toBe(true);
  expect(openOf(crowd)).toEqual(crowd.map((_, no) => no > 0));
});

test('a connection is young for one second; after that the next one leaves its address no more than the limit', () => {
  const { come } = replica();
  const [first, second, third] = [come(), come(), come()];
  vi.advanceTimersByTime(YOUNG_MS - 50);
  const fourth = come();
  expect(openOf([first, second, third, fourth])).toEqual([true, true, true, true]);
  vi.advanceTimersByTime(50);
  const fifth = come();
  expect(openOf([first, second, third, fourth, fifth])).toEqual([false, false, false, true, true]);
});

test('an address has its own limit, and connections of other addresses stay', () => {
  const { come } = replica();
  const others = [come('10.0.0.2'), come('10.0.0.2')];
  const ours = [come(), come()];
  vi.advanceTimersByTime(YOUNG_MS);
  come();
  expect([openOf(others), openOf(ours)]).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('the addresses of one IPv6 /64 network count as one address', () => {
  const { come } = replica();
  const crowd = [come('2001:db8:1:2::1'), come('2001:db8:1:2::2')];
  vi.advanceTimersByTime(YOUNG_MS);
  come('2001:db8:1:2::3');
  expect(openOf(crowd)).toEqual([false, true]);
});

test('a connection with requests in progress is not closed until each of them has ended', () => {
  const { come, connections, socketOf } = replica();
  const [busy, idle, later] = [come(), come(), come()];
  const [one, other] = [connections.hold(socketOf(busy)), connections.hold(socketOf(busy))];
  vi.advanceTimersByTime(YOUNG_MS);
  come();
  expect(openOf([busy, idle, later])).toEqual([true, false, false]);
  one();
  // A request whose end is reported twice counts once.
  one();
  vi.advanceTimersByTime(YOUNG_MS);
  come();
  expect(busy.isOpen).toBe(true);
  other();
  come();
  expect(busy.isOpen).toBe(false);
});

test('a connection with valid credentials counts for its caller, who keeps its newest ones', () => {
  const { come, connections, socketOf } = replica();
  const kiosk = times(3, () => {
    const one = come();
    connections.prove(socketOf(one), 'kiosk 1');
    return one;
  });
  const other = come();
  connections.prove(socketOf(other), 'kiosk 2');
  expect(connections.callerOf(socketOf(other))).toBe('kiosk 2');
  vi.advanceTimersByTime(YOUNG_MS);
  times(4, () => come());
  expect(openOf(kiosk)).toEqual([true, true, true]);
  const next = come();
  expect(connections.callerOf(socketOf(next))).toBeNull();
  connections.prove(socketOf(next), 'kiosk 1');
  expect([openOf(kiosk), next.isOpen, other.isOpen]).toEqual([[false, true, true], true, true]);
});

test('a caller’s connection with a request in progress is not closed', () => {
  const { come, connections, socketOf } = replica({ ofCaller: 1 });
  const [stream, idle, next] = [come(), come(), come()];
  connections.hold(socketOf(stream));
  for (const one of [stream, idle, next]) connections.prove(socketOf(one), 'kiosk 1');
  expect(openOf([stream, idle, next])).toEqual([true, false, false]);
});

test('a connection that shows another caller’s credentials belongs to that caller from then on', () => {
  const { come, connections, socketOf } = replica({ ofCaller: 1 });
  const [one, other] = [come(), come()];
  connections.prove(socketOf(one), 'kiosk 1');
  connections.prove(socketOf(one), 'kiosk 1');
  connections.prove(socketOf(one), 'kiosk 2');
  connections.prove(socketOf(other), 'kiosk 1');
  expect([openOf([one, other]), connections.callerOf(socketOf(one))]).toEqual([[true, true], 'kiosk 2']);
});

test('an ended connection uses up no limit', () => {
  const { come, connections, socketOf } = replica({ ofCaller: 1 });
  const [first, second] = [come(), come()];
  first.destroy();
  vi.advanceTimersByTime(YOUNG_MS);
  const third = come();
  expect(openOf([second, third])).toEqual([true, true]);
  connections.prove(socketOf(second), 'kiosk 1');
  second.destroy();
  expect(connections.callerOf(socketOf(second))).toBeNull();
  connections.prove(socketOf(third), 'kiosk 1');
  expect(third.isOpen).toBe(true);
});

test('closing all strangers leaves callers, and connections with requests in progress', () => {
  const { come, connections, socketOf } = replica();
  const [caller, busy, idle] = [come(), come(), come()];
  connections.prove(socketOf(caller), 'kiosk 1');
  connections.hold(socketOf(busy));
  connections.closeStrangers();
  expect(openOf([caller, busy, idle])).toEqual([true, true, false]);
});

test('a timer runs only while there are strangers', () => {
  const { come } = replica();
  expect(vi.getTimerCount()).toBe(0);
  const [one, other] = [come(), come()];
  expect(vi.getTimerCount()).toBe(1);
  one.destroy();
  vi.advanceTimersByTime(50);
  expect(vi.getTimerCount()).toBe(1);
  other.destroy();
  vi.advanceTimersByTime(50);
  expect(vi.getTimerCount()).toBe(0);
  come();
  expect(vi.getTimerCount()).toBe(1);
});

test('by default an address keeps 8,192 young connections, and 128 once they are old', () => {
  const { come } = replica('default');
  const all = times(8_193, () => come());
  expect(openOf(all)).toEqual(all.map((_, no) => no > 0));
  vi.advanceTimersByTime(YOUNG_MS);
  come();
  expect(all.filter(({ isOpen }) => isOpen)).toHaveLength(127);
});

test('a connection that shows the same credentials again keeps its place in the order', () => {
  const { come, connections, socketOf } = replica({ ofCaller: 2 });
  const [first, second, third] = [come(), come(), come()];
  for (const one of [first, second, first, third]) connections.prove(socketOf(one), 'kiosk 1');
  expect(openOf([first, second, third])).toEqual([false, true, true]);
});

test('an uncounted socket belongs to no caller, and its requests are served all the same', () => {
  const { connections, socketOf } = replica();
  const unknown = socketOf(new Connected('10.0.0.9', 1));
  connections.prove(unknown, 'kiosk 1');
  expect(connections.callerOf(unknown)).toBeNull();
  connections.hold(unknown)();
});

test('a connection that ended before it was counted uses up no limit, whichever part of its address is missing', () => {
  const { come, connections, socketOf, server } = replica();
  for (const gone of [new Connected(undefined, 1), new Connected('10.0.0.1', undefined)]) {
    server.emit('connection', gone);
    connections.prove(socketOf(gone), 'kiosk 1');
    expect(connections.callerOf(socketOf(gone))).toBeNull();
  }
  const two = [come(), come()];
  vi.advanceTimersByTime(YOUNG_MS);
  expect(vi.getTimerCount()).toBe(1);
  come();
  expect(openOf(two)).toEqual([false, true]);
});

test('the late end of a connection does not affect the next one from the same peer', () => {
  const { come, connections, socketOf, server } = replica();
  const before = come();
  const after = new Connected(before.remoteAddress, before.remotePort);
  server.emit('connection', after);
  connections.prove(socketOf(after), 'kiosk 1');
  before.destroy();
  expect(connections.callerOf(socketOf(after))).toBe('kiosk 1');
});

test('a connection that comes hours later is as young as the first ones were', () => {
  const { come } = replica();
  const old = come();
  vi.advanceTimersByTime(3_600_000);
  const fresh = [come(), come(), come()];
  expect(openOf([old, ...fresh])).toEqual([false, true, true, true]);
});

test('sockets that end late close no other connection', () => {
  const { come, connections, socketOf } = replica({ ofCaller: 2 });
  const late = times(3, () => come('10.0.0.1', true));
  vi.advanceTimersByTime(YOUNG_MS);
  come('10.0.0.1', true);
  expect(openOf(late)).toEqual([false, false, true]);
  const ours = times(3, () => come('10.0.0.2', true));
  for (const one of ours) connections.prove(socketOf(one), 'kiosk 1');
  expect(openOf(ours)).toEqual([false, true, true]);
});

test('behind a proxy connections belong to no caller, and none is closed', () => {
  const socket = new Connected('10.0.0.1', 1) as unknown as Socket;
  UNCOUNTED_CONNECTIONS.watch(new EventEmitter() as unknown as Server);
  UNCOUNTED_CONNECTIONS.prove(socket, 'kiosk 1');
  expect(UNCOUNTED_CONNECTIONS.callerOf(socket)).toBeNull();
  UNCOUNTED_CONNECTIONS.hold(socket)();
  UNCOUNTED_CONNECTIONS.closeStrangers();
  expect(socket.destroyed).toBeFalsy();
});
