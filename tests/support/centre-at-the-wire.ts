import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { AppointmentFeed } from '../../src-main/contract/centre/appointments.ts';
import {
  type Change,
  profileSigningInput,
  type ServicePause,
  SignedProfile,
} from '../../src-main/contract/centre/configuration.ts';
import { EnrolmentRequest, KeyRotation } from '../../src-main/contract/centre/enrolment.ts';
import { EventsUpload, type ItemAnswer, WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { OPERATIONS, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemKind, problemOf } from '../../src-main/contract/centre/problems.ts';
import { REQUEST_COUNT_HEADER } from '../../src-main/contract/centre/signing.ts';
import type { Environment } from '../../src-main/contract/shared/environment.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { keyIdOf, newSigningKey, type SigningKey, signText } from '../../src-main/security/keys.ts';
import {
  type RequestToSign,
  readSignature,
  signAnswer,
  verifyRequest,
} from '../../src-main/security/signed-messages.ts';

export interface StoredEvent {
  kioskId: string;
  incarnation: string;
  event: WireEvent;
}

interface EnrolledKiosk {
  kioskId: string;
  slot: number;
  keys: PublicKey[];
  revoked: boolean;
  lastRead: number;
}

interface WaitingEnrolment {
  id: string;
  code: string;
  request: EnrolmentRequest;
  state: 'waiting' | 'refused' | 'expired' | EnrolledKiosk;
}

/** What stands between kiosk and centre for one request: answered here, or let through. */
export type Interceptor = (
  name: OperationName,
  body: Buffer,
) => { status: number; headers?: Record<string, string>; body?: string; signed?: boolean } | 'hang' | 'cut' | null;

export interface WireCentre {
  readonly url: string;
  readonly port: number;
  /** In the order they were stored. */
  readonly events: readonly StoredEvent[];
  /** Every upload's size, in events. */
  readonly uploads: readonly number[];
  readonly asked: readonly OperationName[];
  readonly waiting: readonly WaitingEnrolment[];
  environment: Environment;
  intercept: Interceptor;
  /** Item answers other than `stored`. */
  judge: (event: unknown) => ItemAnswer | null;
  /** Milliseconds since 1970. */
  nowMs: () => number;
  readonly cityId: string;
  readonly officeId: string;
  readonly key: SigningKey;
  storeEpoch(): string;
  /** As if it had paired long ago. */
  enrol(publicKey: PublicKey, slot: number): EnrolledKiosk;
  /** As the centre keeps it; to be changed at will. */
  kiosk(kioskId: string): EnrolledKiosk;
  keysOf(kioskId: string): readonly PublicKey[];
  confirm(code: string, slot: number): EnrolledKiosk;
  refuse(code: string): void;
  revoke(kioskId: string): void;
  publish(document: unknown, effectiveFrom: string, change?: Partial<SignedProfile>): SignedProfile;
  pause(pause: ServicePause): void;
  resume(serviceId: ServicePause['serviceId']): void;
  voidTicket(ticketId: string): void;
  /** Of the next snapshot. */
  feed: AppointmentFeed | null;
  /** Of the program, as its snapshot says. */
  release: string | null;
  tell(change: Change): void;
  /** Only new questions bring what changes from now on. */
  forgetChanges(): void;
  /** As one that was put back from an older backup: events are gone, and it says so. */
  restore(): void;
  close(): Promise<void>;
  /** Settles when the condition holds after a request has been answered. */
  until(condition: () => boolean): Promise<void>;
}

export interface WireCentreOptions {
  cityId?: string;
  officeId?: string;
  port?: number;
  tls?: { key: string; cert: string };
  key?: SigningKey;
}

/** A centre in memory that speaks the contract over HTTP: what a kiosk can hear from one, and what can go wrong on the way. */
export async function startWireCentre(options: WireCentreOptions = {}): Promise<WireCentre> {
  const { cityId = 'terrassa', officeId = 'demostracio', tls, key = newSigningKey() } = options;
  const kiosks = new Map<string, EnrolledKiosk>();
  const waiting: WaitingEnrolment[] = [];
  const events: StoredEvent[] = [];
  const seen = new Map<string, string>();
  const uploads: number[] = [];
  const asked: OperationName[] = [];
  let profiles: SignedProfile[] = [];
  let pauses: ServicePause[] = [];
  const voided = new Set<string>();
  let changes: Change[] = [];
  let dropped = 0;
  let storeEpoch = randomUUID();
  let version = 0;
  const streams = new Set<ServerResponse>();
  const watchers = new Set<() => void>();

  function tell(change: Change): void {
    changes.push(change);
    for (const stream of streams) stream.write('event: hint\ndata:\n\n');
  }

  const snapshotOf = () => ({
    officeId,
    profiles,
    pauses,
    voided: [...voided],
    cursor: String(dropped + changes.length),
    storeEpoch,
    centreKeys: [key.publicKey],
    ...(centre.release === null ? {} : { release: centre.release }),
    ...(centre.feed === null ? {} : { appointments: centre.feed }),
  });

  type Answer =
    | { status: number; body?: unknown; headers?: Record<string, string> }
    | { problem: ProblemKind; above?: number };

  function upload(kiosk: EnrolledKiosk, body: unknown): Answer {
    const { incarnation, events } = EventsUpload.parse(body);
    uploads.push(events.length);
    const items = events.map((candidate): ItemAnswer => {
      const judged = centre.judge(candidate);
      if (judged) return judged;
      const event = WireEvent.safeParse(candidate);
      if (!event.success) return { status: 'rejected', problem: problemOf('malformed-request') };
      const place = `${kiosk.kioskId} ${incarnation} ${event.data.epoch} ${event.data.seq}`;
      if (seen.get(place) === event.data.id) return { status: 'duplicate' };
      events.push({ kioskId: kiosk.kioskId, incarnation, event: event.data });
      if (seen.has(place)) return { status: 'stored', fork: true };
      seen.set(place, event.data.id);
      return { status: 'stored' };
    });
    return { status: 200, body: { items, acknowledged: [], storeEpoch } };
  }

  function changesAfter(cursor: string): Answer {
    const from = Number(cursor) - dropped;
    if (from < 0 || from > changes.length) return { problem: 'cursor-gone' };
    const some = changes.slice(from, from + 500);
    const end = from + some.length;
    return {
      status: 200,
      body: { changes: some, cursor: String(dropped + end), more: end < changes.length, storeEpoch },
    };
  }

  function openEnrolment(body: unknown): Answer {
    const request = EnrolmentRequest.parse(body);
    if (centre.environment === 'production' && request.build === 'test') return { problem: 'test-build' };
    const id = randomUUID();
    const code = `BCDF${String(waiting.length + 2_345)
      .slice(-4)
      .replaceAll(/[01]/g, '9')}`;
    waiting.push({ id, code, request, state: 'waiting' });
    return {
      status: 201,
      body: {
        enrolmentId: id,
        code,
        expiresAt: new Date(centre.nowMs() + 600_000).toISOString(),
        centreKey: key.publicKey,
      },
    };
  }

  function readEnrolment(id: string): Answer {
    const found = waiting.find((candidate) => candidate.id === id);
    if (!found) return { problem: 'not-found' };
    const { state } = found;
    if (state === 'waiting')
      return { status: 200, body: { state, expiresAt: new Date(centre.nowMs() + 600_000).toISOString() } };
    if (typeof state === 'string') return { status: 200, body: { state } };
    const { kioskId, slot } = state;
    const { environment } = centre;
    const centreKeys = [key.publicKey];
    return {
      status: 200,
      body: { state: 'confirmed', kioskId, cityId, officeId, slot, environment, storeEpoch, centreKeys },
    };
  }

  async function answer(
    name: OperationName,
    request: RequestToSign,
    params: string[],
    query: URLSearchParams,
    onProved: () => void,
  ): Promise<Answer> {
    const { credential } = OPERATIONS[name];
    const json = (): unknown => {
      if (!request.body) return null;
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body;
      return JSON.parse(plain.toString('utf8'));
    };
    if (name === 'readTime')
      return { status: 200, body: { time: new Date(centre.nowMs()).toISOString(), nonce: query.get('nonce') } };
    if (params[0] !== cityId) return { problem: 'not-found' };
    if (credential === 'candidate') {
      const body = json();
      const owner =
        name === 'openEnrolment'
          ? EnrolmentRequest.parse(body).publicKey
          : waiting.find(({ id }) => id === params[1])?.request.publicKey;
      if (!owner || !(await verifyRequest(request, owner))) return { problem: 'bad-signature' };
      onProved();
      return name === 'openEnrolment' ? openEnrolment(body) : readEnrolment(params[1] ?? '');
    }
    const kiosk = kiosks.get(params[1] ?? '');
    const signature = readSignature(request);
    const signer = kiosk?.keys.find((candidate) => keyIdOf(candidate) === signature?.keyId);
    if (!signature) return { problem: 'unsigned' };
    if (!kiosk || !signer) return { problem: 'unknown-key' };
    if (!(await verifyRequest(request, signer))) return { problem: 'bad-signature' };
    onProved();
    if (kiosk.revoked) return { problem: 'kiosk-revoked' };
    if (request.method === 'GET') {
      const count = Number(request.headers[REQUEST_COUNT_HEADER]);
      if (!(count > kiosk.lastRead)) return { problem: 'replayed-request', above: kiosk.lastRead };
      kiosk.lastRead = count;
    }
    switch (name) {
      case 'uploadEvents':
        return upload(kiosk, json());
      case 'readChanges':
        return changesAfter(query.get('cursor') ?? '');
      case 'readSnapshot': {
        const body = snapshotOf();
        const etag = `"${dropped + changes.length}-${storeEpoch}-${centre.release}"`;
        return request.headers['if-none-match'] === etag
          ? { status: 304, headers: { etag } }
          : { status: 200, body, headers: { etag } };
      }
      case 'rotateKey':
        kiosk.keys.push(KeyRotation.parse(json()).publicKey);
        return { status: 200, body: { oldKeyUntil: new Date(centre.nowMs() + 14 * 86_400_000).toISOString() } };
      default:
        return { problem: 'not-found' };
    }
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? '/', 'http://centre');
    const route = routeOf(incoming.method ?? '', url.pathname);
    if (!route) {
      outgoing.writeHead(404).end();
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const request: RequestToSign = {
      method: incoming.method ?? '',
      url: `${tls ? 'https' : 'http'}://${headers.host}${incoming.url}`,
      headers,
      body: body.length > 0 ? body : null,
    };
    asked.push(route.name);
    const instead = centre.intercept(route.name, body);
    if (instead === 'hang') return;
    if (instead === 'cut') {
      outgoing.destroy();
      return;
    }
    let status: number;
    let sent = Buffer.alloc(0);
    const more: Record<string, string> = { 'content-type': 'application/json' };
    // An answer of ours is signed to the request that has proved itself; one in its place when the test says so.
    let signed = route.name === 'readTime';
    if (instead) {
      status = instead.status;
      sent = Buffer.from(instead.body ?? '');
      signed = instead.signed ?? false;
      Object.assign(more, instead.headers);
    } else if (route.name === 'followHints') {
      const kiosk = kiosks.get(route.params[1] ?? '');
      const signer = kiosk?.keys.find((candidate) => keyIdOf(candidate) === readSignature(request)?.keyId);
      if (!kiosk || !signer || kiosk.revoked || !(await verifyRequest(request, signer))) {
        outgoing.writeHead(401).end();
        return;
      }
      kiosk.lastRead = Math.max(kiosk.lastRead, Number(headers[REQUEST_COUNT_HEADER]));
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write(': open\n\n');
      streams.add(outgoing);
      outgoing.on('close', () => streams.delete(outgoing));
      for (const watcher of watchers) watcher();
      return;
    } else {
      const given = await answer(route.name, request, route.params, url.searchParams, () => {
        signed = true;
      });
      if ('problem' in given) {
        const problem = problemOf(given.problem, given.above === undefined ? {} : { above: given.above });
        status = problem.status;
        sent = Buffer.from(JSON.stringify(problem));
        more['content-type'] = PROBLEM_MEDIA_TYPE;
      } else {
        status = given.status;
        sent = given.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(given.body));
        Object.assign(more, given.headers);
      }
    }
    const signedRequest = headers.signature === undefined ? null : request;
    const all = signed
      ? await signAnswer({ status, headers: more, body: sent }, signedRequest, key, centre.nowMs())
      : more;
    outgoing.writeHead(status, all);
    outgoing.end(status === 304 ? undefined : sent, () => {
      for (const watcher of watchers) watcher();
    });
  }

  const handler = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void serve(incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server: Server = tls ? createHttpsServer(tls, handler) : createHttpServer(handler);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const centre: WireCentre = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    events,
    uploads,
    asked,
    waiting,
    environment: 'test',
    intercept: () => null,
    judge: () => null,
    nowMs: Date.now,
    cityId,
    officeId,
    key,
    storeEpoch: () => storeEpoch,
    enrol(publicKey, slot) {
      const kiosk = { kioskId: randomUUID(), slot, keys: [publicKey], revoked: false, lastRead: 0 };
      kiosks.set(kiosk.kioskId, kiosk);
      return kiosk;
    },
    kiosk(kioskId) {
      const found = kiosks.get(kioskId);
      if (!found) throw new Error(`no kiosk ${kioskId}`);
      return found;
    },
    keysOf: (kioskId) => kiosks.get(kioskId)?.keys ?? [],
    confirm(code, slot) {
      const found = waiting.find((candidate) => candidate.code === code);
      if (!found) throw new Error(`nobody waits under ${code}`);
      const kiosk = centre.enrol(found.request.publicKey, slot);
      found.state = kiosk;
      return kiosk;
    },
    refuse(code) {
      for (const candidate of waiting) if (candidate.code === code) candidate.state = 'refused';
    },
    revoke(kioskId) {
      const kiosk = kiosks.get(kioskId);
      if (kiosk) kiosk.revoked = true;
      for (const stream of streams) stream.write('event: hint\ndata:\n\n');
    },
    publish(document, effectiveFrom, change = {}) {
      version += 1;
      const text = typeof document === 'string' ? document : JSON.stringify(document);
      const about = { officeId, version, effectiveFrom, document: text, keyId: key.keyId, ...change };
      const unsigned = SignedProfile.omit({ signature: true }).parse(about);
      const signature = signText(profileSigningInput(cityId, unsigned), key);
      const profile = SignedProfile.parse({ signature, ...about });
      profiles = [...profiles, profile];
      tell({ kind: 'profile-published', profile });
      return profile;
    },
    pause(pause) {
      pauses = [...pauses.filter(({ serviceId }) => serviceId !== pause.serviceId), pause];
      tell({ kind: 'service-paused', pause });
    },
    resume(serviceId) {
      pauses = pauses.filter((pause) => pause.serviceId !== serviceId);
      tell({ kind: 'service-resumed', serviceId });
    },
    feed: null,
    release: null,
    tell,
    voidTicket(ticketId) {
      voided.add(ticketId);
      tell({ kind: 'ticket-voided', ticketId });
    },
    forgetChanges() {
      dropped += changes.length + 1;
      changes = [];
    },
    restore() {
      storeEpoch = randomUUID();
      events.length = 0;
      seen.clear();
    },
    async close() {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    until(condition) {
      return new Promise((resolve) => {
        const watcher = (): void => {
          if (!condition()) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      });
    },
  };
  return centre;
}

const ROUTES = (Object.keys(OPERATIONS) as OperationName[]).map((name) => ({
  name,
  method: OPERATIONS[name].method as string,
  path: new RegExp(`^${OPERATIONS[name].path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
}));

function routeOf(method: string, path: string): { name: OperationName; params: string[] } | null {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { name: route.name, params: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}
