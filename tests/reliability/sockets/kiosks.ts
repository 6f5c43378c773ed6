import { randomUUID } from 'node:crypto';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { newSigningKey, type SigningKey } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../../src-main/signing/signed-messages.ts';
import { exchangeFrom } from '../../support/hostile-sockets.ts';
import type { Random } from '../random.ts';

export const CITY = 'terrassa';
const KIOSKS_OF_OFFICE = 50;
const FIRST_SLOT = 10;

export interface Kiosk {
  kioskId: string;
  officeId: string;
  slot: number;
  key: SigningKey;
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

/** Enrols the kiosks directly in the database, as if they had been paired long ago. */
export async function enrolAll(databaseUrl: string, kiosks: readonly Kiosk[]): Promise<void> {
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  try {
    for (const officeId of new Set(kiosks.map((kiosk) => kiosk.officeId)))
      await database.query('INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, now())', [
        CITY,
        officeId,
      ]);
    for (const { kioskId, officeId, slot, key, incarnation } of kiosks) {
      await database.query(
        `INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
          VALUES ($1, $2, $3, $4, 'quiosc', $5, '0', 'official', now(), 'reliability')`,
        [CITY, kioskId, officeId, slot, incarnation],
      );
      await database.query(
        'INSERT INTO kiosk_key (city_id, key_id, kiosk_id, public_key, since) VALUES ($1, $2, $3, $4, now())',
        [CITY, key.keyId, kioskId, key.publicKey],
      );
      await database.query('INSERT INTO kiosk_contact (city_id, kiosk_id) VALUES ($1, $2)', [CITY, kioskId]);
    }
  } finally {
    await database.close();
  }
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
