import { expect, test } from 'vitest';
import { createAdmission } from '../../../../../src-main/calling/wire/admission.ts';
import { createManualClock, type ManualClock } from '../../../../support/manual-clock.ts';

/** `open` has the connections that the admission has not closed. */
function entry() {
  const clock = createManualClock(0);
  const admission = createAdmission<string>(clock);
  const open = new Set<string>();
  const close = (gone: readonly string[]): void => {
    // Each closed connection was open before, and is closed once.
    for (const one of gone) expect(open.delete(one), one).toBe(true);
  };
  let last = 0;
  return {
    clock,
    open,
    admission,
    come(address: string): string {
      last += 1;
      const connection = `${last} from ${address}`;
      open.add(connection);
      close(admission.come(connection, address));
      return connection;
    },
    show: (connection: string, who: string) => close(admission.shown(connection, who)),
    leave(connection: string) {
      open.delete(connection);
      admission.left(connection);
    },
  };
}

/** Connects strangers so slowly that none is refused for its rate. */
function crowd(
  { come, clock }: { come: (address: string) => string; clock: ManualClock },
  addresses: readonly string[],
  each: number,
) {
  for (let no = 0; no < each; no += 1) {
    for (const address of addresses) come(address);
    clock.advance(100);
  }
}
const ipv4 = (count: number): string[] => Array.from({ length: count }, (_, at) => `192.168.1.${at + 1}`);
/** Addresses of one machine that takes another address of its /64 each time. */
const oneNetwork = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `2001:db8:1:2::${(at + 1).toString(16)}`);

test.each([
  ['eleven addresses', ipv4(11), 24],
  ['a hundred addresses', ipv4(100), 4],
  ['one /64', oneNetwork(300), 1],
])(
  '%s of strangers take no place from a browser that has shown its cookie, nor from a newcomer before it shows one',
  (_, addresses, each) => {
    const at = entry();
    const desk = at.come('10.0.0.1');
    at.show(desk, 'desk');
    crowd(at, addresses, each);
    expect(at.open).toContain(desk);
    const newcomer = at.come('10.0.0.2');
    crowd(at, addresses.slice(0, 60), 1);
    expect(at.open).toContain(newcomer);
    at.show(newcomer, 'hall');
    crowd(at, addresses, each);
    expect(at.open).toContain(newcomer);
    expect(at.open).toContain(desk);
  },
);

test('strangers hold at most 96 places; the network with the most loses its idlest connection', () => {
  const at = entry();
  crowd(at, oneNetwork(60), 1);
  const [first = '', second = ''] = at.open;
  crowd(at, ipv4(6), 6);
  expect(at.open.size).toBe(96);
  at.clock.advance(1);
  at.admission.moved(first);
  const quiet = at.come('192.168.1.200');
  expect(at.open.size).toBe(96);
  expect(at.open).toContain(first);
  expect(at.open).toContain(quiet);
  expect(at.open).not.toContain(second);
});

test('a place that was left is free', () => {
  const at = entry();
  crowd(at, ipv4(4), 24);
  expect(at.open.size).toBe(96);
  const [first = ''] = at.open;
  at.leave(first);
  const [next = ''] = at.open;
  at.come('10.0.0.9');
  expect(at.open).toContain(next);
  at.come('10.0.0.9');
  expect(at.open.size).toBe(96);
});

test('one network of strangers makes 96 connections at once and thirty more a second; another network has its own allowance', () => {
  const at = entry();
  const comes = (address: string): boolean => at.open.has(at.come(address));
  const all = oneNetwork(100).map(comes);
  expect(all.filter(Boolean)).toHaveLength(96);
  expect(comes('10.0.0.2')).toBe(true);
  at.clock.advance(32);
  expect(comes('2001:db8:1:2::ffff')).toBe(false);
  at.clock.advance(1);
  expect([comes('2001:db8:1:2::ffff'), comes('2001:db8:1:2::ffff')]).toEqual([true, false]);
});

test('an address that showed a cookie comes back beside a crowd of its own /64, for twelve hours', () => {
  const at = entry();
  at.show(at.come('2001:db8:1:2::a'), 'desk');
  for (const address of oneNetwork(120).map((one) => `${one}00`)) at.come(address);
  at.clock.advance(12 * 60 * 60_000 - 1);
  for (let no = 0; no < 97; no += 1) at.come('2001:db8:1:2::b');
  const back = at.come('2001:db8:1:2::a');
  expect(at.open).toContain(back);
  for (const address of oneNetwork(96).map((one) => `${one}01`)) at.come(address);
  expect(at.open).toContain(back);
  at.clock.advance(1);
  // The address counts as a stranger's again, and other strangers have used up the allowance of its /64.
  for (let no = 0; no < 97; no += 1) at.come('2001:db8:1:2::b');
  expect(at.open).not.toContain(at.come('2001:db8:1:2::a'));
});

