import { randomUUID } from 'node:crypto';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../../src-main/signing/signed-messages.ts';
import type { KioskToEnrol } from '../../support/enrolled-kiosks.ts';
import { exchangeFrom } from '../../support/hostile-sockets.ts';
import type { Random } from '../random.ts';

export const CITY = 'terrassa';
const KIOSKS_OF_OFFICE = 50;
const FIRST_SLOT = 10;

export interface Kiosk extends KioskToEnrol {
  incarnation: string;
  localAddress: string;
}

/** Makes `count` kiosks with an address each, and `beside` kiosks that share `besideAddress`. */
export function kiosksFrom(count: number, beside: number, besideAddress: string): Kiosk[] {
  return Array.from({ length: count + beside }, (_, index) => ({
    kioskId: randomUUID(),
    key: newSigningKey(),
    incarnation: randomUUID(),
    officeId: `oficina-${Math.floor(index / KIOSKS_OF_OFFICE)}`,
    slot: FIRST_SLOT + (index % KIOSKS_OF_OFFICE),
    localAddress: index < count ? `127.0.${1 + Math.floor(index / 200)}.${1 + (index % 200)}` : besideAddress,
  }));
}

export interface Refused {
  kiosk: Kiosk;
  with: string;
}

/** Makes `rounds` uploads, each over a new connection, and resolves to the refused ones. */
export async function work(url: string, kiosk: Kiosk, rounds: number, random: Random): Promise<Refused[]> {
  const refused: Refused[] = [];
  const { kioskId, incarnation, key, localAddress } = kiosk;
  const bootId = randomUUID();
  for (let seq = 1; seq <= rounds; seq += 1) {
    await new Promise((resolve) => setTimeout(resolve, random.int(0, 200)));
    const at = { wall: new Date().toISOString(), trust: 'guess' };
    const event = { id: randomUUID(), epoch: 0, seq, type: 'note', v: 1, at, payload: { seq } };
    const said = { incarnation, sender: { bootId, monoMs: performance.now() }, events: [event] };
    const request: RequestToSign = {
      method: 'POST',
      url: `${url}${pathOf('uploadEvents', { cityId: CITY, kioskId })}`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(said)),
    };
    const headers = await signRequest(request, key, 'kiosk', null);
    const ended = await exchangeFrom(localAddress, { ...request, headers }).then(
      ({ status }) => String(status),
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
    );
    if (ended !== '200') refused.push({ kiosk, with: ended });
  }
  return refused;
}
