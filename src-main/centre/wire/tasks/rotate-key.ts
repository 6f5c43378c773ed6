import { rotationSigningInput } from '../../../contract/centre/enrolment.ts';
import { newSigningKey, type SigningKey, signText } from '../../../signing/keys.ts';
import type { CallFault } from '../call-fault.ts';
import { readCounted } from './counted-read.ts';
import { isSaved, signedBy, type TaskContext } from './task.ts';

const KEY_LIFE_MS = 365 * 86_400_000;

/**
 * Rotates the key if it is old, if a rotation was begun, or if `isWanted`. The new key is on disk before the centre receives it, and
 * replaces the old key once the centre has answered a request signed with the new one. If the disk or the centre refuses, the old key stays
 * in use until the next try. Returns the fault if the centre did not take the new key, else `null`.
 */
export async function rotateKey(
  context: TaskContext,
  isWanted: boolean,
  onRotated: () => void,
): Promise<CallFault | null> {
  const { key, enrolment, deviceKey, memory, clock, log, onNewKey } = context;
  const signing = key();
  const known = enrolment();
  if (!signing || !known) return null;
  const begun = await deviceKey.read('next');
  const waiting = begun.ok ? begun.value : null;
  const ageMs = clock.wallMs() - known.keySinceMs;
  if (!isWanted && waiting === null && ageMs < KEY_LIFE_MS) return null;
  const next = waiting?.key ?? newSigningKey();
  if (waiting === null && !isSaved(context, await deviceKey.keep(next, 'next'))) return null;
  const answer = await tellCentre(context, signing, next);
  // `unknown-key` may mean that the centre accepted the new key earlier and its answer was lost. A proxy can forge this refusal, so a read
  // signed with the new key must confirm that the centre accepts that key.
  const mayBeOver = answer?.problemKind === 'unknown-key' && waiting !== null;
  if (answer !== null && !mayBeOver) return answer;
  const heard = await readCounted(context, 'readSnapshot', { etag: memory.etag() }, next);
  if (!heard?.ok) return answer;
  onNewKey(next);
  onRotated();
  if (!isSaved(context, await deviceKey.promoteNext())) return null;
  if (!isSaved(context, memory.keyChanged(clock.wallMs()))) return null;
  log.event('key-rotated', { keyId: next.keyId });
  return null;
}

/** Sends the new key, signed by both keys; `null` when the centre has accepted it. */
async function tellCentre(
  { client, enrolment }: TaskContext,
  signing: SigningKey,
  next: SigningKey,
): Promise<CallFault | null> {
  const known = enrolment();
  if (!known) return null;
  const { publicKey } = next;
  const answer = await client.ask('rotateKey', {
    ...signedBy(known, signing),
    body: { publicKey, proof: signText(rotationSigningInput(known.kioskId, publicKey), next) },
  });
  return answer.ok ? null : answer.error;
}
