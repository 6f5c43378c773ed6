import type { WireEvent } from '../contract/centre/events-upload.ts';
import type { CentreStatus } from '../contract/kiosk/centre-status.ts';
import type { CentreSetting } from '../contract/shared/office-profile.ts';
import type { FollowedTurns, QueueState } from '../domain/queue-state.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Centre } from '../ports/centre.ts';
import type { CentreMemory, SlotToTake } from '../ports/centre-memory.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { DeviceKey } from '../security/device-key.ts';
import { fieldsOf } from './call-fault.ts';
import { type CentreClient, createCentreClient } from './centre-client.ts';
import { type Contact, createContact } from './contact.ts';
import { createEnrolment, type KioskEnrolment } from './enrolment.ts';
import { createFirstLook, type FirstLook, shownAuthority } from './first-look.ts';
import { sendLeftBehind } from './left-behind.ts';
import { createOfficeQueues, type OfficeQueuesHeard } from './office-queues.ts';
import { createPairings, type Pairings } from './pairings.ts';
import { createStanding, type Standing } from './standing.ts';
import { stateQueue } from './state-queue.ts';
import { createSyncLoop, type SyncLoop, type SyncLoopParts } from './sync-loop.ts';
import { createSyncTasks, type SyncTasks } from './tasks/sync-tasks.ts';
import { pathOfKiosk, type TaskParts } from './tasks/task.ts';
import type { TrustedTime } from './trusted-time.ts';

export interface KioskCentre extends Centre {
  start(): Promise<void>;
  /**
   * The centre is asked at once which numbers of this kiosk it knows; settles when it has said so, or cannot. `null`: it was asked in this run, or the kiosk
   * is not one of the centre's.
   */
  askFirst(): Promise<void> | null;
  /** An event was recorded. */
  eventsWait(): void;
  /**
   * Events of the kiosk whose place this one has taken, in its name; `kind` says why not all of them came there. Sent again they change nothing.
   * Never rejects.
   */
  sendLeftBehind(incarnation: string, events: readonly WireEvent[]): Promise<Result<null, { kind: string }>>;
  /** How many wait before each turn, for phones; whether the centre has it. Never rejects. */
  stateQueue(states: FollowedTurns): Promise<boolean>;
  /** How a queue stands that another system keeps for this office; `null` while nobody says. */
  queueElsewhere(serviceId: string): QueueState | null;
  /** Until when a service takes no turns, milliseconds since 1970; `null` when it does. */
  pausedUntilMs(serviceId: string): number | null;
  close(): Promise<void>;
}

export interface KioskCentreParts {
  setting: CentreSetting;
  memory: CentreMemory;
  outbox: Outbox;
  deviceKey: DeviceKey;
  time: TrustedTime;
  /** Of the kiosk's data; `null` while it has no slot. */
  identity: SlotToTake | null;
  /** The machine's own, for the offset; all else asks `clock`. */
  wallClock: Clock;
  clock: Clock;
  random: () => number;
  newId: () => string;
  version: string;
  build: 'official' | 'test';
  log: Log;
  /** The kiosk is another one from the next start of the program on. */
  onEnrolled: () => void;
  /** Before appointments of these service days are kept; absent where none are. */
  prepareDays?: TaskParts['prepareDays'];
  /** Where appointments are held now; absent where none are. */
  appointmentsIn?: () => CentreStatus['appointmentsIn'];
  /** `TaskParts`. */
  onRevocations: TaskParts['onRevocations'];
  /** Nothing that this kiosk is known by in its office may stay: it is revoked, or another one has its place. */
  forgetOfficeKeys: () => void;
  /** Certificates in PEM that are believed besides the machine's. */
  authorities?: readonly string[];
  /** `http://host:port`; `null` or absent: there is none. */
  proxy?: string | null;
}

/** What a kiosk and its centre are made of, each with its own state. */
interface Members extends KioskCentreParts {
  ending: AbortController;
  standing: Standing;
  contact: Contact;
  enrolment: KioskEnrolment;
  client: CentreClient;
  tasks: SyncTasks;
  loop: SyncLoop;
  pairings: Pairings;
  queues: OfficeQueuesHeard;
  first: FirstAnswer;
  firstLook: FirstLook;
}

