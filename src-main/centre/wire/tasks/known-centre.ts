import type { StoreEpoch } from '../../../contract/shared/ids.ts';
import type { TaskContext } from './task.ts';

/** Events up to this age are resent to a centre that was restored from a backup. */
const SENT_AGAIN_MS = 30 * 86_400_000;

/**
 * Handles a new store epoch, by which the centre says that it lost data: resends events and requests everything again. False if a write to
 * disk failed.
 */
export function meetMemory(context: TaskContext, storeEpoch: StoreEpoch): boolean {
  const { enrolment, outbox, memory, clock, log, onNewMemory } = context;
  const known = enrolment();
  if (!known || known.storeEpoch === storeEpoch) return true;
  log.event('centre-store-epoch', { storeEpoch });
  context.snapshot.day = null;
  const saved =
    outbox.sendAgainSince(clock.wallMs() - SENT_AGAIN_MS).ok &&
    memory.forgetCursor().ok &&
    memory.keepStoreEpoch(storeEpoch).ok;
  onNewMemory();
  return saved;
}

/** Makes dead letters wait again if the centre has a new release, which may accept them. False if a write to disk failed. */
export function meetRelease({ memory, outbox, onNewMemory }: TaskContext, release: string | undefined): boolean {
  if (release === undefined || release === memory.release()) return true;
  const saved = outbox.requeueDeadLetters().ok && memory.keepRelease(release).ok;
  onNewMemory();
  return saved;
}
