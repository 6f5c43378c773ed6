import { createServer, isIPv4, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askAddress, ownNetworks, sweepNetwork } from '../../../../hardware/discovery/network.ts';
import { createDeviceTree } from '../../../support/device-tree.ts';

async function listenAt(host: string, port = 0, onConnection = (): void => undefined) {
  let connections = 0;
  let bytes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    onConnection();
    sockets.add(socket);
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, connections: () => connections, bytes: () => bytes };
}

test('an address with a listening printer is found, with its network card, and receives nothing', async () => {
  const printer = await listenAt('127.0.0.9');
  const { root, file } = createDeviceTree();
  file(
    'proc/net/arp',
    'IP address       HW type     Flags       HW address            Mask     Device\n' +
      '127.0.0.9        0x1         0x2         00:26:ab:01:02:03     *        eth0\n' +
      '127.0.0.10       0x1         0x0         00:00:00:00:00:00     *        eth0\n',
  );
  expect(await askAddress('127.0.0.9', { port: printer.port, root })).toEqual({
    kind: 'network',
    host: '127.0.0.9',
    port: printer.port,
    name: null,
    identity: { by: 'address', host: '127.0.0.9', port: printer.port, mac: '00:26:ab:01:02:03' },
  });
  expect(printer.bytes()).toBe(0);
});

test('an address without a listener is not found', async () => {
  const printer = await listenAt('127.0.0.9');
  expect(await askAddress('127.0.0.8', { port: printer.port })).toBeNull();
});

test('a connection that was made in time counts, although the program was busy until the time was over', async () => {
  const printer = await listenAt('127.0.0.9');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  // The event loop is blocked from here on, so nothing is read from the network.
  await new Promise(setImmediate);
  const asked = askAddress('127.0.0.9', { port: printer.port, timeoutMs: 500 });
  await new Promise(process.nextTick);
  vi.advanceTimersByTime(500);
  expect(await asked).toMatchObject({ host: '127.0.0.9' });
});

test('the own network is searched no further than its /24, and each printer is reported at once', async () => {
  const first = await listenAt('127.0.0.2');
  await listenAt('127.0.0.254', first.port);
  const outside = await listenAt('127.0.1.5', first.port);
  const own = await listenAt('127.0.0.77', first.port);
  const named: string[] = [];
  const found = await sweepNetwork({ address: '127.0.0.77', prefix: 8 }, { port: first.port }, ({ host }) =>
    named.push(host),
  );
  expect(found.map(({ host }) => host)).toEqual(['127.0.0.2', '127.0.0.254']);
  expect(named.sort()).toEqual(['127.0.0.2', '127.0.0.254']);
  expect([outside.connections(), own.connections()]).toEqual([0, 0]);
});

test('in a smaller network only its own addresses are tried', async () => {
  const inside = await listenAt('127.0.0.35');
  const outside = await listenAt('127.0.0.48', inside.port);
  const found = await sweepNetwork({ address: '127.0.0.33', prefix: 28 }, { port: inside.port });
  expect(found.map(({ host }) => host)).toEqual(['127.0.0.35']);
  expect(outside.connections()).toBe(0);
});

test('an aborted search tries no further address', async () => {
  const calledOff = new AbortController();
  const first = await listenAt('127.0.0.2', 0, () => calledOff.abort());
  const last = await listenAt('127.0.0.254', first.port);
  const search = { port: first.port, signal: calledOff.signal };
  const found = await sweepNetwork({ address: '127.0.0.77', prefix: 24 }, search);
  expect(first.connections()).toBe(1);
  expect(found.map(({ host }) => host)).not.toContain('127.0.0.254');
  expect(last.connections()).toBe(0);
});

test('this machine’s networks are listed by its address in each, without the loopback', () => {
  for (const { address, prefix } of ownNetworks()) {
    expect(isIPv4(address)).toBe(true);
    expect(address.startsWith('127.')).toBe(false);
    expect(prefix).toBeGreaterThan(0);
    expect(prefix).toBeLessThanOrEqual(32);
  }
});
