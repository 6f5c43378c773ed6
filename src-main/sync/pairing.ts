import { type EnrolmentState, PAIRING_LIFETIME_MS } from '../contract/centre/enrolment.ts';
import type { CentreStatus, CentreTrouble } from '../contract/kiosk/centre-status.ts';
import type { CityId, KeyId, PublicKey } from '../contract/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { keyIdOf, newSigningKey, pairingFingerprint, type SigningKey } from '../security/keys.ts';
import type { CallFault, CentreClient } from './centre-client.ts';

/** A person at the centre types a code meanwhile. */
const ASK_EVERY_MS = 500;

export type Confirmed = Extract<EnrolmentState, { state: 'confirmed' }>;

/** What the kiosk asks to be. */
export interface Candidate {
  /** What it has already; `null` for one that is to be given a slot. */
  slot: number | null;
  incarnation: string;
  version: string;
  build: 'official' | 'test';
}

export interface Pairing {
  /** What two people compare; `null` until the centre has answered. */
  shown(): CentreStatus['pairing'];
  stop(): void;
}

export interface PairingParts {
  client: CentreClient;
  cityId: CityId;
  /** Named beforehand: no other centre is paired with. */
  expectedKeyId: KeyId | null;
  candidate: Candidate;
  clock: Clock;
  log: Log;
  /** The code is there. */
  onShown: () => void;
  /** It is over; `null` when a person here ended it. */
  onEnded: (trouble: CentreTrouble) => void;
  /** Answers why the kiosk cannot be what the centre confirmed; `null` when it is enrolled now. */
  enrol: (confirmed: Confirmed, key: SigningKey) => Promise<CentreTrouble | null>;
}

/** One try to be enrolled: a key made here, a code from the centre, and the question twice a second whether a person has confirmed. */
export function startPairing(parts: PairingParts): Pairing {
  const { client, cityId, expectedKeyId, candidate, clock, log, onShown, onEnded, enrol } = parts;
  const key = newSigningKey();
  const signer = { key, tag: 'candidate', count: null } as const;
  let shown: CentreStatus['pairing'] = null;
  let enrolmentId = '';
  /** Of the centre that gave the code: the fingerprint covers it, and it has to sign the confirmation. */
  let centreKey: PublicKey | null = null;
  let endsAtMs = Number.POSITIVE_INFINITY;
  let stopped = false;
  let cancel = () => {};

  function end(trouble: CentreTrouble | null): void {
    if (stopped) return;
    stopped = true;
    cancel();
    shown = null;
    if (trouble !== null) onEnded(trouble);
  }

  function refused(fault: CallFault): void {
    log.event(fault.kind, { detail: fault.detail });
    end(fault.problemKind === 'test-build' ? 'pairing-test-build' : fault.kind);
  }

  async function open(): Promise<void> {
    const answer = await client.ask('openEnrolment', {
      params: { cityId },
      body: { publicKey: key.publicKey, ...candidate },
      signer,
    });
    if (stopped) return;
    if (!answer.ok) return refused(answer.error);
    const { body, saidMs } = answer.value;
    if (body === null) return;
    const isTheirs = await answer.value.isSignedBy([body.centreKey]);
    if (stopped) return;
    if (!isTheirs || (expectedKeyId !== null && keyIdOf(body.centreKey) !== expectedKeyId))
      return end('pairing-other-centre');
    centreKey = body.centreKey;
    enrolmentId = body.enrolmentId;
    // By the centre's clock: ours may be years away.
    const livesMs = Math.min(PAIRING_LIFETIME_MS, Date.parse(body.expiresAt) - (saidMs ?? clock.wallMs()));
    endsAtMs = clock.monotonicMs() + livesMs;
    const fingerprint = pairingFingerprint(key.publicKey, centreKey);
    shown = { code: body.code, fingerprint, expiresAtMs: clock.wallMs() + livesMs };
    onShown();
    cancel = clock.after(ASK_EVERY_MS, () => void ask());
  }

  async function ask(): Promise<void> {
    const answer = await client.ask('readEnrolment', { params: { cityId, enrolmentId }, signer });
    if (stopped) return;
    const state = answer.ok ? answer.value.body : null;
    if (!answer.ok && answer.error.kind === 'central-refused') return refused(answer.error);
    if (answer.ok && state?.state === 'confirmed') {
      // By the key that the two people compared: what else the answer names as the centre's proves nothing of itself.
      const isTheirs = centreKey !== null && (await answer.value.isSignedBy([centreKey]));
      if (stopped) return;
      if (!isTheirs || !state.centreKeys.some((known) => known === centreKey)) return end('pairing-other-centre');
      const trouble = await enrol(state, key);
      return end(trouble);
    }
    if (state?.state === 'refused') return end('pairing-refused');
    if (state?.state === 'expired' || clock.monotonicMs() >= endsAtMs) return end('pairing-expired');
    cancel = clock.after(ASK_EVERY_MS, () => void ask());
  }

  void open();
  return { shown: () => shown, stop: () => end(null) };
}
