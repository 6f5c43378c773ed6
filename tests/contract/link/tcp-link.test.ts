import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Link } from '../../../hardware/link/contract.ts';
import { openLink } from '../../../hardware/link/open.ts';
import { tcpDevice } from './device-ends.ts';
import { describeLink, nextTrouble, QUICK, reached } from './link-contract.ts';

describeLink('TCP', tcpDevice, 'refused');

describe('a TCP link', () => {
  const links: Link[] = [];
  const linkTo = (port: number, timing = QUICK): Link => {
    const link = openLink({ kind: 'tcp', host: '127.0.0.1', port }, timing);
    links.push(link);
    return link;
  };
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close();
  });

  async function listen(onSocket: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      onSocket(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
    return address.port;
  }

  test('reports a device that ends the connection as closed-by-device, and connects again', async () => {
    let connections = 0;
    const port = await listen((socket) => {
      connections += 1;
      if (connections === 1) socket.end();
    });
    const link = linkTo(port);
    const trouble = nextTrouble(link);
    link.start();
    expect(await trouble).toBe('closed-by-device');
    await reached(link, 'open');
    expect(connections).toBe(2);
  });

  test('ends the old connection before it opens the new one at a restart, because a printer serves one host', async () => {
    const story: string[] = [];
    const port = await listen((socket) => {
      story.push('connected');
      socket.once('close', () => story.push('ended'));
      socket.resume();
    });
    const link = linkTo(port);
    link.start();
    await reached(link, 'open');
    link.restart();
    expect(link.state()).toEqual({ kind: 'opening' });
    expect(link.send(Buffer.from('between'))).toBe(false);
    await reached(link, 'open');
    expect(story).toEqual(['connected', 'ended', 'connected']);
  });

  test('gives up a host that answers no connection at its own deadline, not after the system’s two minutes', async () => {
    const host = await silentHost();
    const link = linkTo(host.port, { ...QUICK, connectTimeoutMs: 50 });
    const trouble = nextTrouble(link);
    link.start();
    expect(await trouble).toBe('no-answer');
    host.wake();
    await reached(link, 'open');
  });
});

const BACKLOG = 1;

/** A host whose program is stopped and whose queue of connections is full, so that the kernel leaves further connections waiting. */
async function silentHost(): Promise<{ port: number; wake: () => void }> {
  const script = `
    const server = require('node:net').createServer((socket) => socket.on('error', () => {}).resume());
    server.listen({ port: 0, host: '127.0.0.1', backlog: ${BACKLOG} }, () => console.log(server.address().port));`;
  const host: ChildProcess = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void host.kill('SIGKILL'));
  if (host.stdout === null) throw new Error('its output is a pipe');
  const [line] = await once(createInterface({ input: host.stdout }), 'line');
  const port = Number(line);
  host.kill('SIGSTOP');
  while (!isStopped(host)) await new Promise((resolve) => setImmediate(resolve));
  await fillQueue(port);
  return { port, wake: () => host.kill('SIGCONT') };
}

/** Whether the process has stopped. Until then it still accepts connections from its queue. */
const isStopped = ({ pid }: ChildProcess): boolean =>
  readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .startsWith('T');

/** Fills the host's queue of connections. The kernel queues one connection more than the backlog, and does not answer further ones. */
async function fillQueue(port: number): Promise<void> {
  for (let taken = 0; taken <= BACKLOG; taken += 1) {
    const socket = new Socket();
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    const connected = once(socket, 'connect');
    socket.connect(port, '127.0.0.1');
    await connected;
  }
}
