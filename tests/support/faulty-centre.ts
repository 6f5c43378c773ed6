import { createServer, request as forwardRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { type EventsAnswer, EventsUpload } from '../../src-main/contract/centre/events-upload.ts';
import { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { pairingFingerprint, type SigningKey } from '../../src-main/signing/keys.ts';
import { type AnswerToSign, type RequestToSign, signAnswer } from '../../src-main/signing/signed-messages.ts';

/** A change to a centre's messages. The changed messages are signed again, so that the fault is their only defect. */
export interface Fault {
  /** May change unsigned requests only, because the proxy cannot sign for a kiosk. */
  changeRequest?(request: RequestToSign): RequestToSign;
  /** `null`: the real centre answers. */
  answerInstead?(request: RequestToSign): AnswerToSign | null;
  /** Changes the real centre's answer; `null`: it stays. */
  changeAnswer?(answer: AnswerToSign, request: RequestToSign): AnswerToSign | null;
  /** Largest number of requests in progress. A request counts once its headers have arrived. Further requests get a 503. */
  mostUnread?: number;
  keepsStreams?: true;
  sign?: 'as-due' | 'not-at-all' | 'bound-to-nothing';
}

const SIGNATURE_HEADERS = ['signature', 'signature-input', 'content-digest', 'torn-time'];

/** Starts a proxy with one fault in front of the real centre at `target`. Returns the proxy's address. */
export async function startFaultyCentre(target: string, centreKey: SigningKey, fault: Fault): Promise<string> {
  let unread = 0;
  const server = createServer(async (incoming, outgoing) => {
    unread += 1;
    outgoing.once('close', () => {
      unread -= 1;
    });
    if (unread > (fault.mostUnread ?? Number.POSITIVE_INFINITY)) {
      outgoing.writeHead(503).end();
      return;
    }
    // The proxy reads the body of every sender, also of unknown ones. The real centre does not, so every faulty centre has this fault too.
    const request = await receivedOf(incoming).catch(() => null);
    if (request === null) return;
    const instead = fault.answerInstead?.(request) ?? null;
    const response = instead ? null : await forward(target, fault.changeRequest?.(request) ?? request);
    if (response?.headers['content-type'] === 'text/event-stream') {
      outgoing.writeHead(response.statusCode ?? 0, response.headers);
      outgoing.once('close', () => response.destroy());
      response.pipe(outgoing, { end: fault.keepsStreams !== true });
      return;
    }
    const came: AnswerToSign = instead ?? {
      status: response?.statusCode ?? 0,
      headers: plain(response?.headers ?? {}),
      body: response ? await buffer(response) : Buffer.alloc(0),
    };
    const changed = instead ?? fault.changeAnswer?.(came, request) ?? null;
    await answer(outgoing, request, changed ?? came, changed === null && fault.sign === undefined);
  });

  async function answer(
    outgoing: ServerResponse,
    request: RequestToSign,
    answered: AnswerToSign,
    isUntouched: boolean,
  ): Promise<void> {
    const { status, headers, body } = answered;
    const wasSigned = headers.signature !== undefined || request.headers.signature !== undefined;
    const bare = Object.fromEntries(Object.entries(headers).filter(([name]) => !SIGNATURE_HEADERS.includes(name)));
    const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...rest } = bare;
    const due = request.headers.signature === undefined || fault.sign === 'bound-to-nothing' ? null : request;
    const sent =
      !wasSigned || fault.sign === 'not-at-all'
        ? rest
        : await signAnswer({ status, headers: rest, body }, due, centreKey, Date.now());
    outgoing.writeHead(status, isUntouched ? headers : sent);
    outgoing.end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function receivedOf(incoming: IncomingMessage): Promise<RequestToSign> {
  const body = await buffer(incoming);
  const url = `http://${incoming.headers.host}${incoming.url ?? '/'}`;
  return {
    method: incoming.method ?? 'GET',
    url,
    headers: plain(incoming.headers),
    body: body.byteLength > 0 ? body : null,
  };
}

function forward(target: string, request: RequestToSign): Promise<IncomingMessage> {
  const { pathname, search } = new URL(request.url);
  const { headers } = request;
  return new Promise((resolve, reject) => {
    const passed = forwardRequest(`${target}${pathname}${search}`, { method: request.method, headers }, resolve);
    passed.on('error', reject);
    passed.end(request.body ?? undefined);
  });
}

const plain = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

const isUpload = ({ method, url }: RequestToSign): boolean => method === 'POST' && url.endsWith('/events');

function uploadOf(request: RequestToSign): EventsUpload | null {
  if (!isUpload(request) || !request.body) return null;
  try {
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body;
    const read = EventsUpload.safeParse(JSON.parse(text.toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const json = (status: number, body: unknown): AnswerToSign => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: Buffer.from(JSON.stringify(body)),
});

/** Faults that another implementation of the centre had or could have. */
export const FAULTS = {
  unsignedAnswers: (): Fault => ({ sign: 'not-at-all' }),
  answersBoundToNothing: (): Fault => ({ sign: 'bound-to-nothing' }),
  duplicatesAnsweredAsStored: (): Fault => ({
    changeAnswer: (answer, request) => {
      if (!isUpload(request) || answer.status !== 200) return null;
      const answered = JSON.parse(answer.body.toString()) as EventsAnswer;
      const items = answered.items.map((item) => (item.status === 'duplicate' ? { status: 'stored' } : item));
      return json(200, { ...answered, items });
    },
  }),
  bodiesWaitedFor: (): Fault => ({}),
  countedFromTheHead: (): Fault => ({ mostUnread: 100 }),
  streamsWithoutEnd: (): Fault => ({ keepsStreams: true }),
  malformedUrlAnsweredAsText: (): Fault => ({
    changeAnswer: (answer, request) =>
      answer.status === 400 && /%(zz|E0)/.test(request.url)
        ? { status: 400, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>Bad Request</h1>') }
        : null,
  }),
  /** Signs the answer to every request that has a signature, even an invalid one. */
  unprovedRequestsAnsweredSigned: (): Fault => ({ sign: 'as-due' }),
  ignoredIfNoneMatch: (): Fault => {
    const whole = new Map<string, AnswerToSign>();
    return {
      changeAnswer: (answer, request) => {
        if (answer.status === 200) whole.set(request.url, answer);
        return answer.status === 304 ? (whole.get(request.url) ?? null) : null;
      },
    };
  },
  /** Confirms a ticket that was uploaded alone, but loses it. */
  lostTurn: (storeEpoch: string): Fault => ({
    answerInstead: (request) => {
      const events = uploadOf(request)?.events as { type?: string; epoch: number; seq: number }[] | undefined;
      const [first] = events ?? [];
      if (events?.length !== 1 || first?.type !== 'ticket-issued') return null;
      const acknowledged = [{ epoch: first.epoch, seq: first.seq }];
      return json(200, { items: [{ status: 'stored' }], acknowledged, storeEpoch });
    },
  }),
  anyFingerprintTaken: (): Fault => {
    const fingerprints = new Map<string, string>();
    let opening: string | null = null;
    return {
      changeRequest: (request) => {
        if (!request.body || !request.url.includes('/enrolments')) return request;
        const body = JSON.parse(request.body.toString());
        if (!request.url.endsWith('/confirm')) {
          opening = body.publicKey;
          return request;
        }
        const text = JSON.stringify({ ...body, fingerprint: fingerprints.get(body.code) ?? body.fingerprint });
        return { ...request, body: Buffer.from(text) };
      },
      changeAnswer: ({ status, body }) => {
        if (status !== 201 || opening === null) return null;
        const { code, centreKey } = JSON.parse(body.toString());
        if (code !== undefined) fingerprints.set(code, pairingFingerprint(PublicKey.parse(opening), centreKey));
        return null;
      },
    };
  },
  /** The audit lacks operations that changed nothing. */
  halfAnAudit: (): Fault => ({
    changeAnswer: (answer, request) => {
      if (!request.url.includes('/admin/audit') || answer.status !== 200) return null;
      const answered = JSON.parse(answer.body.toString()) as {
        entries: { what: string; result: string; source: string }[];
      };
      const isChange = ({ what, result, source }: { what: string; result: string; source: string }) =>
        source === 'kiosk' || (result === 'done' && !what.startsWith('list'));
      return json(200, { ...answered, entries: answered.entries.filter(isChange) });
    },
  }),
  /** Gives every token the rights of the first one seen. */
  anyTokenTaken: (): Fault => {
    let first: string | undefined;
    return {
      changeRequest: (request) => {
        const { authorization } = request.headers;
        if (authorization === undefined) return request;
        first ??= authorization;
        return { ...request, headers: { ...request.headers, authorization: first } };
      },
    };
  },
  /** Hides from kiosks that appointments moved to another office, and the document numbers of all appointments. */
  appointmentsHalfShown: (): Fault => ({
    changeAnswer: (answer, request) => {
      if (!request.url.includes('/changes?') || answer.status !== 200) return null;
      const answered = JSON.parse(answer.body.toString()) as { changes: { appointment?: { state: string } }[] };
      const changes = answered.changes.flatMap((change) => {
        if (!change.appointment) return [change];
        if (change.appointment.state === 'moved') return [];
        return [{ ...change, appointment: { ...change.appointment, document: null } }];
      });
      return json(200, { ...answered, changes });
    },
  }),
  queuesOfAnotherSystemKept: (): Fault => ({
    changeAnswer: (answer, request) => {
      if (!request.url.includes('/changes?') || answer.status !== 200) return null;
      const { queues: _, ...rest } = JSON.parse(answer.body.toString()) as { queues?: unknown };
      return json(200, rest);
    },
  }),
  replayedReadsAnswered: (): Fault => {
    const answers = new Map<string, AnswerToSign>();
    return {
      changeAnswer: (answer, request) => {
        const key = request.headers.signature ?? '';
        if (request.method !== 'GET') return null;
        if (answer.status === 200) answers.set(key, answer);
        return answer.status === 409 ? (answers.get(key) ?? null) : null;
      },
    };
  },
} as const;
