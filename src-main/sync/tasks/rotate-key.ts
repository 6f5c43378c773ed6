import { rotationSigningInput } from '../../contract/centre/enrolment.ts';
import type { EventKind } from '../../contract/kiosk/event-catalogue.ts';
import type { Result } from '../../domain/result.ts';
import { newSigningKey, type SigningKey, signText } from '../../security/keys.ts';
import type { CallFault } from '../call-fault.ts';
import { readCounted } from './counted-read.ts';
import { pathOfKiosk, type TaskContext } from './task.ts';

const KEY_LIFE_MS = 365 * 86_400_000;

/**
 * A new key where the old one is old, where one was begun, or where it `isWanted`. It is on disk before the centre hears of it, and takes
 * over when the centre has answered something that it signed. Until then the old one is all this kiosk is known by. A disk that refuses,
 * or a centre that does not know the new key, leaves the old one at work until the next try. `null`: go on.
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
  // An answer that was lost long ago: the old key is no longer taken, the next one is. A proxy can claim that, too: what counts
  // is that the centre answers the next key.
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

/** The new key, signed by both; `null` when the centre has taken it. */
async function tellCentre(
  { client, enrolment }: TaskContext,
  signing: SigningKey,
  next: SigningKey,
): Promise<CallFault | null> {
  const known = enrolment();
  if (!known) return null;
  const { publicKey } = next;
  const answer = await client.ask('rotateKey', {
    params: pathOfKiosk(known),
    body: { publicKey, proof: signText(rotationSigningInput(known.kioskId, publicKey), next) },
    signer: { key: signing, tag: 'kiosk', count: null },
  });
  return answer.ok ? null : answer.error;
}

function isSaved({ log }: TaskContext, saved: Result<unknown, { kind: EventKind; detail: string }>): boolean {
  if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
  return saved.ok;
}
