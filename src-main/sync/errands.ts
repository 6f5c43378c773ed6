import type { z } from 'zod';
import {
  Change,
  type Changes,
  profileSigningInput,
  type SignedProfile,
  type Snapshot,
} from '../contract/centre/configuration.ts';
import { rotationSigningInput } from '../contract/centre/enrolment.ts';
import type { EventKind } from '../contract/kiosk/event-catalogue.ts';
import type { PublicKey, StoreEpoch } from '../contract/shared/ids.ts';
import { OfficeProfile } from '../contract/shared/office-profile.ts';
import type { Result } from '../domain/result.ts';
import type { CentreMemory, Enrolment } from '../ports/centre-memory.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { type DeadFact, type Outbox, REFUSED_ALONE, UNREADABLE } from '../ports/outbox.ts';
import type { DeviceKey } from '../security/device-key.ts';
import { keyIdOf, newSigningKey, type SigningKey, signText, verifyText } from '../security/keys.ts';
import type { CallFault, CentreClient, Question, Reply } from './centre-client.ts';
import type { RoadEvent } from './road.ts';

/** How long a kiosk can fill the memory of a centre that was put back from a backup. */
const SENT_AGAIN_MS = 30 * 86_400_000;
/** Kept in a fact. */
const LONGEST_REASON = 200;
const KEY_LIFE_MS = 365 * 86_400_000;

/** How an errand ended, for the road; `fault` is what a technician should know. */
export interface Outcome {
  event: RoadEvent;
  fault: CallFault | null;
}

export interface Errands {
  push(batch: number): Promise<Outcome>;
  pull(): Promise<Outcome>;
  /** What a counted read needs besides its question; `null` when the disk refuses. */
  signRead(): Question | null;
  /** A new key with the next pull. */
  wantRotation(): void;
}

export interface ErrandParts {
  client: CentreClient;
  memory: CentreMemory;
  outbox: Outbox;
  deviceKey: DeviceKey;
  /** Of the kiosk's data: one enrolment. */
  incarnation: string;
  enrolment: () => Enrolment | null;
  key: () => SigningKey | null;
  onNewKey: (key: SigningKey) => void;
  /** Before what is told of these service days is kept. Rejects with what the disk says. */
  prepareDays: (serviceDays: readonly string[]) => Promise<void>;
  /** The centre has lost its memory, or is another release: there is something to send and to ask. */
  onNewMemory: () => void;
  clock: Clock;
  log: Log;
}

const failed = (fault: CallFault | null = null): Outcome => ({
  event: { type: 'failed', retryAfterMs: fault?.retryAfterMs ?? null },
  fault,
});
const unsaved = (): Outcome => failed();

