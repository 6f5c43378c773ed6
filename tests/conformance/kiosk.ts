import { randomUUID } from 'node:crypto';
import type { EventsAnswer, WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { OPERATIONS, type OperationName } from '../../src-main/contract/centre/operations.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { newSigningKey, pairingFingerprint, type SigningKey } from '../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../src-main/signing/signed-messages.ts';
import { type Call, type Centre, callAsCity, requestOf } from './centre.ts';
import { type Answer, exchange } from './exchange.ts';
import { expectAnswer } from './expectations.ts';

/** A kiosk that waits to be enrolled. */
export interface Candidate {
  centre: Centre;
  key: SigningKey;
  incarnation: string;
  enrolmentId: string;
  code: string;
  centreKey: PublicKey;
  opening: Answer;
}

export interface TestKiosk {
  centre: Centre;
  key: SigningKey;
  kioskId: string;
  incarnation: string;
  slot: number;
  centreKeys: PublicKey[];
  storeEpoch: string;
  /** Makes a request signed by this kiosk. A GET gets the kiosk's next count, because a centre accepts only rising counts. */
  signed(name: OperationName, call?: Call): Promise<RequestToSign>;
  ask(name: OperationName, call?: Call): Promise<Answer>;
  number(): number;
  event(type: string, payload: Record<string, unknown>, more?: Partial<WireEvent>): WireEvent;
  batch(events: readonly unknown[]): {
    incarnation: string;
    sender: { bootId: string; monoMs: number };
    events: unknown[];
  };
  tell(...events: readonly unknown[]): Promise<EventsAnswer>;
}

export async function askAsCandidate(
  { centre, key }: Pick<Candidate, 'centre' | 'key'>,
  name: 'openEnrolment' | 'readEnrolment',
  call: Call,
): Promise<Answer> {
  const request = requestOf(centre, name, call);
  const count = OPERATIONS[name].method === 'GET' ? Date.now() : null;
  return exchange({ ...request, headers: await signRequest(request, key, 'candidate', count) });
}

export async function openEnrolment(centre: Centre): Promise<Candidate> {
  const key = newSigningKey();
  const incarnation = randomUUID();
  const answer = await askAsCandidate({ centre, key }, 'openEnrolment', {
    body: { publicKey: key.publicKey, incarnation, slot: null, version: '0.0.0', build: 'official' },
  });
  const { enrolmentId, code, centreKey } = expectAnswer('openEnrolment', answer);
  return { centre, key, incarnation, enrolmentId, code, centreKey, opening: answer };
}

export const readEnrolment = (candidate: Candidate): Promise<Answer> =>
  askAsCandidate(candidate, 'readEnrolment', { params: { enrolmentId: candidate.enrolmentId } });

export const confirmEnrolment = (
  { centre, code, key, centreKey }: Candidate,
  place: { officeId: string; slot: number },
  fingerprint: string = pairingFingerprint(key.publicKey, centreKey),
): Promise<Answer> =>
  callAsCity(centre, 'confirmEnrolment', { body: { code, fingerprint, ...place, name: `quiosc ${place.slot}` } });

export async function enrol(centre: Centre, officeId: string, slot: number): Promise<TestKiosk> {
  const candidate = await openEnrolment(centre);
  expectAnswer('confirmEnrolment', await confirmEnrolment(candidate, { officeId, slot }));
  const state = expectAnswer('readEnrolment', await readEnrolment(candidate));
  if (state.state !== 'confirmed') throw new Error(`a confirmed enrolment reads as ${state.state}`);
  const { kioskId, centreKeys, storeEpoch } = state;
  return { ...kioskOf(candidate, kioskId, slot), centreKeys, storeEpoch };
}

function kioskOf({ centre, key, incarnation }: Candidate, kioskId: string, slot: number) {
  const bootId = randomUUID();
  let count = 0;
  let seq = 0;
  let number = slot * 100_000;

  const signed = async (name: OperationName, call: Call = {}): Promise<RequestToSign> => {
    const request = requestOf(centre, name, { ...call, params: { kioskId, ...call.params } });
    if (request.method === 'GET') count += 1;
    return { ...request, headers: await signRequest(request, key, 'kiosk', request.method === 'GET' ? count : null) };
  };
  const ask = async (name: OperationName, call: Call = {}) => exchange(await signed(name, call));
  const batch = (events: readonly unknown[]) => ({
    incarnation,
    sender: { bootId, monoMs: performance.now() },
    events: [...events],
  });
  return {
    centre,
    key,
    kioskId,
    incarnation,
    slot,
    signed,
    ask,
    batch,
    number: () => {
      number += 1;
      return number;
    },
    event: (type: string, payload: Record<string, unknown>, more: Partial<WireEvent> = {}): WireEvent => {
      if (more.seq === undefined) seq += 1;
      const at: WireEvent['at'] = { wall: new Date().toISOString(), bootId, monoMs: performance.now(), trust: 'guess' };
      return { id: randomUUID(), epoch: 0, seq, type, v: 1, at, payload, ...more };
    },
    tell: async (...events: readonly unknown[]) =>
      expectAnswer('uploadEvents', await ask('uploadEvents', { body: batch(events) })),
  };
}
