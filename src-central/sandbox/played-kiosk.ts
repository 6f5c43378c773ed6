import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Snapshot } from '../../src-main/contract/centre/configuration.ts';
import { EnrolmentOpened, EnrolmentState } from '../../src-main/contract/centre/enrolment.ts';
import type { WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import type { OperationName } from '../../src-main/contract/centre/operations.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import {
  keyFromPem,
  keyToPem,
  newSigningKey,
  pairingFingerprint,
  type SigningKey,
} from '../../src-main/signing/keys.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import { type Clock, instantOf } from '../clock.ts';
import { type CityAddress, type Question, requestTo, send } from './ask.ts';

export interface PlayedWire extends CityAddress {
  clock: Clock;
}

/** A simulated kiosk: the data with which its requests and events are made. They are plain data, so that a demonstration can store them. */
export const PlayedKiosk = z.object({
  kioskId: z.string(),
  officeId: z.string(),
  slot: z.int(),
  pem: z.string(),
  incarnation: z.uuid(),
  bootId: z.uuid(),
  bootedMs: z.number(),
  seq: z.int(),
  serviceDay: z.string(),
  numbers: z.record(z.string(), z.int()),
  waiting: z.array(z.string()),
});
export type PlayedKiosk = z.infer<typeof PlayedKiosk>;

export interface Candidate {
  key: SigningKey;
  incarnation: string;
}

export interface PlayedEvent {
  type: string;
  payload: Record<string, unknown>;
  atMs?: number;
  bootId?: string;
}

export const newCandidate = (): Candidate => ({ key: newSigningKey(), incarnation: randomUUID() });

/** Asks to be enrolled. A repeated call returns the same enrolment until its code has expired. */
export async function openEnrolment(
  wire: PlayedWire,
  { key, incarnation }: Candidate,
  version: string,
): Promise<EnrolmentOpened> {
  const body = { publicKey: key.publicKey, incarnation, slot: null, version, build: 'official' };
  const opening = requestTo(wire, 'openEnrolment', { body });
  return EnrolmentOpened.parse(await send({ ...opening, headers: await signRequest(opening, key, 'candidate', null) }));
}

/** Returns the enrolled kiosk. `null`: no person has confirmed the enrolment. */
export async function readEnrolment(
  wire: PlayedWire,
  { key, incarnation }: Candidate,
  enrolmentId: string,
): Promise<PlayedKiosk | null> {
  const asking = requestTo(wire, 'readEnrolment', { params: { enrolmentId } });
  const headers = await signRequest(asking, key, 'candidate', Date.now());
  const state = EnrolmentState.parse(await send({ ...asking, headers }));
  if (state.state !== 'confirmed') return null;
  const { kioskId, officeId, slot } = state;
  return {
    kioskId,
    officeId,
    slot,
    incarnation,
    pem: keyToPem(key),
    bootId: randomUUID(),
    bootedMs: wire.clock.nowMs() - BOOTED_BEFORE_MS,
    seq: 0,
    serviceDay: '',
    numbers: {},
    waiting: [],
  };
}
const BOOTED_BEFORE_MS = 60_000;

export interface PlayedPlace {
  token: string;
  centreKey: PublicKey;
  officeId: string;
  slot: number;
  name: string;
  version: string;
}

/** Enrols a kiosk like a real one: its key opens an enrolment, then the owner of `token` compares the fingerprint and confirms. */
export async function enrolPlayed(
  wire: PlayedWire,
  { token, centreKey, officeId, slot, name, version }: PlayedPlace,
): Promise<PlayedKiosk> {
  const candidate = newCandidate();
  const { code, enrolmentId } = await openEnrolment(wire, candidate, version);
  const fingerprint = pairingFingerprint(candidate.key.publicKey, centreKey);
  const body = { code, fingerprint, officeId, slot, name };
  await send(requestTo(wire, 'confirmEnrolment', { body, headers: { authorization: `Bearer ${token}` } }));
  const kiosk = await readEnrolment(wire, candidate, enrolmentId);
  if (kiosk === null) throw new Error('the enrolment was confirmed, but the kiosk still waits');
  return kiosk;
}

async function ask(
  wire: PlayedWire,
  { kioskId, pem }: PlayedKiosk,
  name: OperationName,
  count: number | null,
  question: Question = {},
) {
  const key = keyFromPem(pem);
  if (key === null) throw new Error(`the key of ${kioskId} cannot be read`);
  const request = requestTo(wire, name, { ...question, params: { kioskId } });
  return send({ ...request, headers: await signRequest(request, key, 'kiosk', count) });
}