/** The kiosk's side of the connection to its centre: who it is to the centre, and when it asks for what. Everything it does can wait. */
export function createKioskCentre(parts: KioskCentreParts): KioskCentre {
  const members = assemble(parts);
  const { memory, outbox, clock, ending, standing, enrolment, client, tasks, loop, pairings, queues } = members;
  return {
    start: () => start(members),
    status: () => statusOf(members),
    startPairing(replaces = false) {
      if (!ending.signal.aborted) pairings.start(replaces);
    },
    stopPairing() {
      pairings.stop();
      standing.changed();
    },
    tryNow: () => (enrolment.state() === 'paired' ? loop.wakeUp() : members.firstLook.look()),
    offeredAuthority: () => members.firstLook.authority()?.pem ?? null,
    requeueDeadLetters() {
      const requeued = outbox.requeueDeadLetters();
      if (requeued.ok) {
        loop.wantPush();
        loop.wakeUp();
      }
      standing.changed();
      return requeued;
    },
    rotateKey() {
      tasks.wantRotation();
      loop.wakeUp();
    },
    onChange: (listener) => standing.onChange(listener),
    onAcknowledged: (listener) => standing.onAcknowledged(listener),
    onOrdered: (listener) => standing.onOrdered(listener),
    sendDiagnostics: (orderId, lines) => sendDiagnostics(members, orderId, lines),
    sendLeftBehind: (incarnation, events) =>
      sendLeftBehind({ ...members, key: enrolment.key(), enrolment: enrolment.now() }, incarnation, events),
    stateQueue: (states) => stateQueue({ ...members, key: enrolment.key(), enrolment: enrolment.now() }, states),
    queueElsewhere: queues.ofService,
    askFirst: () => members.first.ask(),
    eventsWait: () => loop.eventsWait(),
    pausedUntilMs(serviceId) {
      const pause = memory.pauses().find((candidate) => candidate.serviceId === serviceId);
      const untilMs = pause ? Date.parse(pause.until) : 0;
      return untilMs > clock.wallMs() ? untilMs : null;
    },
    async close() {
      ending.abort();
      pairings.stop();
      loop.stop();
      client.close();
      await loop.settled();
    },
  };
}

function assemble(parts: KioskCentreParts): Members {
  const { setting, memory, time, identity, clock, log } = parts;
  const ending = new AbortController();
  const isClosed = () => ending.signal.aborted;
  const standing = createStanding();
  const contact = createContact(memory, clock, isClosed);
  const queues = createOfficeQueues(time);
  // The next start turns to the centre under the new name.
  const enrolment = createEnrolment({ ...parts, cityId: setting.cityId, isClosed, onTaken: () => loop.stop() });
  const client = createCentreClient({
    url: setting.url,
    clock,
    time,
    centreKeys: () => enrolment.now()?.centreKeys ?? [],
    pin: () => memory.tlsPin(),
    keepPin(pin) {
      if (isClosed()) return;
      const kept = memory.keepTlsPin(pin);
      if (!kept.ok) log.event(kept.error.kind, { detail: kept.error.detail });
    },
    onContact: () => contact.heard(),
    authorities: parts.authorities ?? [],
    proxy: parts.proxy ?? null,
  });
  const tasks = createSyncTasks({
    ...parts,
    client,
    incarnation: identity?.incarnation ?? '',
    enrolment: () => enrolment.now(),
    key: () => enrolment.key(),
    onNewKey: (key) => enrolment.useKey(key),
    prepareDays: parts.prepareDays ?? (() => Promise.resolve(succeed(null))),
    onNewMemory: () => loop.wantAll(),
    onAcknowledged: (acknowledgement) => standing.acknowledged(acknowledgement),
    onOrdered: () => standing.ordered(),
    onQueues: queues.heard,
  });
  const first = createFirstAnswer(() => loop.wakeUp());
  const follow = followUps(standing, enrolment, log, () => loop.stop(), parts.forgetOfficeKeys);
  const loop = createSyncLoop({
    ...{ ...parts, client, tasks, ...follow },
    onSettled(fault, isDone) {
      follow.onSettled(fault, isDone);
      first.settled();
    },
    onRevoked(fault) {
      follow.onRevoked(fault);
      first.settled();
    },
  });
  const pairings = createPairings({
    ...parts,
    client,
    enrolment,
    standing,
    onEnrolled() {
      standing.setTrouble(null);
      parts.onEnrolled();
      standing.changed();
    },
  });
  const firstLook = createFirstLook({ client, standing, log, isClosed });
  return { ...parts, ending, standing, contact, enrolment, client, tasks, loop, pairings, queues, first, firstLook };
}

