import { sign, verify } from 'node:crypto';
import { newSigningKey, publicKeyObject } from '../../src-main/signing/keys.ts';
import { signAnswer, signRequest, verifyAnswer, verifyRequest } from '../../src-main/signing/signed-messages.ts';
import { compare, type Figure } from './figures.ts';

const EXCHANGES = 1_000;
const WARM_UP = 100;
/** `REQUEST_BODY` is as long as an upload of some tickets, `ANSWER_BODY` as long as its answer. */
const REQUEST_BODY = Buffer.alloc(2_000, 'x');
const ANSWER_BODY = Buffer.alloc(600, 'x');

/**
 * Measures the signatures of one exchange between kiosk and centre: the request and the answer are each signed and
 * verified. The baseline, measured before each exchange, is Ed25519 alone: a text of 700 bytes is signed and verified
 * with each of the two keys.
 */
export async function benchSignatures(): Promise<Figure[]> {
  const kiosk = newSigningKey();
  const centre = newSigningKey();
  const text = Buffer.alloc(700, 'y');
  const keys = [kiosk, centre].map((key) => ({ own: key.privateKey, public: publicKeyObject(key.publicKey) }));
  const bound: number[] = [];
  const bare: number[] = [];
  for (let count = -WARM_UP; count < EXCHANGES; count += 1) {
    const bareStart = performance.now();
    for (const key of keys)
      if (!verify(null, text, key.public, sign(null, text, key.own))) throw new Error('a good signature is refused');
    const start = performance.now();
    const plain = {
      method: 'POST',
      url: 'https://torn.example/v1/cities/terrassa/kiosks/0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90/events',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: REQUEST_BODY,
    };
    const request = { ...plain, headers: await signRequest(plain, kiosk, 'kiosk', null) };
    if (!(await verifyRequest(request, kiosk.publicKey))) throw new Error('a good request is refused');
    const unsigned = { status: 200, headers: { 'content-type': 'application/json' }, body: ANSWER_BODY };
    const answer = { ...unsigned, headers: await signAnswer(unsigned, request, centre, Date.now()) };
    if ((await verifyAnswer(answer, request, [centre.publicKey])) === null) throw new Error('a good answer is refused');
    const end = performance.now();
    if (count < 0) continue;
    bare.push(start - bareStart);
    bound.push(end - start);
  }
  return compare('signed-exchange', bound, bare);
}
