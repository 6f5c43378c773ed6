import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Link, LinkState } from '../../../hardware/link/contract.ts';
import { openTcpLink } from '../../../hardware/link/tcp.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function listen(onSocket: (socket: Socket) => void, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return { server, port: address.port };
}

function linkTo(port: number): Link {
  const link = openTcpLink({ host: '127.0.0.1', port });
  closers.push(() => link.close());
  return link;
}

function reached(link: Link, wanted: (state: LinkState) => boolean): Promise<LinkState> {
  return new Promise((resolve) => {
    const stop = link.onState((state) => {
      if (!wanted(state)) return;
      stop();
      resolve(state);
    });
  });
}
const isOpen = (state: LinkState) => state.kind === 'open';
const isClosed = (state: LinkState) => state.kind === 'closed';

test('it refuses to send before it is open, and nothing of that arrives later', async () => {
  const received: Buffer[] = [];
  const { port } = await listen((socket) => {
    socket.on('data', (bytes) => {
      received.push(bytes);
      socket.write('+');
    });
  });
  const link = linkTo(port);
  expect(link.send(Buffer.from('early'))).toBe(false);
  link.start();
  expect(link.state()).toEqual({ kind: 'opening' });
  expect(link.send(Buffer.from('early'))).toBe(false);
  await reached(link, isOpen);
  const answered = new Promise((resolve) => link.onBytes(resolve));
  expect(link.send(Buffer.from('now'))).toBe(true);
  await answered;
  expect(Buffer.concat(received).toString()).toBe('now');
});

test('a closed port is told as refused, and a device that comes later is found', async () => {
  const { server, port } = await listen(() => {});
  server.close();
  await once(server, 'close');
  const link = linkTo(port);
  link.start();
  expect(await reached(link, isClosed)).toEqual({ kind: 'closed', trouble: 'refused' });
  const opened = reached(link, isOpen);
  await listen(() => {}, port);
  await opened;
});

test('a device that hangs up is told as closed-by-device and connected again', async () => {
  let connections = 0;
  const { port } = await listen((socket) => {
    connections += 1;
    if (connections === 1) socket.end();
  });
  const link = linkTo(port);
  const hungUp = reached(link, isClosed);
  link.start();
  expect(await hungUp).toEqual({ kind: 'closed', trouble: 'closed-by-device' });
  await reached(link, isOpen);
  expect(connections).toBe(2);
});

test('closing loses nothing of what was sent, though the device talks and reads late', async () => {
  const sent = Buffer.alloc(200_000, 'ticket ');
  const received: Buffer[] = [];
  let device: Socket | undefined;
  const { port } = await listen((socket) => {
    device = socket;
    socket.pause();
    socket.on('data', (bytes) => received.push(bytes));
  });
  const link = linkTo(port);
  link.start();
  await reached(link, isOpen);
  expect(link.send(sent)).toBe(true);
  const closing = link.close();
  if (device === undefined) throw new Error('no connection');
  const ended = once(device, 'end');
  await new Promise((resolve) => device?.write('status', resolve));
  device.resume();
  await ended;
  await closing;
  expect(Buffer.concat(received).equals(sent)).toBe(true);
  expect(link.state()).toEqual({ kind: 'closed', trouble: null });
  expect(link.send(sent)).toBe(false);
});

test('a restart ends the old connection before it opens the new one, as a printer serves one host', async () => {
  const story: string[] = [];
  const { port } = await listen((socket) => {
    story.push('connected');
    socket.once('close', () => story.push('ended'));
    socket.resume();
  });
  const link = linkTo(port);
  link.start();
  await reached(link, isOpen);
  link.restart();
  expect(link.state()).toEqual({ kind: 'opening' });
  expect(link.send(Buffer.from('between'))).toBe(false);
  await reached(link, isOpen);
  expect(story).toEqual(['connected', 'ended', 'connected']);
});

test('a closed link cannot be started again', async () => {
  const link = linkTo(9);
  await link.close();
  expect(() => link.start()).toThrow('this link was closed');
});
