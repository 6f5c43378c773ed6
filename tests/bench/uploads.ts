import { randomUUID } from 'node:crypto';
import { type Agent, request as send } from 'node:http';
import { gzipSync } from 'node:zlib';
import { EventsAnswer, MAX_BATCH, type WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import type { KioskToEnrol } from '../support/enrolled-kiosks.ts';

const OFFICES = 25;
export const CITY = 'terrassa';

export interface Kiosk extends KioskToEnrol {
  incarnation: string;
  batches: WireEvent[][];
}

export interface SignedUpload {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

export function kioskAt(index: number, batchCount: number): Kiosk {
  const batches = Array.from({ length: batchCount }, (_, batch) => ticketsAndPapers(index, batch * MAX_BATCH + 1));
  return {
    kioskId: randomUUID(),
    officeId: `oficina-${index % OFFICES}`,
    slot: 10 + Math.floor(index / OFFICES),
    key: newSigningKey(),
    incarnation: randomUUID(),
    batches,
  };
}

/** Makes a full batch in which each ticket's event is followed by the event of its printed paper. */
function ticketsAndPapers(kiosk: number, from: number): WireEvent[] {
  let ticketId = '';
  return Array.from({ length: MAX_BATCH }, (_, index) => {
    const seq = from + index;
    const at = { wall: new Date(Date.UTC(2026, 10, 25, 8) + seq * 20_000).toISOString(), trust: 'trusted' } as const;
    const place = { id: randomUUID(), epoch: 0, seq, v: 1, at };
    if (index % 2 === 1)
      return {
        ...place,
        type: 'ticket-print-ended',
        payload: { ticketId, state: 'printed', cause: null, duplicate: false },
      };
    ticketId = randomUUID();
    const payload = {
      ticketId,
      series: 'A',
      serviceDay: '2026-11-25',
      number: kiosk * 10_000 + seq,
      serviceId: 'empadronament',
      way: 'walk-in',
      language: 'ca',
      followToken: null,
    };
    return { ...place, type: 'ticket-issued', payload };
  });
}

/** Signs a kiosk's batches for the centre at `url`, in the gzipped form in which a kiosk stores them. */
export function signAhead(url: string, { kioskId, key, incarnation, batches }: Kiosk): Promise<SignedUpload[]> {
  const path = pathOf('uploadEvents', { cityId: CITY, kioskId });
  const bootId = randomUUID();
  return Promise.all(
    batches.map(async (events, index) => {
      const body = gzipSync(JSON.stringify({ incarnation, sender: { bootId, monoMs: 3_600_000 + index }, events }));
      const plain = {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': String(body.length),
      };
      const request = { method: 'POST', url: `${url}${path}`, headers: plain, body };
      return { path, headers: await signRequest(request, key, 'kiosk', null), body };
    }),
  );
}

export async function deliver(url: string, agent: Agent, { path, headers, body }: SignedUpload): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const request = send(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => resolve(Buffer.concat(parts)));
  });
  request.on('error', reject);
  request.end(body);
  const text = (await promise).toString();
  if (!text.includes('acknowledged')) throw new Error(`not kept: ${text.slice(0, 500)}`);
  const answer = EventsAnswer.parse(JSON.parse(text));
  if (answer.items.length !== MAX_BATCH || answer.items.some(({ status }) => status === 'rejected'))
    throw new Error(`not kept: ${text.slice(0, 500)}`);
}
