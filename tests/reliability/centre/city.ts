import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../build/runtime.ts';
import { EnrolmentOpened } from '../../../src-main/contract/centre/enrolment.ts';
import { OPERATIONS, type OperationName, pathOf } from '../../../src-main/contract/centre/operations.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey, pairingFingerprint } from '../../../src-main/signing/keys.ts';
import { signRequest } from '../../../src-main/signing/signed-messages.ts';
import { type Answer, ask, jsonOf, problemOfAnswer } from './ask.ts';
import { SERVICE_DAY } from './events.ts';
import type { KioskIdentity } from './kiosk.ts';

export const CITY = CityId.parse('terrassa');
export const OFFICES = ['demonstration', 'oac-dido'] as const;
const FIRST_SLOT = 10;

/** Sends a request with the bearer token of a city's administrator. */
export type Order = (name: OperationName, params: Record<string, string>, body?: unknown) => Promise<Answer | null>;

export const orderAt =
  (url: string, token: string): Order =>
  (name, params, body) =>
    ask({
      method: OPERATIONS[name].method,
      url: `${url}${pathOf(name, { cityId: CITY, ...params })}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : Buffer.from(JSON.stringify(body)),
    });

function expectAnswer(answer: Answer | null, status: number): unknown {
  if (answer?.status === status) return jsonOf(answer);
  throw new Error(
    `expected ${status}: ${answer === null ? 'no answer' : `${answer.status} ${problemOfAnswer(answer)}`}`,
  );
}

export async function publishOffices(order: Order): Promise<void> {
  for (const officeId of OFFICES) {
    const profile: unknown = JSON.parse(
      readFileSync(join(repositoryRoot, 'config', 'offices', `${officeId}.json`), 'utf8'),
    );
    expectAnswer(await order('publishProfile', { officeId }, { profile, effectiveFrom: SERVICE_DAY }), 201);
  }
}

/** Enrols a kiosk at the next office in turn. */
export async function enrolKiosk(url: string, order: Order, index: number): Promise<KioskIdentity> {
  const key = newSigningKey();
  const incarnation = randomUUID();
  const plain = {
    method: 'POST',
    url: `${url}${pathOf('openEnrolment', { cityId: CITY })}`,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(
      JSON.stringify({ publicKey: key.publicKey, incarnation, slot: null, version: '0.1.0', build: 'official' }),
    ),
  };
  const opened = await ask({ ...plain, headers: await signRequest(plain, key, 'candidate', null) });
  const { code, centreKey } = EnrolmentOpened.parse(expectAnswer(opened, 201));
  const officeId = OFFICES[index % OFFICES.length] ?? OFFICES[0];
  const slot = FIRST_SLOT + Math.floor(index / OFFICES.length);
  const fingerprint = pairingFingerprint(key.publicKey, centreKey);
  const confirmed = await order('confirmEnrolment', {}, { code, fingerprint, officeId, slot, name: `quiosc ${slot}` });
  const { kioskId } = OPERATIONS.confirmEnrolment.answer.body.parse(expectAnswer(confirmed, 201));
  return { cityId: CITY, officeId, kioskId, slot, incarnation, key };
}