test('an address that showed no cookie is a stranger, even if a neighbour showed one', () => {
  const at = entry();
  at.show(at.come('2001:db8:1:2::a'), 'desk');
  for (let no = 0; no < 97; no += 1) at.come('2001:db8:1:2::b');
  expect(at.open).not.toContain(at.come('2001:db8:1:2::c'));
});

test('one browser with a connection for each of 300 pages loses its own idlest connections, and no other browser loses one', () => {
  const at = entry();
  const desk = at.come('10.0.0.1');
  at.show(desk, 'desk');
  const own: string[] = [];
  for (let no = 0; no < 300; no += 1) {
    const one = at.come('10.0.0.2');
    at.show(one, 'greedy');
    own.push(one);
    at.clock.advance(40);
  }
  expect(at.open.size).toBe(256);
  expect(at.open).toContain(desk);
  expect(own.map((one) => at.open.has(one))).toEqual(own.map((_, no) => no >= 45));
});

test('a connection that was closed can no longer show a cookie', () => {
  const at = entry();
  const gone = at.come('10.0.0.1');
  at.leave(gone);
  at.show(gone, 'desk');
  for (let no = 0; no < 97; no += 1) at.come('10.0.0.1');
  expect(at.open.size).toBeLessThanOrEqual(96);
});

test('recently known machines hold 128 places, and the machine with the most loses its idlest connection', () => {
  const at = entry();
  const machines = ipv4(4);
  for (const machine of machines) {
    const shown = at.come(machine);
    at.show(shown, machine);
    at.leave(shown);
  }
  for (let no = 0; no < 32; no += 1) for (const machine of machines) at.come(machine);
  expect(at.open.size).toBe(128);
  const [first = '', second = ''] = at.open;
  at.clock.advance(1);
  at.admission.moved(first);
  at.come(machines[0] ?? '');
  expect(at.open.size).toBe(128);
  expect(at.open).toContain(first);
  expect(at.open).toContain(second);
  const stranger = at.come('10.0.0.9');
  expect(at.open.size).toBe(129);
  expect(at.open).toContain(stranger);
});

test('256 machines are known; with one more, the machine that showed a cookie longest ago is a stranger again', () => {
  const at = entry();
  const showAndLeave = (address: string): void => {
    const shown = at.come(address);
    at.show(shown, 'desk');
    at.leave(shown);
    at.clock.advance(40);
  };
  // All machines are in one /64. Once its allowance is used up, only known machines can still connect.
  const machines = oneNetwork(257);
  const [first = '', second = '', third = ''] = machines;
  for (const machine of machines.slice(0, 256)) showAndLeave(machine);
  showAndLeave(first);
  for (let no = 0; no < 97; no += 1) at.come('2001:db8:1:2::ffff');
  expect(at.open).toContain(at.come(second));
  at.clock.advance(40);
  showAndLeave(machines[256] ?? '');
  for (let no = 0; no < 97; no += 1) at.come('2001:db8:1:2::ffff');
  expect(at.open).not.toContain(at.come(second));
  expect(at.open).toContain(at.come(third));
  expect(at.open).toContain(at.come(first));
});

test('a sign of life of a closed connection changes nothing', () => {
  const at = entry();
  const gone = at.come('10.0.0.1');
  at.leave(gone);
  at.admission.moved(gone);
  expect(at.admission.shown(gone, 'desk')).toEqual([]);
});

test('256 connections that have shown a cookie stay; one more closes the idlest of the browser with the most', () => {
  const at = entry();
  for (let no = 0; no < 256; no += 1) {
    at.show(at.come('10.0.0.2'), 'hall');
    at.clock.advance(40);
  }
  expect(at.open.size).toBe(256);
  const [first = '', second = ''] = at.open;
  at.admission.moved(first);
  at.show(at.come('10.0.0.2'), 'hall');
  expect([at.open.size, at.open.has(first), at.open.has(second)]).toEqual([256, true, false]);
});

test('two known machines of one /64 share no places: a machine that takes too many loses its own connections', () => {
  const at = entry();
  const [quiet, greedy] = ['2001:db8:1:2::a', '2001:db8:1:2::b'];
  for (const machine of [quiet, greedy]) {
    const shown = at.come(machine);
    at.show(shown, machine);
    at.leave(shown);
  }
  const only = at.come(quiet);
  at.clock.advance(1);
  for (let no = 0; no < 200; no += 1) at.come(greedy);
  expect(at.open.size).toBe(128);
  expect(at.open).toContain(only);
});