/** Sends events, if there are any. `isDoubtful`: the kiosk's clock was not set by a centre. */
export async function tell(
  wire: PlayedWire,
  kiosk: PlayedKiosk,
  played: readonly PlayedEvent[],
  isDoubtful = false,
): Promise<void> {
  if (played.length === 0) return;
  const nowMs = wire.clock.nowMs();
  const { bootId, bootedMs, incarnation } = kiosk;
  const events = played.map(({ type, payload, atMs = nowMs, bootId: ownBoot = bootId }): WireEvent => {
    kiosk.seq += 1;
    const wall = instantOf(atMs);
    const at: WireEvent['at'] = isDoubtful
      ? { wall, bootId: ownBoot, trust: 'guess' }
      : { wall, bootId, monoMs: Math.max(0, atMs - bootedMs), trust: 'trusted' };
    return { id: randomUUID(), epoch: 0, seq: kiosk.seq, type, v: 1, at, payload };
  });
  const body = { incarnation, sender: { bootId, monoMs: Math.max(0, nowMs - bootedMs) }, events };
  await ask(wire, kiosk, 'uploadEvents', null, { body });
}

/** Returns the number below the first ticket number of a slot: slot 1 has the numbers up to 399, each later slot has two hundred. */
const firstOf = (slot: number): number => (slot === 1 ? 0 : 200 * slot);

/** Begins a new service day at the kiosk: its numbers begin again with the first, and its queue is empty. */
export function beginDay({ clock }: PlayedWire, kiosk: PlayedKiosk, zone: string): void {
  const serviceDay = serviceDayOf(clock.nowMs(), zone);
  if (serviceDay === kiosk.serviceDay) return;
  kiosk.serviceDay = serviceDay;
  kiosk.numbers = {};
  kiosk.waiting = [];
}

/** Returns the events of a new ticket: issued, checked in if `appointment` is given, and printed. The ticket joins the kiosk's queue. */
export function giveTurn(
  wire: PlayedWire,
  kiosk: PlayedKiosk,
  { serviceId, series }: { serviceId: string; series: string },
  zone: string,
  appointment: { appointmentId: string; startMs: number } | null = null,
): PlayedEvent[] {
  beginDay(wire, kiosk, zone);
  const { serviceDay } = kiosk;
  const number = (kiosk.numbers[series] ?? firstOf(kiosk.slot)) + 1;
  kiosk.numbers[series] = number;
  const ticketId = randomUUID();
  kiosk.waiting.push(ticketId);
  const ticket = { ticketId, series, serviceDay, number, serviceId, language: 'ca', followToken: null };
  const way = appointment === null ? 'walk-in' : 'appointment';
  return [
    { type: 'ticket-issued', payload: { ...ticket, way } },
    ...(appointment === null ? [] : [checkIn(ticketId, appointment)]),
    { type: 'ticket-print-ended', payload: { ticketId, state: 'printed', cause: null, duplicate: false } },
  ];
}

const checkIn = (
  ticketId: string,
  { appointmentId, startMs }: { appointmentId: string; startMs: number },
): PlayedEvent => ({
  type: 'appointment-checked-in',
  payload: {
    appointmentId,
    ticketId,
    way: 'qr',
    trust: 'cache',
    arrivedInWindow: 'in-time',
    deskId: null,
    preferential: false,
    comeAndFetch: false,
    appointmentStart: instantOf(startMs),
  },
});

/** An act of a desk on a ticket. `rank` numbers the ticket's acts from 1. */
export const deskAct = (ticketId: string, rank: number, act: string, deskId = 'taula-1'): PlayedEvent => ({
  type: 'ticket-life',
  payload: { lifeId: randomUUID(), ticketId, rank, deskId, act, ageMs: 0 },
});

export async function stateQueue(
  wire: PlayedWire,
  kiosk: PlayedKiosk,
  services: readonly { serviceId: string }[] = [],
): Promise<void> {
  const before = (waiting: number) => ({
    waiting,
    minutes: { from: 5 * Math.floor(waiting / 2), to: 5 * (waiting + 1) },
  });
  const tickets = kiosk.waiting.map((ticketId, waiting) => ({ ticketId, ...before(waiting) }));
  const queues = services.map(({ serviceId }) => ({ serviceId, ...before(kiosk.waiting.length) }));
  const body = { asOf: instantOf(wire.clock.nowMs()), tickets, services: queues };
  await ask(wire, kiosk, 'stateQueue', null, { body });
}

/** Requests a snapshot, so that the centre notes a contact, and returns the commands for this kiosk. */
export async function makeContact(
  wire: PlayedWire,
  kiosk: PlayedKiosk,
): Promise<{ orderId: string; action: string }[]> {
  const { orders = [] } = Snapshot.parse(await ask(wire, kiosk, 'readSnapshot', Date.now()));
  return orders;
}
