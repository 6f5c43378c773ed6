import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AddressInfo, connect as connectPlain, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeConnection } from '../../../src-central/server/given-connections.ts';
import { createHttpServer, PATIENCE } from '../../../src-central/server/http-server.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { certify, newAuthority, newServerKey, pemOf } from '../../support/certificates.ts';

const STREAM = pathOf('followHints', { cityId: 'terrassa', kioskId: '00000000-0000-4000-8000-000000000000' });
const REFUSED = pathOf('followHints', { cityId: 'terrassa', kioskId: 'nobody' });
const requestOf = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nhost: centre\r\n${more}\r\n`;

const authority = newAuthority('Autoritat de proves');
const serverKey = newServerKey();
const tls = {
  key: pemOf(serverKey),
  cert: certify(authority, serverKey, { fromMs: Date.UTC(2020, 0), toMs: Date.UTC(2049, 0) }),
};

interface Client {
  socket: Socket;
  /** Until what has come ends so. */
  until(ending: string): Promise<string>;
  /** All that has come once the other side has ended it. */
  ended: Promise<string>;
}

/** Answers a stream with its first words, later, as whoever asks a database does; everything else at once. `taken`: the connections of streams, `null` for what was none. */
async function serve(isTls: boolean) {
  const taken: (Socket | null)[] = [];
  const stream = async (message: IncomingMessage, response: ServerResponse) => {
    await nextTurn();
    await nextTurn();
    if (message.url === REFUSED) return void response.end('refused');
    const connection = takeConnection(message, response);
    taken.push(connection);
    return connection ? void connection.write('HTTP/1.1 200 OK\r\n\r\n:\n\n') : void response.end('untaken');
  };
  const answer: RequestListener = (message, response) => {
    if (message.url?.endsWith('/hints')) void stream(message, response);
    else response.end('plain');
  };
  const server = createHttpServer(isTls ? tls : null, PATIENCE, answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const call = (words: string): Client => {
    const socket = isTls
      ? connectTls({ port, host: '127.0.0.1', ca: authority.certificate })
      : connectPlain({ port, host: '127.0.0.1' });
    onTestFinished(() => void socket.destroy());
    let text = '';
    let heard = (): void => {};
    socket.setEncoding('utf8').on('data', (piece) => {
      text += String(piece);
      heard();
    });
    socket.on('error', () => {}).write(words);
    const ended = once(socket, 'close').then(() => text);
    const until = (ending: string) =>
      new Promise<string>((resolve) => {
        heard = () => text.endsWith(ending) && resolve(text);
        heard();
      });
    return { socket, until, ended };
  };
  return { call, taken };
}

describe.each([
  { over: 'plain HTTP', isTls: false },
  { over: 'TLS', isTls: true },
])('the connection of a stream over $over', ({ isTls }) => {
  it('holds on to neither its request nor its answer once it was taken, and goes on', async () => {
    const { call, taken } = await serve(isTls);
    const held: WeakRef<object>[] = [];
    const note = (started: unknown) => {
      const { request, response } = started as { request: object; response: object };
      held.push(new WeakRef(request), new WeakRef(response));
    };
    subscribe('http.server.request.start', note);
    onTestFinished(() => void unsubscribe('http.server.request.start', note));
    const { until, ended } = call(requestOf(STREAM));
    await until(':\n\n');
    setFlagsFromString('--expose-gc');
    await nextTurn();
    runInNewContext('gc')();
    expect(held.map((reference) => reference.deref())).toEqual([undefined, undefined]);
    taken[0]?.write('event: hint\n\n');
    await until('event: hint\n\n');
    taken[0]?.destroySoon();
    expect(await ended).toBe('HTTP/1.1 200 OK\r\n\r\n:\n\nevent: hint\n\n');
  });

  it('ends with its client, and takes the server along neither then nor when it was cut', async () => {
    const { call, taken } = await serve(isTls);
    // Node resets no connection below TLS.
    const cut = isTls ? 'destroy' : 'resetAndDestroy';
    for (const leave of ['end', cut] as const) {
      const { socket, until } = call(requestOf(STREAM));
      await until(':\n\n');
      const connection = taken.at(-1);
      if (!connection) throw new Error('it was not taken');
      const closed = new Promise((resolve) => void connection.once('close', resolve));
      socket[leave]();
      await closed;
    }
    const cutAtOnce = call(requestOf(STREAM)).socket;
    await once(cutAtOnce, isTls ? 'secureConnect' : 'connect');
    cutAtOnce[cut]();
    expect(await call(requestOf('/', 'connection: close\r\n')).ended).toMatch(/plain$/);
  });
});

describe('the connection of a stream', () => {
  it('ends with the answer where that is a refusal, and says so', async () => {
    const { call } = await serve(false);
    expect(await call(requestOf(REFUSED)).ended).toMatch(/^connection: close\r\n[\s\S]*refused$/im);
  });

  it('may have served before, and serves nothing else from then on', async () => {
    const { call, taken } = await serve(false);
    const { socket, until } = call(requestOf('/'));
    await until('plain');
    socket.write(requestOf(STREAM));
    await until(':\n\n');
    socket.write(requestOf('/'));
    taken[0]?.write('event: hint\n\n');
    expect(await until('event: hint\n\n')).toMatch(/:\n\nevent: hint\n\n$/);
  });

  it('is cut where another request comes in the same piece behind it', async () => {
    const { call } = await serve(false);
    expect(await call(`${requestOf(STREAM)}${requestOf('/')}`).ended).toBe('');
  });

  it.each([
    { but: 'behind another request in the same piece', words: `${requestOf('/')}${requestOf(STREAM)}` },
    { but: 'with a body', words: requestOf(STREAM, 'content-length: 2\r\n').concat('{}') },
  ])('is not given away where it is asked for $but', async ({ words }) => {
    const { call, taken } = await serve(false);
    await call(words).until('untaken');
    expect(taken).toEqual([null]);
  });

  it('is the only one that is given away, whatever upgrade somebody asks for', async () => {
    const { call } = await serve(false);
    const { until } = call(requestOf('/', 'connection: upgrade\r\nupgrade: websocket\r\n'));
    expect(await until('plain')).toMatch(/^HTTP\/1.1 200 /);
  });
});
