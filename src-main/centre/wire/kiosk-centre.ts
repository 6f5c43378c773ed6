import type { WireEvent } from '../../contract/centre/events-upload.ts';
import type { TurnsStatement } from '../../contract/centre/turns-from-home.ts';
import type { CentreSetting } from '../../contract/shared/office-profile.ts';
import type { TurnRequest } from '../../contract/shared/turns-from-home.ts';
import type { QueueState, StatedQueues } from '../../domain/queue-state.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { DeviceKey } from '../../security/device-key.ts';
import type { CentreStatus } from '../contract/centre-status.ts';
import type { Centre } from '../ports/centre.ts';
import type { CentreMemory, SlotToTake } from '../ports/centre-memory.ts';
import type { Outbox } from '../ports/outbox.ts';
import { fieldsOf } from './call-fault.ts';
import { type CentreClient, createCentreClient } from './centre-client.ts';
import { type Contact, createContact } from './contact.ts';
import { createEnrolment, type KioskEnrolment } from './enrolment.ts';
import { createFirstLook, type FirstLook, shownAuthority } from './first-look.ts';
import { sendLeftBehind } from './left-behind.ts';
import { createOfficeHours, type KioskHours } from './office-hours.ts';
import { createOfficeQueues, type OfficeQueuesHeard } from './office-queues.ts';
import { createPairings, type Pairings } from './pairings.ts';
import { createStanding, type Standing } from './standing.ts';
import { createEnding, type Ending } from './state-end.ts';
import { stateQueue, stateTurns } from './statements.ts';
import { createSyncLoop, type SyncLoop, type SyncLoopParts } from './sync-loop.ts';
import { createSyncTasks, type SyncTasks } from './tasks/sync-tasks.ts';
import { type AsKiosk, signedBy, type TaskParts } from './tasks/task.ts';
import type { TrustedTime } from './trusted-time.ts';

export interface KioskCentre extends Centre {
  start(): Promise<void>;
  /**
   * Asks the centre at once which of this kiosk's numbers it knows; settles once the centre has answered or could not be reached. `null`:
   * the kiosk has asked in this run, or is not enrolled.
   */
  askFirst(): Promise<void> | null;
  /** Call it when an event was recorded, so that it is sent. */
  eventsWait(): void;
  /**
   * Sends events of the replaced kiosk to the centre in that kiosk's name; `kind` says why some were not accepted. Idempotent. Never
   * rejects.
   */
  sendLeftBehind(incarnation: string, events: readonly WireEvent[]): Promise<Result<null, { kind: string }>>;
  /**
   * Sends the queue ahead of each ticket, for the citizens' phones, and the queue of each service; true if the centre received them. Never
   * rejects.
   */
  stateQueue(states: StatedQueues): Promise<boolean>;
  /**
   * Sends the numbers offered to citizens at home, and the answers to their requests. Resolves with the open requests; `null` if the centre
   * did not answer or could not be asked. Never rejects.
   */
  stateTurns(stated: Omit<TurnsStatement, 'asOf'>): Promise<readonly TurnRequest[] | null>;
  onWoken(listener: () => void): void;
  /** The state of a queue that another system manages for this office; `null` while unknown. */
  queueElsewhere(serviceId: string): QueueState | null;
  /** End of a service's pause, milliseconds since 1970; `null` if it is not paused. */
  pausedUntilMs(serviceId: string): number | null;
  close(): Promise<void>;
}

export interface KioskCentreParts {
  setting: CentreSetting;
  memory: CentreMemory;
  outbox: Outbox;
  deviceKey: DeviceKey;
  time: TrustedTime;
  /** The slot (place in the office, 1 to 99) in the kiosk's data; `null` while the kiosk has none. */
  identity: SlotToTake | null;
  /** The machine's own clock, used to show its offset; everything else uses `clock`. */
  wallClock: Clock;
  clock: Clock;
  random: () => number;
  newId: () => string;
  version: string;
  build: 'official' | 'test';
  log: Log;
  onEnrolled: () => void;
  /** Called before the appointments of these service days are saved; absent if no appointments are saved. */
  prepareDays?: TaskParts['prepareDays'];
  /** The function that seals personal codes (`NamedCode`) with the machine's key; without it no code is saved. */
  keyForCodes?: TaskParts['keyForCodes'];
  appointmentsIn?: () => CentreStatus['appointmentsIn'];
  onRevocations: TaskParts['onRevocations'];
  /** Called when the kiosk is revoked or replaced: deletes every key by which its office's other kiosks and browsers know it. */
  forgetOfficeKeys: () => void;
  authorities?: readonly string[];
  /** The authority named in the `CentreNote` that a technician confirmed; `keep` saves its certificate once the centre has shown it. */
  expectedAuthority?: { fingerprint: string; keep: (pem: string) => void } | null;
  proxy?: string | null;
}

