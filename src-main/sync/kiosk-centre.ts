import type { CentreStatus, CentreTrouble } from '../contract/kiosk/centre-status.ts';
import type { KeyPlace } from '../contract/shared/key-place.ts';
import type { CentreSetting } from '../contract/shared/office-profile.ts';
import { isKioskSlot } from '../domain/numbering.ts';
import { succeed } from '../domain/result.ts';
import type { Centre } from '../ports/centre.ts';
import type { CentreMemory, Enrolment, SlotToTake } from '../ports/centre-memory.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { DeviceKey } from '../security/device-key.ts';
import type { SigningKey } from '../security/keys.ts';
import { createCentreClient } from './centre-client.ts';
import { createErrands, type Outcome } from './errands.ts';
import { type Confirmed, type Pairing, startPairing } from './pairing.ts';
import { type RoadEffect, type RoadEvent, type RoadState, startRoad, stepRoad } from './road.ts';
import type { TrustedTime } from './trusted-time.ts';

/** A ticket and the end of its paper go together. */
const GATHER_MS = 200;
const POLL_MS = 30_000;
/** While hints come nobody needs to ask; now and then all the same, for a stream may be dead and not know it. */
const POLL_BESIDE_HINTS_MS = 300_000;
/** Not every contact is worth a write. */
const KEEP_CONTACT_EVERY_MS = 60_000;

export interface KioskCentre extends Centre {
  start(): Promise<void>;
  /** A fact was recorded. */
  factsWait(): void;
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
  prepareDays?: (serviceDays: readonly string[]) => Promise<void>;
  /** Where appointments are held now; absent where none are. */
  appointmentsIn?: () => CentreStatus['appointmentsIn'];
  /** Certificates in PEM that are believed besides the machine's. */
  authorities?: readonly string[];
}

/** A kiosk that stands alone. */
export const noCentre = ({ identity }: { identity: SlotToTake | null }): Centre => ({
  status: () => ({
    state: 'none',
    url: null,
    environment: null,
    kioskId: null,
    slot: identity?.slot ?? null,
    pairing: null,
    trouble: null,
    lastContactMs: null,
    unsent: 0,
    deadLetters: 0,
    clockOffsetMs: null,
    keyPlace: null,
    appointmentsIn: null,
    profileVersion: null,
  }),
  startPairing: () => {},
  stopPairing: () => {},
  tryNow: () => {},
  requeueDeadLetters: () => succeed(null),
  rotateKey: () => {},
  onChange: () => {},
});

