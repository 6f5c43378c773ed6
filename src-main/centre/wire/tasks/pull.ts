import { Change, type Changes, type Snapshot } from '../../../contract/centre/configuration.ts';
import type { KioskOrder } from '../../../contract/centre/orders.ts';
import type { NamedCode } from '../../../contract/centre/technician-codes.ts';
import { LONGEST_CODE_MS } from '../../../domain/named-code.ts';
import type { SealedCode } from '../../../technician/ports/technician.ts';
import { strangeAnswer } from '../call-fault.ts';
import { readCounted } from './counted-read.ts';
import { meetMemory, meetRelease } from './known-centre.ts';
import { isRevocation, isSigned, refuseUnusable } from './received-profiles.ts';
import { done, failed, isSaved, type TaskContext, type TaskResult, unsaved } from './task.ts';

/** Reads a full snapshot first in each run and service day, and without a valid cursor; otherwise the changes. */
export async function pull(context: TaskContext): Promise<TaskResult> {
  const { memory, snapshot } = context;
  const cursor = snapshot.day === memory.serviceDay() ? memory.cursor() : null;
  return cursor === null ? takeSnapshot(context) : takeChanges(context, cursor);
}

async function takeSnapshot(context: TaskContext): Promise<TaskResult> {
  const { memory, snapshot } = context;
  const day = memory.serviceDay();
  const answer = await readCounted(context, 'readSnapshot', { etag: memory.cursor() === null ? null : memory.etag() });
  if (answer === null) return unsaved();
  if (!answer.ok) return failed(answer.error);
  const { body, etag } = answer.value;
  if (body?.appointments && !isSaved(context, await context.prepareDays(body.appointments.days))) return unsaved();
  const codes = await sealed(context, body?.technicianCodes);
  if (codes === 'unsaved') return unsaved();
  const isKept =
    body === null ||
    (meetMemory(context, body.storeEpoch) &&
      keepSnapshot(context, body, etag, codes) &&
      meetRelease(context, body.release));
  if (!isKept) return unsaved();
  snapshot.day = day;
  return done('pull', true);
}

const isOurs = ({ enrolment }: TaskContext, { kioskId }: Pick<KioskOrder, 'kioskId'>): boolean =>
  kioskId === enrolment()?.kioskId;

/**
 * Seals the personal codes (`NamedCode`) for storage. `null`: the centre sent none, and the stored codes stay. No code is valid for longer
 * than `LONGEST_CODE_MS` from now, whatever the centre sends.
 */
async function sealed(
  { keyForCodes, clock, log }: TaskContext,
  codes: readonly NamedCode[] | undefined,
): Promise<readonly SealedCode[] | null | 'unsaved'> {
  if (codes === undefined) return null;
  const keyed = await keyForCodes();
  if (!keyed.ok) {
    log.event(keyed.error.kind, { detail: keyed.error.detail });
    return 'unsaved';
  }
  const latestMs = clock.wallMs() + LONGEST_CODE_MS;
  return codes.map(({ hash, until, ...code }) => ({
    ...code,
    untilMs: Math.min(Date.parse(until), latestMs),
    sealed: hash === null ? null : (keyed.value?.(hash) ?? null),
  }));
}

function keepSnapshot(
  context: TaskContext,
  snapshot: Snapshot,
  etag: string | null,
  codes: readonly SealedCode[] | null,
): boolean {
  const signed = snapshot.profiles.filter((profile) => isSigned(context, profile, snapshot.centreKeys));
  const orders = (snapshot.orders ?? []).filter((order) => isOurs(context, order));
  const proposals = (snapshot.proposals ?? []).filter((decided) => isOurs(context, decided));
  const revocations = (snapshot.revocations ?? []).filter((one) => isRevocation(context, one, snapshot.centreKeys));
  if (!context.onRevocations(revocations)) return false;
  if (!context.memory.keepSnapshot({ ...snapshot, orders, proposals }, signed, etag, codes).ok) return false;
  if (orders.length > 0) context.onOrdered();
  for (const seen of snapshot.acknowledged ?? []) context.onAcknowledged(seen);
  return signed.every((profile) => refuseUnusable(context, profile));
}

async function takeChanges(context: TaskContext, cursor: string): Promise<TaskResult> {
  const { memory, enrolment } = context;
  const answer = await readCounted(context, 'readChanges', { query: { cursor } });
  if (answer === null) return unsaved();
  if (!answer.ok && answer.error.problemKind === 'cursor-gone' && answer.error.signed) return askForSnapshot(context);
  if (!answer.ok) return failed(answer.error);
  const { body } = answer.value;
  if (body === null) return failed(strangeAnswer(200, 'no changes in the answer', true));
  if (body.storeEpoch !== enrolment()?.storeEpoch)
    // A cursor of another store epoch is void, because the centre lost data.
    return meetMemory(context, body.storeEpoch) ? done('pull', true) : unsaved();
  const known = body.changes.flatMap((candidate) => Change.safeParse(candidate).data ?? []);
  // Each `technician-codes-changed` contains all codes that were valid when the centre wrote it, so only the last one counts.
  const codes = await sealed(context, known.findLast((change) => change.kind === 'technician-codes-changed')?.codes);
  if (codes === 'unsaved' || !keepChanges(context, known, body.cursor, codes)) return unsaved();
  context.onQueues(body.queues ?? []);
  // A change contains one appointment and does not say which days are complete, so the first appointment asks for a snapshot.
  if (isFirstBooking(context, body)) return askForSnapshot(context);
  if (!body.more && memory.doubtsCheckIns()) return askForSnapshot(context);
  if (!body.more) memory.upToDate();
  return done('pull', body.more);
}

function askForSnapshot({ memory, snapshot }: TaskContext): TaskResult {
  snapshot.day = null;
  return memory.forgetCursor().ok ? done('pull', true) : unsaved();
}

const isFirstBooking = ({ memory }: TaskContext, { changes }: Changes): boolean =>
  !memory.holdsAppointments() &&
  changes.some((candidate) => Change.safeParse(candidate).data?.kind === 'appointment-changed');

function keepChanges(
  context: TaskContext,
  known: readonly Change[],
  cursor: string,
  codes: readonly SealedCode[] | null,
): boolean {
  const kept = known.filter((change) => {
    if (change.kind === 'kiosk-ordered') return isOurs(context, change.order);
    if (change.kind === 'proposal-decided') return isOurs(context, change.proposal);
    return change.kind !== 'profile-published' || isSigned(context, change.profile);
  });
  const revocations = kept.flatMap((change) => (change.kind === 'kiosk-revoked' ? [change.revocation] : []));
  if (!context.onRevocations(revocations.filter((one) => isRevocation(context, one)))) return false;
  const profiles = kept.flatMap((change) => (change.kind === 'profile-published' ? [change.profile] : []));
  if (!context.memory.keepChanges(kept, cursor, codes).ok) return false;
  for (const change of kept) if (change.kind === 'staff-acknowledged') context.onAcknowledged(change);
  if (kept.some(({ kind }) => kind === 'kiosk-ordered')) context.onOrdered();
  return profiles.every((profile) => refuseUnusable(context, profile));
}
