import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Random } from '../random.ts';

const DELIVERY_RESULTS = [
  'lost-request',
  'lost-answer',
  'slow',
  /** The request arrives twice at the same time. */
  'twice',
  /** The kiosk gets no answer, and the request arrives after later ones. */
  'late',
  'cut-answer',
  'altered-answer',
  /** The kiosk gets the answer to an earlier request. */
  'old-answer',
  /** A machine on the way reports success, and the request never arrives. */
  'forged-answer',
  /** A proxy answers 502 or 503 itself. */
  'busy',
  /** A proxy answers that the request is too large. */
  'too-large',
] as const;
export type DeliveryResult = (typeof DELIVERY_RESULTS)[number];

const SLOWEST_MS = 300;
/** The largest number of requests that overtake a late request. */
const MOST_OVERTAKING = 5;
/** A bad network breaks the stream of wake-ups after this long at the latest. */
const LONGEST_STREAM_MS = 3_000;

export interface FaultyNetwork {
  url: string;
  met: ReadonlyMap<DeliveryResult | 'passed', number>;
  arrive(): Promise<void>;
  close(): Promise<void>;
}

interface Letter {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface FaultyNetworkParts {
  to: string;
  /** The share of disturbed requests, 0 to 1. */
  harmedShare: number;
  /** The largest body that the proxy accepts, in bytes; `null`: it accepts any. */
  largestBodyBytes: number | null;
  random: Random;
}

/** Opens a proxy in front of the centre that disturbs requests. Passed bodies are unchanged, because they are signed. */
export async function openFaultyNetwork({
  to,
  harmedShare,
  largestBodyBytes,
  random,
}: FaultyNetworkParts): Promise<FaultyNetwork> {
  const agent = new Agent({ keepAlive: true });
  const met = new Map<DeliveryResult | 'passed', number>();
  const late: { letter: Letter; overtakenBy: number }[] = [];
  const inFlight = new Set<Promise<unknown>>();
  const lastReplies = new Map<string, Reply>();

  function send({ method, path, headers, body }: Letter): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${to}${path}`, { method, headers, agent });
      outgoing.once('response', resolve).once('error', reject);
      outgoing.end(body);
    });
  }

  async function exchange(letter: Letter): Promise<Reply> {
    const incoming = await send(letter);
    const reply = { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await bodyOf(incoming) };
    lastReplies.set(`${letter.method} ${letter.path}`, reply);
    return reply;
  }

  function arriveSometime(letter: Letter): void {
    const arriving = exchange(letter)
      .catch(() => null)
      .finally(() => inFlight.delete(arriving));
    inFlight.add(arriving);
  }

  function overtake(): void {
    for (const entry of [...late]) {
      entry.overtakenBy -= 1;
      if (entry.overtakenBy > 0) continue;
      late.splice(late.indexOf(entry), 1);
      arriveSometime(entry.letter);
    }
  }

  async function carry(letter: Letter, result: DeliveryResult | null, response: ServerResponse): Promise<void> {
    switch (result) {
      case 'lost-request':
        response.destroy();
        return;
      case 'lost-answer':
        await exchange(letter);
        response.destroy();
        return;
      case 'slow':
        await pause(random.int(1, SLOWEST_MS));
        answer(response, await exchange(letter));
        return;
      case 'twice': {
        const both = await Promise.all([exchange(letter), exchange(letter)]);
        answer(response, random.pick(both));
        return;
      }
      case 'late':
        late.push({ letter, overtakenBy: random.int(1, MOST_OVERTAKING) });
        response.destroy();
        return;
      case 'cut-answer': {
        const { status, headers, body } = await exchange(letter);
        response.writeHead(status, { ...headers, 'content-length': body.length });
        response.write(body.subarray(0, random.int(0, Math.max(0, body.length - 1))), () => response.destroy());
        return;
      }
      case 'altered-answer': {
        const reply = await exchange(letter);
        const body = Buffer.from(reply.body);
        const place = random.int(0, Math.max(0, body.length - 1));
        body[place] = (body[place] ?? 0) ^ 1;
        answer(response, { ...reply, body });
        return;
      }
      case 'old-answer': {
        const old = lastReplies.get(`${letter.method} ${letter.path}`);
        const own = await exchange(letter);
        answer(response, old ?? own);
        return;
      }
      case 'forged-answer':
        answer(response, forgedReply(letter));
        return;
      case 'busy':
        answer(response, {
          status: random.pick([502, 503]),
          headers: { 'content-type': 'text/html', 'retry-after': random.pick(['0', '1']) },
          body: Buffer.from('<h1>Bad Gateway</h1>'),
        });
        return;
      case 'too-large':
        answer(response, {
          status: random.pick([400, 413]),
          headers: { 'content-type': 'text/html' },
          body: Buffer.from('<h1>Request Entity Too Large</h1>'),
        });
        return;
      case null:
        answer(response, await exchange(letter));
    }
  }

  /** Passes on the stream of wake-ups as it comes, and breaks it after a while. */
  async function follow(letter: Letter, response: ServerResponse): Promise<void> {
    const incoming = await send(letter);
    response.writeHead(incoming.statusCode ?? 0, incoming.headers);
    response.flushHeaders();
    incoming.on('error', () => response.destroy());
    incoming.pipe(response);
    const end = setTimeout(() => response.destroy(), random.int(1, LONGEST_STREAM_MS));
    response.once('close', () => {
      clearTimeout(end);
      incoming.destroy();
    });
  }

  const server = createServer(async (incoming, response) => {
    try {
      const { method = 'GET', url: path = '/', headers } = incoming;
      const letter = { method, path, headers, body: await bodyOf(incoming) };
      const isStream = headers.accept === 'text/event-stream';
      const isTooLarge = letter.body.length > (largestBodyBytes ?? Number.POSITIVE_INFINITY);
      const chosen = !isStream && random.chance(harmedShare) ? random.pick(DELIVERY_RESULTS) : null;
      const result = isTooLarge ? 'too-large' : chosen;
      met.set(result ?? 'passed', (met.get(result ?? 'passed') ?? 0) + 1);
      if (isStream) await follow(letter, response);
      else await carry(letter, result, response);
      overtake();
    } catch {
      // The kiosk or the centre closed the connection.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    async arrive() {
      for (const { letter } of late.splice(0)) arriveSometime(letter);
      await Promise.all(inFlight);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** Forges an answer to an upload that is valid except for its signature. */
function forgedReply({ headers, body }: Letter): Reply {
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const upload: unknown = text.length > 0 ? JSON.parse(text.toString()) : null;
  const events = upload !== null && typeof upload === 'object' && 'events' in upload ? upload.events : [];
  const items = Array.isArray(events) ? events.map(() => ({ status: 'stored' })) : [];
  const all = { items, acknowledged: [], storeEpoch: '00000000-0000-4000-8000-000000000000' };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(all)),
  };
}
