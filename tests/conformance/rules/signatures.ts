import { strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rotationSigningInput } from '../../../src-main/contract/centre/enrolment.ts';
import { newSigningKey, type SigningKey, signText } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../../src-main/signing/signed-messages.ts';
import { requestOf } from '../centre.ts';
import { exchange } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import type { TestKiosk } from '../kiosk.ts';
import { type Rule, remark, type Trial } from '../trial.ts';

const upload = (kiosk: TestKiosk, event: unknown = remark(kiosk)) =>
  kiosk.signed('uploadEvents', { body: kiosk.batch([event]) });

const unsigned = (kiosk: TestKiosk, event: unknown = remark(kiosk)): RequestToSign =>
  requestOf(kiosk.centre, 'uploadEvents', { params: { kioskId: kiosk.kioskId }, body: kiosk.batch([event]) });

const sendSigned = async (request: RequestToSign, key: SigningKey, tag: 'kiosk' | 'candidate' = 'kiosk') =>
  exchange({ ...request, headers: await signRequest(request, key, tag, null) });

/** Sends the event of a refused request again, correctly signed, and expects `stored`: the refused request did not store it. */
async function expectNew(kiosk: TestKiosk, event: unknown): Promise<void> {
  const { items } = await kiosk.tell(event);
  strictEqual(items[0]?.status, 'stored', 'a refused upload has been stored');
}

const snapshotUrl = ({ centre, kiosk }: Trial): string =>
  requestOf(centre, 'readSnapshot', { params: { kioskId: kiosk.kioskId } }).url;

export const SIGNATURE_RULES: readonly Rule[] = [
  {
    id: 'signatures/unsigned-refused',
    says: 'a request of a kiosk without a signature is refused as unsigned and changes nothing',
    check: async ({ kiosk }) => {
      const event = remark(kiosk);
      expectProblem(await exchange(unsigned(kiosk, event)), 'unsigned');
      await expectNew(kiosk, event);
    },
  },
  {
    id: 'signatures/unknown-key-refused',
    says: 'a signature by a key that no kiosk has is refused as unknown-key',
    check: async ({ kiosk }) => {
      expectProblem(await sendSigned(unsigned(kiosk), newSigningKey()), 'unknown-key');
    },
  },
  {
    id: 'signatures/wrong-key-refused',
    says: 'a signature by another key with the kiosk’s keyid is refused as bad-signature and changes nothing',
    check: async ({ kiosk }) => {
      const event = remark(kiosk);
      const impostor = { ...newSigningKey(), keyId: kiosk.key.keyId };
      expectProblem(await sendSigned(unsigned(kiosk, event), impostor), 'bad-signature');
      await expectNew(kiosk, event);
    },
  },
  {
    id: 'signatures/altered-body-refused',
    says: 'a body that is not the signed one is refused as bad-signature, with the digest it was signed with or its own',
    check: async ({ kiosk }) => {
      const event = remark(kiosk);
      const request = await upload(kiosk, remark(kiosk));
      const body = Buffer.from(JSON.stringify(kiosk.batch([event])));
      expectProblem(await exchange({ ...request, body }), 'bad-signature');
      const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
      const headers = { ...request.headers, 'content-digest': digest };
      expectProblem(await exchange({ ...request, headers, body }), 'bad-signature');
      await expectNew(kiosk, event);
    },
  },
  {
    id: 'signatures/altered-path-refused',
    says: 'a request signed for one path is refused as bad-signature at another',
    check: async (trial) => {
      const { kiosk } = trial;
      const hints = await kiosk.signed('followHints');
      expectProblem(await exchange(hints, snapshotUrl(trial)), 'bad-signature');
    },
  },
  {
    id: 'signatures/altered-query-refused',
    says: 'a request signed for one query is refused as bad-signature with another',
    check: async (trial) => {
      const request = await trial.kiosk.signed('readSnapshot');
      expectProblem(await exchange(request, `${snapshotUrl(trial)}?office=another`), 'bad-signature');
    },
  },
  {
    id: 'signatures/altered-method-refused',
    says: 'a request signed for one method is refused as bad-signature with another',
    check: async ({ kiosk }) => {
      const event = remark(kiosk);
      const request = unsigned(kiosk, event);
      const headers = await signRequest({ ...request, method: 'PUT' }, kiosk.key, 'kiosk', null);
      expectProblem(await exchange({ ...request, headers }), 'bad-signature');
      await expectNew(kiosk, event);
    },
  },
  {
    id: 'signatures/candidate-is-no-kiosk',
    says: 'a kiosk’s own key with the tag of a candidate gives no access',
    check: async ({ kiosk }) => {
      const event = remark(kiosk);
      const answer = await sendSigned(unsigned(kiosk, event), kiosk.key, 'candidate');
      expectProblem(answer, 'bad-signature', 'unsigned', 'unknown-key');
      await expectNew(kiosk, event);
    },
  },
  {
    id: 'signatures/other-kiosk-refused',
    says: 'a kiosk can neither upload nor read at the path of another kiosk: not-yours',
    check: async ({ kiosk, second }) => {
      const event = remark(second);
      const call = { params: { kioskId: second.kioskId }, body: second.batch([event]) };
      expectProblem(await kiosk.ask('uploadEvents', call), 'not-yours');
      expectProblem(await kiosk.ask('readSnapshot', { params: { kioskId: second.kioskId } }), 'not-yours');
      await expectNew(second, event);
    },
  },
  {
    id: 'signatures/rotation-overlaps',
    says: 'after rotateKey the new and the old key are both valid, and a rotation without proof of the new key is refused',
    check: async ({ kiosk }) => {
      const next = newSigningKey();
      const input = rotationSigningInput(kiosk.kioskId, next.publicKey);
      const rotate = (proof: string) => kiosk.ask('rotateKey', { body: { publicKey: next.publicKey, proof } });
      expectProblem(await rotate(signText(input, newSigningKey())), 'bad-signature', 'malformed-request');
      expectAnswer('rotateKey', await rotate(signText(input, next)));
      expectAnswer('uploadEvents', await sendSigned(unsigned(kiosk), next));
      expectAnswer('uploadEvents', await exchange(await upload(kiosk)));
    },
  },
];