/** The kiosk's side of the road: who it is to the centre, and when it asks for what. Everything it does can wait. */
export function createKioskCentre(parts: KioskCentreParts): KioskCentre {
  const { setting, memory, outbox, deviceKey, time, identity, wallClock, clock, random, log } = parts;
  const listeners: (() => void)[] = [];
  let key: SigningKey | null = null;
  let keyPlace: KeyPlace | null = null;
  let known: Enrolment | null = ours(memory.enrolment());
  let trouble: CentreTrouble | null = null;
  let pairing: Pairing | null = null;
  let road: RoadState | null = null;
  let hints: AbortController | null = null;
  let hintsCome = false;
  /** Somebody asked while the key was still being read. */
  let isAwaited = false;
  let closed = false;
  let lastContactMs = memory.lastContactMs();
  let contactKeptMs = Number.NEGATIVE_INFINITY;
  let underWay: Promise<unknown> = Promise.resolve();
  const alarms: Record<'rest' | 'poll' | 'gather', () => void> = { rest() {}, poll() {}, gather() {} };

  const client = createCentreClient({
    url: setting.url,
    clock,
    time,
    centreKeys: () => known?.centreKeys ?? [],
    pin: () => memory.tlsPin(),
    keepPin(pin) {
      if (!closed) memory.keepTlsPin(pin);
    },
    onContact,
    authorities: parts.authorities ?? [],
  });
  const errands = createErrands({
    client,
    memory,
    outbox,
    deviceKey,
    incarnation: identity?.incarnation ?? '',
    enrolment: () => known,
    key: () => key,
    onNewKey(next) {
      key = next;
    },
    prepareDays: parts.prepareDays ?? (() => Promise.resolve()),
    onNewMemory() {
      step({ type: 'want', errand: 'push' });
      step({ type: 'want', errand: 'pull' });
    },
    clock,
    log,
  });

  /** A kiosk that was moved to another city is nobody there. */
  function ours(enrolment: Enrolment | null): Enrolment | null {
    return enrolment?.cityId === setting.cityId ? enrolment : null;
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }

  function onContact(): void {
    lastContactMs = clock.wallMs();
    const now = clock.monotonicMs();
    if (closed || now - contactKeptMs < KEEP_CONTACT_EVERY_MS) return;
    contactKeptMs = now;
    memory.keepLastContact(lastContactMs);
  }

  const chance = () => ({ nowMs: clock.monotonicMs(), random: random() });

  function step(event: RoadEvent): void {
    if (road === null || closed) return;
    follow(stepRoad(road, event, chance()));
  }

  function follow({ state, effects }: { state: RoadState; effects: readonly RoadEffect[] }): void {
    road = state;
    for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: RoadEffect): void {
    switch (effect.type) {
      case 'push':
        run(errands.push(effect.batch));
        return;
      case 'pull':
        run(errands.pull().then(afterPull));
        return;
      case 'rest':
        alarms.rest();
        // A timer may come a moment early by the other clock.
        alarms.rest = clock.after(Math.ceil(effect.delayMs) + 1, () => step({ type: 'rested' }));
    }
  }

  function run(errand: Promise<Outcome>): void {
    underWay = errand.then(settle);
  }

  function afterPull(outcome: Outcome): Outcome {
    if (outcome.event.type === 'done' && !outcome.event.more) {
      listen();
      poll();
    }
    return outcome;
  }

  function settle({ event, fault }: Outcome): void {
    if (closed) return;
    known = ours(memory.enrolment());
    if (fault?.kind === 'kiosk-revoked') {
      revoke();
      return;
    }
    const before = trouble;
    trouble = fault?.kind ?? (event.type === 'done' ? null : trouble);
    if (fault && trouble !== before) log.event(fault.kind, { detail: fault.detail });
    step(event);
    changed();
  }

  function poll(): void {
    alarms.poll();
    const everyMs = hintsCome ? POLL_BESIDE_HINTS_MS : POLL_MS;
    // Kiosks that started together drift apart.
    alarms.poll = clock.after(everyMs * (0.9 + random() * 0.2), () => step({ type: 'want', errand: 'pull' }));
  }

  /** Opens the stream of hints unless it is open; when it ends, the next poll that succeeds opens it again. */
  function listen(): void {
    if (hints !== null || closed) return;
    const question = errands.signRead();
    if (!question) return;
    const stream = new AbortController();
    hints = stream;
    void client
      .follow(
        question,
        stream.signal,
        () => {
          hintsCome = true;
          poll();
        },
        () => step({ type: 'nudge' }),
      )
      .then((fault) => {
        hints = null;
        if (closed) return;
        const came = hintsCome;
        hintsCome = false;
        if (fault.kind === 'kiosk-revoked') revoke();
        else if (came) poll();
      });
  }

  function revoke(): void {
    log.event('kiosk-revoked', { kioskId: known?.kioskId });
    leave();
    trouble = 'kiosk-revoked';
    const saved = memory.revoke();
    if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
    known = null;
    forgetKey();
    changed();
  }

  function forgetKey(): void {
    const wiped = deviceKey.wipe();
    if (!wiped.ok) log.event(wiped.error.kind, { detail: wiped.error.detail });
    key = null;
    keyPlace = null;
  }

  /** Nothing more is asked of the centre. */
  function leave(): void {
    if (road) follow(stepRoad(road, { type: 'stop' }, chance()));
    for (const cancel of Object.values(alarms)) cancel();
    hints?.abort();
  }

  /** Turns to the centre with the key that is at hand. */
  function setOut(): void {
    if (!known || !key || !identity) return;
    const since = lastContactMs === null ? null : clock.wallMs() - lastContactMs;
    follow(startRoad(since, chance()));
    if (isAwaited) step({ type: 'nudge' });
  }

  function nudge(): void {
    isAwaited = road === null;
    step({ type: 'nudge' });
  }

  async function enrol(
    confirmed: Confirmed,
    newKey: SigningKey,
    asked: SlotToTake | null,
  ): Promise<CentreTrouble | null> {
    if (confirmed.environment === 'production' && parts.build === 'test') return 'pairing-test-build';
    const isOther = asked === null && identity !== null && confirmed.slot !== identity.slot;
    if (isOther || !isKioskSlot(confirmed.slot)) return 'slot-differs';
    const { kioskId, cityId, officeId, environment, storeEpoch, centreKeys } = confirmed;
    const slot = asked && { ...asked, slot: confirmed.slot };
    // The key first: without it an enrolment is worth nothing.
    const kept = await deviceKey.keep(newKey);
    if (closed) return null;
    if (!kept.ok) {
      log.event(kept.error.kind, { detail: kept.error.detail });
      return 'central-refused';
    }
    keyPlace = kept.value;
    const enrolment = { kioskId, cityId, officeId, environment, storeEpoch, centreKeys, keySinceMs: clock.wallMs() };
    const saved = memory.enrol(enrolment, slot);
    if (!saved.ok) {
      log.event(saved.error.kind, { detail: saved.error.detail });
      return 'central-refused';
    }
    // The next start turns to the centre under the new name.
    leave();
    key = newKey;
    known = enrolment;
    trouble = null;
    pairing = null;
    log.event('kiosk-enrolled', { kioskId, officeId, slot: confirmed.slot, keyPlace });
    parts.onEnrolled();
    changed();
    return null;
  }

  function stateNow(): CentreStatus['state'] {
    if (pairing) return 'pairing';
    if (known && key) return 'paired';
    return memory.isRevoked() ? 'revoked' : 'unpaired';
  }

  return {
    async start() {
      if (memory.isRevoked()) {
        // A start that came between the two halves of a revocation.
        forgetKey();
        trouble = 'kiosk-revoked';
        return;
      }
      const kept = await deviceKey.read();
      if (closed) return;
      if (kept.ok) {
        key = kept.value?.key ?? null;
        keyPlace = kept.value?.place ?? null;
      } else log.event(kept.error.kind, { detail: kept.error.detail });
      setOut();
      changed();
    },
    status() {
      const counts = outbox.counts();
      const nowMs = time.nowMs();
      return {
        state: stateNow(),
        url: setting.url,
        environment: known?.environment ?? null,
        kioskId: known?.kioskId ?? null,
        slot: identity?.slot ?? null,
        pairing: pairing?.shown() ?? null,
        trouble,
        lastContactMs,
        unsent: counts.ok ? counts.value.unsent : 0,
        deadLetters: counts.ok ? counts.value.deadLetters : 0,
        clockOffsetMs: nowMs === null ? null : nowMs - wallClock.wallMs(),
        keyPlace,
        appointmentsIn: parts.appointmentsIn?.() ?? null,
        profileVersion: memory.appliedVersion(),
      };
    },
    startPairing() {
      const state = stateNow();
      // Whoever says that the kiosk is unknown cannot have proved it: the enrolment stays until a new one is confirmed.
      const mayPair =
        state === 'unpaired' || state === 'revoked' || (state === 'paired' && trouble === 'kiosk-unknown');
      if (closed || !mayPair) return;
      trouble = null;
      // A kiosk that was enrolled and is no longer, for it was revoked or lost its key or its data, has lost its numbers there: it is to
      // become another one.
      const wasEnrolled = state === 'revoked' || known !== null || key !== null;
      const asked = identity === null || wasEnrolled ? { slot: 0, incarnation: parts.newId() } : null;
      pairing = startPairing({
        client,
        cityId: setting.cityId,
        expectedKeyId: setting.keyId ?? null,
        candidate: {
          slot: asked ? null : (identity?.slot ?? null),
          incarnation: asked?.incarnation ?? identity?.incarnation ?? parts.newId(),
          version: parts.version,
          build: parts.build,
        },
        clock,
        log,
        onShown: changed,
        onEnded(why) {
          trouble = why;
          pairing = null;
          changed();
        },
        enrol: (confirmed, newKey) => enrol(confirmed, newKey, asked),
      });
      changed();
    },
    stopPairing() {
      pairing?.stop();
      pairing = null;
      changed();
    },
    tryNow: nudge,
    requeueDeadLetters() {
      const requeued = outbox.requeueDeadLetters();
      if (requeued.ok) {
        step({ type: 'want', errand: 'push' });
        nudge();
      }
      changed();
      return requeued;
    },
    rotateKey() {
      errands.wantRotation();
      nudge();
    },
    onChange: (listener) => void listeners.push(listener),
    factsWait() {
      if (road === null || closed) return;
      alarms.gather();
      alarms.gather = clock.after(GATHER_MS, () => step({ type: 'want', errand: 'push' }));
    },
    pausedUntilMs(serviceId) {
      const pause = memory.pauses().find((candidate) => candidate.serviceId === serviceId);
      const untilMs = pause ? Date.parse(pause.until) : 0;
      return untilMs > clock.wallMs() ? untilMs : null;
    },
    async close() {
      closed = true;
      pairing?.stop();
      leave();
      client.close();
      await underWay;
    },
  };
}
