import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { EnrolmentRequest, KeyRotation } from '../../../src-main/contract/centre/enrolment.ts';
import { EventsUpload, type ItemAnswer, WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { OPERATIONS, type OperationName } from '../../../src-main/contract/centre/operations.ts';
import { type ProblemKind, problemOf } from '../../../src-main/contract/centre/problems.ts';
import { REQUEST_COUNT_HEADER } from '../../../src-main/contract/centre/signing.ts';
import type { PublicKey } from '../../../src-main/contract/shared/ids.ts';
import { keyIdOf } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, readSignature, verifyRequest } from '../../../src-main/signing/signed-messages.ts';
import type { EnrolledKiosk, WireState } from './state.ts';

const PAIRING_CODE_MS = 600_000;
const OLD_KEY_MS = 14 * 86_400_000;
const MOST_CHANGES = 500;

type Content =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { problem: ProblemKind; above?: number };

/** `isSigned`: the request has proved its sender or needs no proof, so the answer is signed. */
export interface Answer {
  content: Content;
  isSigned: boolean;
}

export interface Question {
  name: OperationName;
  request: RequestToSign;
  params: string[];
  query: URLSearchParams;
}

export async function answer(state: WireState, question: Question): Promise<Answer> {
  const { name, params, query } = question;
  if (name === 'readTime') {
    const body = { time: isoAfter(state, 0), nonce: query.get('nonce') };
    return { content: { status: 200, body }, isSigned: true };
  }
  if (params[0] !== state.cityId) return refuse('not-found');
  return OPERATIONS[name].credential === 'candidate' ? answerCandidate(state, question) : answerKiosk(state, question);
}

const refuse = (problem: ProblemKind): Answer => ({ content: { problem }, isSigned: false });

/** Returns the kiosk whose key signed the request, or the reason why the signature is refused. */
export async function signerOf(
  state: WireState,
  request: RequestToSign,
  kioskId: string,
): Promise<EnrolledKiosk | ProblemKind> {
  const kiosk = state.kiosks.get(kioskId);
  const signature = readSignature(request);
  const signer = kiosk?.keys.find((candidate) => keyIdOf(candidate) === signature?.keyId);
  if (!signature) return 'unsigned';
  if (!kiosk || !signer) return 'unknown-key';
  return (await verifyRequest(request, signer)) ? kiosk : 'bad-signature';
}

async function answerCandidate(state: WireState, { name, request, params }: Question): Promise<Answer> {
  const opened = name === 'openEnrolment' ? EnrolmentRequest.parse(jsonOf(request)) : null;
  const id = params[1] ?? '';
  const owner: PublicKey | undefined =
    opened?.publicKey ?? state.waiting.find((candidate) => candidate.id === id)?.request.publicKey;
  if (!owner || !(await verifyRequest(request, owner))) return refuse('bad-signature');
  return { content: opened ? openEnrolment(state, opened) : readEnrolment(state, id), isSigned: true };
}

async function answerKiosk(state: WireState, question: Question): Promise<Answer> {
  const kiosk = await signerOf(state, question.request, question.params[1] ?? '');
  return typeof kiosk === 'string' ? refuse(kiosk) : { content: contentFor(state, kiosk, question), isSigned: true };
}

function contentFor(state: WireState, kiosk: EnrolledKiosk, { name, request, query }: Question): Content {
  if (kiosk.revoked) return { problem: 'kiosk-revoked' };
  if (request.method === 'GET') {
    const count = Number(request.headers[REQUEST_COUNT_HEADER]);
    if (!(count > kiosk.lastRead)) return { problem: 'replayed-request', above: kiosk.lastRead };
    kiosk.lastRead = count;
  }
  switch (name) {
    case 'uploadEvents':
      return upload(state, kiosk, jsonOf(request));
    case 'readChanges':
      return changesAfter(state, query.get('cursor') ?? '');
    case 'readSnapshot':
      return readSnapshot(state, request.headers['if-none-match']);
    case 'rotateKey':
      kiosk.keys.push(KeyRotation.parse(jsonOf(request)).publicKey);
      return { status: 200, body: { oldKeyUntil: isoAfter(state, OLD_KEY_MS) } };
    default:
      return { problem: 'not-found' };
  }
}

