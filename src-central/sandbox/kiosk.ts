import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EnrolmentOpened } from '../../src-main/contract/centre/enrolment.ts';
import type { WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { newSigningKey, pairingFingerprint, type SigningKey } from '../../src-main/signing/keys.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import { instantOf, systemClock } from '../clock.ts';
import { requestTo, send } from './ask.ts';
import { type SandboxOffice, ZONE } from './city.ts';

export interface SandboxKiosk {
  kioskId: string;
  /** Issues and prints the next number of one of the services. */
  giveTurn(): Promise<void>;
}

interface Place {
  url: string;
  /** An administrator's. */
  token: string;
  centreKey: PublicKey;
  office: SandboxOffice;
  slot: number;
}

const Confirmed = z.object({ kioskId: z.uuid() });

/** Enrols a simulated kiosk like a real one: its key asks, then the administrator's token compares and confirms. */
export async function enrolKiosk({ url, token, centreKey, office, slot }: Place): Promise<SandboxKiosk> {
  const key = newSigningKey();
  const incarnation = randomUUID();
  const asked = { publicKey: key.publicKey, incarnation, slot: null, version: '0.0.0', build: 'official' };
  const opening = requestTo(url, 'openEnrolment', { body: asked });
  const { code } = EnrolmentOpened.parse(
    await send({ ...opening, headers: await signRequest(opening, key, 'candidate', null) }),
  );
  const fingerprint = pairingFingerprint(key.publicKey, centreKey);
  const body = { code, fingerprint, officeId: office.officeId, slot, name: 'entrada' };
  const headers = { authorization: `Bearer ${token}` };
  const { kioskId } = Confirmed.parse(await send(requestTo(url, 'confirmEnrolment', { body, headers })));
  return kioskAt(url, office, { kioskId, key, incarnation });
}

function kioskAt(
  url: string,
  { services }: SandboxOffice,
  { kioskId, key, incarnation }: { kioskId: string; key: SigningKey; incarnation: string },
): SandboxKiosk {
  const bootId = randomUUID();
  const numbers = new Map<string, number>();
  let given = 0;
  let seq = 0;
  const event = (type: string, payload: Record<string, unknown>): WireEvent => {
    seq += 1;
    const wall = instantOf(systemClock.nowMs());
    return { id: randomUUID(), epoch: 0, seq, type, v: 1, at: { wall, trust: 'guess' }, payload };
  };
  return {
    kioskId,
    async giveTurn() {
      const service = services[given % services.length];
      if (!service) return;
      given += 1;
      const { serviceId, series } = service;
      const number = (numbers.get(series) ?? 0) + 1;
      numbers.set(series, number);
      const ticketId = randomUUID();
      const serviceDay = serviceDayOf(systemClock.nowMs(), ZONE);
      const ticket = { ticketId, series, serviceDay, number, serviceId, way: 'walk-in', language: 'ca' };
      const events = [
        event('ticket-issued', { ...ticket, followToken: null }),
        event('ticket-print-ended', { ticketId, state: 'printed', cause: null, duplicate: false }),
      ];
      const sender = { bootId, monoMs: Math.round(performance.now()) };
      const upload = requestTo(url, 'uploadEvents', { params: { kioskId }, body: { incarnation, sender, events } });
      await send({ ...upload, headers: await signRequest(upload, key, 'kiosk', null) });
    },
  };
}