export function createErrands(parts: ErrandParts): Errands {
  const { client, memory, outbox, deviceKey, incarnation, enrolment, key, onNewKey, onNewMemory, clock, log } = parts;
  const { prepareDays } = parts;
  /** The service day on which a snapshot was last taken since this program started: another day has other appointments. */
  let snapshotDay: string | null = null;
  let rotationWanted = false;

  const paths = ({ cityId, kioskId }: Enrolment) => ({ cityId, kioskId });

  /** Another memory than the one we wrote into: it gets all it may have lost, and tells us everything anew. */
  function meet(storeEpoch: StoreEpoch): boolean {
    const known = enrolment();
    if (!known || known.storeEpoch === storeEpoch) return true;
    log.event('centre-store-epoch', { storeEpoch });
    snapshotDay = null;
    const saved =
      outbox.sendAgainSince(clock.wallMs() - SENT_AGAIN_MS).ok &&
      memory.forgetCursor().ok &&
      memory.keepStoreEpoch(storeEpoch).ok;
    onNewMemory();
    return saved;
  }

  /** What one release of the centre rejected, the next may take. */
  function meetRelease(release: string | undefined): boolean {
    if (release === undefined || release === memory.release()) return true;
    const saved = outbox.requeueDeadLetters().ok && memory.keepRelease(release).ok;
    onNewMemory();
    return saved;
  }

  function signRead(signing = key()): Question | null {
    const known = enrolment();
    const count = memory.nextReadCount();
    if (!signing || !known || !count.ok) return null;
    return { params: paths(known), signer: { key: signing, tag: 'kiosk', count: count.value } };
  }

  /** A counted read; once more when the centre has counted further than we know. */
  async function read<N extends 'readSnapshot' | 'readChanges'>(
    name: N,
    more: Question,
    signing = key(),
  ): Promise<Result<Reply<Body<N>>, CallFault> | null> {
    for (let attempt = 0; ; attempt += 1) {
      const question = signRead(signing);
      if (!question) return null;
      const answer = await client.ask(name, { ...question, ...more });
      const above = answer.ok ? undefined : answer.error.problem?.above;
      if (answer.ok || answer.error.problemKind !== 'replayed-request' || above === undefined || attempt > 0)
        // The client gives back what the schema of `name` produced.
        return answer as Result<Reply<Body<N>>, CallFault>;
      if (!answer.error.signed || !memory.raiseReadCount(above).ok) return answer;
    }
  }

  async function push(batch: number): Promise<Outcome> {
    const signing = key();
    const known = enrolment();
    const waiting = outbox.next(batch);
    if (!signing || !known || !waiting.ok) return unsaved();
    if (waiting.value.length === 0) return { event: { type: 'done', errand: 'push', more: false }, fault: null };
    // Behind dead letters that were sent again others may wait.
    const more = waiting.value.length === batch || waiting.value.some(({ again }) => again);
    const done: Outcome = { event: { type: 'done', errand: 'push', more }, fault: null };
    const dead: DeadFact[] = [];
    const events = waiting.value.flatMap(({ ord, eventId, wire, again }) => {
      if (wire === null) dead.push({ ord, eventId, problem: UNREADABLE });
      return wire === null ? [] : [{ ord, eventId, wire, again }];
    });
    if (events.length === 0) return outbox.settle(waiting.value, dead).ok ? done : unsaved();
    const answer = await client.ask('uploadEvents', {
      params: paths(known),
      body: {
        incarnation,
        sender: { bootId: outbox.bootId, monoMs: clock.monotonicMs() },
        events: events.map(({ wire }) => wire),
      },
      signer: { key: signing, tag: 'kiosk', count: null },
    });
    if (!answer.ok) {
      const { status } = answer.error;
      if (status !== 400 && status !== 413) return failed(answer.error);
      const [alone, ...others] = events;
      if (alone?.again === true && others.length === 0) {
        // It was a dead letter and stays one, whoever refused it: what happened since does not wait for it.
        log.event('upload-rejected', { eventId: alone.eventId, problem: REFUSED_ALONE });
        dead.push({ ord: alone.ord, eventId: alone.eventId, problem: REFUSED_ALONE });
        return outbox.settle(waiting.value, dead).ok ? done : unsaved();
      }
      // Something smaller may pass. One that is refused alone waits: what is refused as a whole says nothing of an event.
      return { event: { type: 'batch-refused', sent: events.length }, fault: events.length > 1 ? null : answer.error };
    }
    const { items = [], storeEpoch } = answer.value.body ?? {};
    if (items.length !== events.length || storeEpoch === undefined)
      return failed(strange('an upload of another length was answered'));
    for (const [index, item] of items.entries()) {
      const fact = events[index];
      if (item.status !== 'rejected' || !fact) continue;
      const problem = item.problem.type.slice(0, LONGEST_REASON);
      log.event('upload-rejected', { eventId: fact.eventId, problem });
      dead.push({ ord: fact.ord, eventId: fact.eventId, problem });
    }
    return outbox.settle(waiting.value, dead).ok && meet(storeEpoch) ? done : unsaved();
  }

  async function pull(): Promise<Outcome> {
    const rotated = await rotate();
    if (rotated) return failed(rotated);
    const cursor = snapshotDay === memory.serviceDay() ? memory.cursor() : null;
    return cursor === null ? takeSnapshot() : takeChanges(cursor);
  }

  async function takeSnapshot(): Promise<Outcome> {
    const day = memory.serviceDay();
    const answer = await read('readSnapshot', { etag: memory.cursor() === null ? null : memory.etag() });
    if (answer === null) return unsaved();
    if (!answer.ok) return failed(answer.error);
    const { body, etag } = answer.value;
    if (body?.appointments && !(await areReady(body.appointments.days))) return unsaved();
    if (body !== null && !(meet(body.storeEpoch) && keepSnapshot(body, etag) && meetRelease(body.release)))
      return unsaved();
    snapshotDay = day;
    return { event: { type: 'done', errand: 'pull', more: true }, fault: null };
  }

  const isFirstBooking = ({ changes }: Changes): boolean =>
    !memory.holdsAppointments() &&
    changes.some((candidate) => Change.safeParse(candidate).data?.kind === 'appointment-changed');

  async function areReady(days: readonly string[]): Promise<boolean> {
    try {
      await prepareDays(days);
      return true;
    } catch (error) {
      log.event('store-failed', { detail: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }

  function keepSnapshot(snapshot: Snapshot, etag: string | null): boolean {
    const signed = snapshot.profiles.filter((profile) => isSigned(profile, snapshot.centreKeys));
    return memory.keepSnapshot(snapshot, signed, etag).ok && signed.every(refuseUnusable);
  }

  async function takeChanges(cursor: string): Promise<Outcome> {
    const answer = await read('readChanges', { query: { cursor } });
    if (answer === null) return unsaved();
    if (!answer.ok && answer.error.problemKind === 'cursor-gone' && answer.error.signed) {
      snapshotDay = null;
      if (!memory.forgetCursor().ok) return unsaved();
      return { event: { type: 'done', errand: 'pull', more: true }, fault: null };
    }
    if (!answer.ok) return failed(answer.error);
    const { body } = answer.value;
    if (body === null) return failed(strange('no changes in the answer'));
    if (body.storeEpoch !== enrolment()?.storeEpoch)
      // Its cursor counts in another memory.
      return meet(body.storeEpoch) ? { event: { type: 'done', errand: 'pull', more: true }, fault: null } : unsaved();
    if (!keepChanges(body)) return unsaved();
    if (isFirstBooking(body)) {
      // A change tells of one; which days are whole only a snapshot says.
      snapshotDay = null;
      if (!memory.forgetCursor().ok) return unsaved();
      return { event: { type: 'done', errand: 'pull', more: true }, fault: null };
    }
    if (!body.more) memory.upToDate();
    return { event: { type: 'done', errand: 'pull', more: body.more }, fault: null };
  }

  function keepChanges({ changes, cursor }: Changes): boolean {
    const known = changes.flatMap((candidate) => {
      const change = Change.safeParse(candidate);
      return change.success ? [change.data] : [];
    });
    const kept = known.filter((change) => change.kind !== 'profile-published' || isSigned(change.profile));
    const profiles = kept.flatMap((change) => (change.kind === 'profile-published' ? [change.profile] : []));
    return memory.keepChanges(kept, cursor).ok && profiles.every(refuseUnusable);
  }

  function isSigned(profile: SignedProfile, newKeys: readonly PublicKey[] = []): boolean {
    const known = enrolment();
    if (!known) return false;
    const signer = [...known.centreKeys, ...newKeys].find((candidate) => keyIdOf(candidate) === profile.keyId);
    const good =
      profile.officeId === known.officeId &&
      signer !== undefined &&
      verifyText(profileSigningInput(known.cityId, profile), profile.signature, signer);
    if (!good) log.event('profile-refused', { version: profile.version, detail: 'not signed by the centre for here' });
    return good;
  }

  /** False when the disk refuses. */
  function refuseUnusable({ version, officeId, document }: SignedProfile): boolean {
    const reason = whyUnusable(document, officeId);
    if (reason === null) return true;
    log.event('profile-refused', { version, detail: reason });
    return memory.refuseProfile(version, reason).ok;
  }

  /**
   * The new key is on disk before the centre hears of it, and takes over when the centre has answered something that it signed. Until
   * then the old one is all this kiosk is known by. A disk that refuses, or a centre that does not know the new key, leaves the old one
   * at work until the next try. `null`: go on.
   */
  async function rotate(): Promise<CallFault | null> {
    const signing = key();
    const known = enrolment();
    if (!signing || !known) return null;
    const begun = await deviceKey.read('next');
    const waiting = begun.ok ? begun.value : null;
    const ageMs = clock.wallMs() - known.keySinceMs;
    if (!rotationWanted && waiting === null && ageMs < KEY_LIFE_MS) return null;
    const next = waiting?.key ?? newSigningKey();
    if (waiting === null && !isSaved(await deviceKey.keep(next, 'next'))) return null;
    const { publicKey } = next;
    const answer = await client.ask('rotateKey', {
      params: paths(known),
      body: { publicKey, proof: signText(rotationSigningInput(known.kioskId, publicKey), next) },
      signer: { key: signing, tag: 'kiosk', count: null },
    });
    // An answer that was lost long ago: the old key is no longer taken, the next one is. Anybody on the way can say so, too: what counts
    // is that the centre answers the next one.
    const mayBeOver = !answer.ok && answer.error.problemKind === 'unknown-key' && waiting !== null;
    if (!answer.ok && !mayBeOver) return answer.error;
    const heard = await read('readSnapshot', { etag: memory.etag() }, next);
    if (!heard?.ok) return answer.ok ? null : answer.error;
    onNewKey(next);
    rotationWanted = false;
    if (!isSaved(await deviceKey.promoteNext())) return null;
    memory.keyChanged(clock.wallMs());
    log.event('key-rotated', { keyId: next.keyId });
    return null;
  }

  function isSaved(saved: Result<unknown, { kind: EventKind; detail: string }>): boolean {
    if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
    return saved.ok;
  }

  return {
    push,
    pull,
    signRead: () => signRead(),
    wantRotation() {
      rotationWanted = true;
    },
  };
}

type Body<N extends 'readSnapshot' | 'readChanges'> = N extends 'readSnapshot' ? Snapshot : Changes;

function whyUnusable(document: string, officeId: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    return 'not JSON';
  }
  const profile = OfficeProfile.safeParse(value);
  if (!profile.success) return problemsOf(profile.error);
  return profile.data.officeId === officeId ? null : 'officeId: of another office';
}

const problemsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('/')}: ${message}`)
    .join('; ')
    .slice(0, LONGEST_REASON);

const strange = (detail: string): CallFault => ({
  kind: 'central-answer',
  detail,
  problem: null,
  problemKind: null,
  status: 200,
  signed: true,
  retryAfterMs: null,
});