function upload(state: WireState, kiosk: EnrolledKiosk, body: unknown): Content {
  const { incarnation, events } = EventsUpload.parse(body);
  state.uploads.push(events.length);
  const items = events.map((candidate) => store(state, kiosk.kioskId, incarnation, candidate));
  return { status: 200, body: { items, acknowledged: [], storeEpoch: state.epoch } };
}

function store(state: WireState, kioskId: string, incarnation: string, candidate: unknown): ItemAnswer {
  const judged = state.judge(candidate);
  if (judged) return judged;
  const event = WireEvent.safeParse(candidate);
  if (!event.success) return { status: 'rejected', problem: problemOf('malformed-request') };
  const place = `${kioskId} ${incarnation} ${event.data.epoch} ${event.data.seq}`;
  if (state.seen.get(place) === event.data.id) return { status: 'duplicate' };
  state.events.push({ kioskId, incarnation, event: event.data });
  if (state.seen.has(place)) return { status: 'stored', fork: true };
  state.seen.set(place, event.data.id);
  return { status: 'stored' };
}

function changesAfter({ changes, dropped, epoch }: WireState, cursor: string): Content {
  const from = Number(cursor) - dropped;
  if (from < 0 || from > changes.length) return { problem: 'cursor-gone' };
  const some = changes.slice(from, from + MOST_CHANGES);
  const end = from + some.length;
  const more = end < changes.length;
  return { status: 200, body: { changes: some, cursor: String(dropped + end), more, storeEpoch: epoch } };
}

function readSnapshot(state: WireState, heldEtag: string | undefined): Content {
  const { officeId, profiles, pauses, dropped, changes, epoch, key, release, feed } = state;
  const cursor = String(dropped + changes.length);
  const etag = `"${cursor}-${epoch}-${release}"`;
  if (heldEtag === etag) return { status: 304, headers: { etag } };
  const body = {
    officeId,
    profiles,
    pauses,
    voided: [...state.voided],
    cursor,
    storeEpoch: epoch,
    centreKeys: [key.publicKey],
    ...(release === null ? {} : { release }),
    ...(feed === null ? {} : { appointments: feed }),
  };
  return { status: 200, body, headers: { etag } };
}

function openEnrolment(state: WireState, request: EnrolmentRequest): Content {
  const { environment, waiting, key } = state;
  if (environment === 'production' && request.build === 'test') return { problem: 'test-build' };
  const id = randomUUID();
  const number = String(waiting.length + 2_345).slice(-4);
  const code = `BCDF${number.replaceAll(/[01]/g, '9')}`;
  waiting.push({ id, code, request, state: 'waiting' });
  const expiresAt = isoAfter(state, PAIRING_CODE_MS);
  return { status: 201, body: { enrolmentId: id, code, expiresAt, centreKey: key.publicKey } };
}

function readEnrolment(centre: WireState, id: string): Content {
  const found = centre.waiting.find((candidate) => candidate.id === id);
  if (!found) return { problem: 'not-found' };
  const { state } = found;
  if (state === 'waiting') return { status: 200, body: { state, expiresAt: isoAfter(centre, PAIRING_CODE_MS) } };
  if (typeof state === 'string') return { status: 200, body: { state } };
  const { kioskId, slot } = state;
  const { cityId, officeId, environment, epoch, key } = centre;
  const trust = { environment, storeEpoch: epoch, centreKeys: [key.publicKey] };
  return { status: 200, body: { state: 'confirmed', kioskId, cityId, officeId, slot, ...trust } };
}

const isoAfter = ({ nowMs }: WireState, ms: number): string => new Date(nowMs() + ms).toISOString();

function jsonOf({ body, headers }: RequestToSign): unknown {
  if (!body) return null;
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return JSON.parse(Buffer.from(plain).toString('utf8'));
}