interface Members extends KioskCentreParts {
  ending: AbortController;
  standing: Standing;
  contact: Contact;
  enrolment: KioskEnrolment;
  asKiosk: AsKiosk;
  client: CentreClient;
  hours: KioskHours;
  tasks: SyncTasks;
  loop: SyncLoop;
  end: Ending;
  pairings: Pairings;
  queues: OfficeQueuesHeard;
  first: FirstAnswer;
  firstLook: FirstLook;
}

/** The kiosk's side of the connection to its centre: its identity there and the schedule of its requests. */
export function createKioskCentre(parts: KioskCentreParts): KioskCentre {
  const members = assemble(parts);
  const { memory, outbox, clock, ending, standing, client, tasks, loop, end, pairings, queues } = members;
  let isStarted = false;
  return {
    async start() {
      await start(members);
      isStarted = true;
    },
    status: () => statusOf(members),
    hours: members.hours,
    startPairing(replaces = false) {
      if (ending.signal.aborted) return;
      members.firstLook.leaveTrouble();
      pairings.start(replaces);
    },
    stopPairing() {
      pairings.stop();
      standing.changed();
    },
    tryNow() {
      // Before `start` has read the device's key, `wakeUp` only marks the request, and `start` then contacts the centre.
      loop.wakeUp();
      if (isStarted) lookFirst(members);
    },
    isAsking: () => loop.isAsking(),
    offeredAuthority: () => members.firstLook.authority()?.pem ?? null,
    requeueDeadLetters() {
      const requeued = outbox.requeueDeadLetters();
      if (requeued.ok) {
        loop.want('push');
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
    sendLeftBehind: (incarnation, events) => sendLeftBehind(members, incarnation, events),
    stateQueue: (states) => stateQueue(members, states),
    stateTurns: (stated) => stateTurns(members, stated),
    onWoken: (listener) => standing.onWoken(listener),
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
      end.stop();
      client.close();
      await loop.settled();
    },
  };
}

function assemble(parts: KioskCentreParts): Members {
  const { setting, memory, time, identity, clock, log } = parts;
  const authorities = [...(parts.authorities ?? [])];
  const ending = new AbortController();
  const isClosed = () => ending.signal.aborted;
  const standing = createStanding();
  const contact = createContact(memory, clock, isClosed);
  const queues = createOfficeQueues(time);
  // The loop stops when the kiosk is enrolled under a new identity, because only the next start uses that identity.
  const enrolment = createEnrolment({ ...parts, cityId: setting.cityId, isClosed, onTaken: () => loop.stop() });
  const client = createCentreClient({
    url: setting.url,
    clock,
    time,
    centreKeys: () => enrolment.now()?.centreKeys ?? memory.endToState()?.enrolment.centreKeys ?? [],
    pin: () => memory.tlsPin(),
    keepPin(pin) {
      if (isClosed()) return;
      const kept = memory.keepTlsPin(pin);
      if (!kept.ok) log.event(kept.error.kind, { detail: kept.error.detail });
    },
    onContact() {
      contact.heard();
      hours.heard();
    },
    authorities,
    proxy: parts.proxy ?? null,
  });
  const asKiosk = () => {
    const [known, key] = [enrolment.now(), enrolment.key()];
    return known && key && signedBy(known, key);
  };
  const hours = createOfficeHours({ client, enrolment: () => enrolment.now(), key: () => enrolment.key(), clock });
  const tasks = createSyncTasks({
    ...parts,
    client,
    incarnation: identity?.incarnation ?? '',
    enrolment: () => enrolment.now(),
    key: () => enrolment.key(),
    onNewKey: (key) => enrolment.useKey(key),
    prepareDays: parts.prepareDays ?? (() => Promise.resolve(succeed(null))),
    keyForCodes: parts.keyForCodes ?? (() => Promise.resolve(succeed(null))),
    onNewMemory() {
      loop.want('push');
      loop.want('pull');
    },
    onAcknowledged: (acknowledgement) => standing.acknowledged(acknowledgement),
    onOrdered: () => standing.ordered(),
    onQueues: queues.heard,
  });
  const first = createFirstAnswer(() => loop.wakeUp());
  const end = createEnding({
    ...parts,
    client,
    key: () => enrolment.key(),
    incarnation: identity?.incarnation ?? '',
    onSettled: () => enrolment.endSettled(),
  });
  const follow = followUps({ ...parts, standing, enrolment, end }, () => loop.stop());
  const loop = createSyncLoop({
    ...parts,
    client,
    tasks,
    ...follow,
    onWoken: () => standing.woken(),
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
  const firstLook = createFirstLook({
    client,
    standing,
    log,
    isClosed,
    believe({ fingerprint, pem }) {
      const { expectedAuthority = null } = parts;
      if (expectedAuthority?.fingerprint !== fingerprint || authorities.includes(pem)) return false;
      authorities.push(pem);
      expectedAuthority.keep(pem);
      return true;
    },
  });
  return {
    ...parts,
    ending,
    standing,
    contact,
    enrolment,
    asKiosk,
    client,
    hours,
    tasks,
    loop,
    end,
    pairings,
    queues,
    first,
    firstLook,
  };
}

interface FirstAnswer {
  ask(): Promise<void> | null;
  /** Call it when the centre has answered, could not be reached, or will never be asked. */
  settled(): void;
}

/**
 * Waits for the centre's first answer in this run. A kiosk that was away for long pauses at its start, so that a city's kiosks do not all
 * ask at once; a citizen who wants a number ends the pause.
 */
function createFirstAnswer(wakeUp: () => void): FirstAnswer {
  let isSettled = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    ask() {
      if (isSettled) return null;
      wakeUp();
      return promise;
    },
    settled() {
      isSettled = true;
      resolve();
    },
  };
}

function followUps(
  {
    standing,
    enrolment,
    end,
    log,
    forgetOfficeKeys,
  }: Pick<Members, 'standing' | 'enrolment' | 'end' | 'log' | 'forgetOfficeKeys'>,
  stop: () => void,
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
      // The office's keys are deleted first: if the power fails after that, the kiosk is still enrolled and receives the revocation again.
      forgetOfficeKeys();
      enrolment.revoke(isReplaced);
      end.begin();
      standing.changed();
    },
  };
}