interface FirstAnswer {
  ask(): Promise<void> | null;
  /** The centre has answered or could not be asked, or never will. */
  settled(): void;
}

/** A kiosk that was away for long rests at its start, so that a city's kiosks do not ask at once: somebody who wants a number ends the rest. */
function createFirstAnswer(wakeUp: () => void): FirstAnswer {
  let isSettled = false;
  let settle = (): void => {};
  const settling = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return {
    ask() {
      if (isSettled) return null;
      wakeUp();
      return settling;
    },
    settled() {
      isSettled = true;
      settle();
    },
  };
}

/** What the kiosk does after the centre's answers. */
function followUps(
  standing: Standing,
  enrolment: KioskEnrolment,
  log: Log,
  stop: () => void,
  forgetOfficeKeys: () => void,
): Pick<SyncLoopParts, 'onSettled' | 'onRevoked'> {
  return {
    onSettled(fault, isDone) {
      enrolment.reread();
      const before = standing.trouble();
      if (fault) standing.setTrouble(fault.kind);
      else if (isDone) standing.setTrouble(null);
      if (fault && fault.kind !== before) log.event(fault.kind, fieldsOf(fault));
      standing.changed();
    },
    onRevoked({ problem }) {
      const isReplaced = problem?.replaced ?? false;
      stop();
      standing.setTrouble(isReplaced ? 'kiosk-replaced' : 'kiosk-revoked');
      // Done first, so that a kiosk whose power fails here gets the statement once more.
      forgetOfficeKeys();
      enrolment.revoke(isReplaced);
      standing.changed();
    },
  };
}

async function sendDiagnostics(
  { client, enrolment }: Members,
  orderId: string,
  lines: string,
): Promise<Result<null, { kind: string }>> {
  const known = enrolment.now();
  const key = enrolment.key();
  if (known === null || key === null) return refuse({ kind: 'not-paired' });
  const params = { ...pathOfKiosk(known), orderId };
  const sent = await client.ask('sendDiagnostics', {
    params,
    body: { lines },
    signer: { key, tag: 'kiosk', count: null },
  });
  return sent.ok ? succeed(null) : refuse({ kind: sent.error.problemKind ?? sent.error.kind });
}

async function start(members: Members): Promise<void> {
  const { memory, ending, enrolment, standing, identity, contact, clock, loop, first, firstLook } = members;
  if (memory.isRevoked()) {
    first.settled();
    // A start that came between the two halves of a revocation.
    enrolment.forgetKey();
    standing.setTrouble(memory.wasReplaced() ? 'kiosk-replaced' : 'kiosk-revoked');
    return;
  }
  await enrolment.readKey();
  if (ending.signal.aborted) return;
  if (enrolment.state() === 'paired' && identity) {
    const lastMs = contact.lastMs();
    loop.start(lastMs === null ? null : clock.wallMs() - lastMs);
  } else {
    first.settled();
    if (enrolment.state() === 'unpaired') firstLook.look();
  }
  standing.changed();
}

function statusOf(members: Members): CentreStatus {
  const { setting, memory, outbox, time, identity, wallClock, standing, contact, enrolment, pairings } = members;
  const counts = outbox.counts();
  const nowMs = time.nowMs();
  return {
    state: pairings.isUnderWay() ? 'pairing' : enrolment.state(),
    url: setting.url,
    environment: enrolment.now()?.environment ?? null,
    kioskId: enrolment.now()?.kioskId ?? null,
    slot: identity?.slot ?? null,
    pairing: pairings.shown(),
    trouble: standing.trouble(),
    seen: enrolment.state() === 'paired' ? nowMs !== null && standing.trouble() === null : members.firstLook.seen(),
    isAsked: members.firstLook.isAsked(),
    authority: shownAuthority(members.firstLook.authority()),
    lastContactMs: contact.lastMs(),
    unsent: counts.ok ? counts.value.unsent : 0,
    deadLetters: counts.ok ? counts.value.deadLetters : 0,
    clockOffsetMs: nowMs === null ? null : nowMs - wallClock.wallMs(),
    keyPlace: enrolment.keyPlace(),
    appointmentsIn: members.appointmentsIn?.() ?? null,
    profileVersion: memory.appliedVersion(),
  };
}