async function sendDiagnostics(
  { client, asKiosk }: Members,
  orderId: string,
  lines: string,
): Promise<Result<null, { kind: string }>> {
  const signed = asKiosk();
  if (signed === null) return refuse({ kind: 'not-paired' });
  const params = { ...signed.params, orderId };
  const sent = await client.ask('sendDiagnostics', { ...signed, params, body: { lines } });
  return sent.ok ? succeed(null) : refuse({ kind: sent.error.problemKind ?? sent.error.kind });
}

/**
 * Checks, before an enrolment, that the centre answers. It does nothing during a pairing or after a revocation, because the screen then
 * shows the trouble of the pairing or the revocation.
 */
function lookFirst({ enrolment, pairings, firstLook }: Members): void {
  if (enrolment.state() === 'unpaired' && !pairings.isUnderWay()) firstLook.look();
}

async function start(members: Members): Promise<void> {
  const { memory, ending, enrolment, standing, identity, contact, clock, loop, end, first } = members;
  if (memory.isRevoked()) {
    first.settled();
    standing.setTrouble(memory.wasReplaced() ? 'kiosk-replaced' : 'kiosk-revoked');
    // An earlier run may have ended after it saved the revocation and before it deleted the key.
    if (memory.endToState() === null) enrolment.forgetKey();
    else {
      await enrolment.readKey();
      if (!ending.signal.aborted) end.begin();
    }
    return;
  }
  await enrolment.readKey();
  if (ending.signal.aborted) return;
  if (enrolment.state() === 'paired' && identity) {
    const lastMs = contact.lastMs();
    loop.start(lastMs === null ? null : clock.wallMs() - lastMs);
  } else {
    first.settled();
    lookFirst(members);
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
