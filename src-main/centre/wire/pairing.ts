import { type EnrolmentState, PAIRING_LIFETIME_MS } from '../../contract/centre/enrolment.ts';
import type { CityId, KeyId, PublicKey } from '../../contract/shared/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { keyIdOf, newSigningKey, pairingFingerprint, type SigningKey } from '../../signing/keys.ts';
import type { CentreStatus, CentreTrouble } from '../contract/centre-status.ts';
import { type CallFault, fieldsOf } from './call-fault.ts';
import type { CentreClient } from './centre-client.ts';

/** Interval at which the kiosk asks whether the operator at the centre has confirmed it. */
const ASK_EVERY_MS = 500;

export type Confirmed = Extract<EnrolmentState, { state: 'confirmed' }>;

export interface Candidate {
  /** The kiosk's present slot; `null` requests a new one. */
  slot: number | null;
  incarnation: string;
  version: string;
  build: 'official' | 'test';
  replaces?: true;
}

export interface Pairing {
  /** The fingerprint that two people compare; `null` until the centre has answered. */
  shown(): CentreStatus['pairing'];
  stop(): void;
}

export interface PairingParts {
  client: CentreClient;
  cityId: CityId;
  /** Id of the centre's key in the settings; a pairing with another key fails. `null`: any key is accepted. */
  expectedKeyId: KeyId | null;
  candidate: Candidate;
  clock: Clock;
  log: Log;
  onShown: () => void;
  /** Called with the trouble of the last poll while the code is valid, and with `null` when the centre answers again. */
  onHeard: (trouble: CentreTrouble | null) => void;
  /** Called when the pairing fails; not when a technician stops it at the kiosk. */
  onEnded: (trouble: CentreTrouble) => void;
  /** Enrols the kiosk by the centre's confirmation; returns why it cannot, or `null`. */
  enrol: (confirmed: Confirmed, key: SigningKey) => Promise<CentreTrouble | null>;
}

interface PairingTry extends PairingParts {
  readonly key: SigningKey;
  shown: CentreStatus['pairing'];
  enrolmentId: string;
  /** The centre's key that came with the code: the fingerprint covers it, and it must sign the confirmation. */
  centreKey: PublicKey | null;
  endsAtMs: number;
  isOver: boolean;
  cancel: () => void;
}

const signerOf = ({ key }: PairingTry) => ({ key, tag: 'candidate', count: null }) as const;

export function startPairing(parts: PairingParts): Pairing {
  const pairing: PairingTry = {
    ...parts,
    key: newSigningKey(),
    shown: null,
    enrolmentId: '',
    centreKey: null,
    endsAtMs: Number.POSITIVE_INFINITY,
    isOver: false,
    cancel: () => {},
  };
  void open(pairing);
  return { shown: () => pairing.shown, stop: () => end(pairing, null) };
}

function end(pairing: PairingTry, trouble: CentreTrouble | null): void {
  if (pairing.isOver) return;
  pairing.isOver = true;
  pairing.cancel();
  pairing.shown = null;
  if (trouble !== null) pairing.onEnded(trouble);
}

function refused(pairing: PairingTry, fault: CallFault): void {
  pairing.log.event(fault.kind, fieldsOf(fault));
  end(pairing, fault.problemKind === 'test-build' ? 'pairing-test-build' : fault.kind);
}

async function open(pairing: PairingTry): Promise<void> {
  const { client, cityId, expectedKeyId, candidate, clock, key } = pairing;
  const answer = await client.ask('openEnrolment', {
    params: { cityId },
    body: { publicKey: key.publicKey, ...candidate },
    signer: signerOf(pairing),
  });
  if (pairing.isOver) return;
  if (!answer.ok) return refused(pairing, answer.error);
  const { body, saidMs } = answer.value;
  if (body === null) return;
  const isTheirs = await answer.value.isSignedBy([body.centreKey]);
  if (pairing.isOver) return;
  if (!isTheirs || (expectedKeyId !== null && keyIdOf(body.centreKey) !== expectedKeyId))
    return end(pairing, 'pairing-other-centre');
  pairing.centreKey = body.centreKey;
  pairing.enrolmentId = body.enrolmentId;
  // The code's remaining life by the centre's clock, because the kiosk's clock may be years off.
  const livesMs = Math.min(PAIRING_LIFETIME_MS, Date.parse(body.expiresAt) - (saidMs ?? clock.wallMs()));
  pairing.endsAtMs = clock.monotonicMs() + livesMs;
  const fingerprint = pairingFingerprint(key.publicKey, body.centreKey);
  const replaces = candidate.replaces ?? false;
  pairing.shown = { cityId, code: body.code, fingerprint, expiresAtMs: clock.wallMs() + livesMs, replaces };
  pairing.onShown();
  askAgain(pairing);
}

function askAgain(pairing: PairingTry): void {
  pairing.cancel = pairing.clock.after(ASK_EVERY_MS, () => void ask(pairing));
}

async function ask(pairing: PairingTry): Promise<void> {
  const { client, cityId, enrolmentId, centreKey, clock, key, enrol } = pairing;
  const answer = await client.ask('readEnrolment', { params: { cityId, enrolmentId }, signer: signerOf(pairing) });
  if (pairing.isOver) return;
  const state = answer.ok ? answer.value.body : null;
  if (!answer.ok && answer.error.kind === 'central-refused') return refused(pairing, answer.error);
  if (answer.ok && state?.state === 'confirmed') {
    // Only the key that the two people compared counts; other keys in the answer prove nothing.
    const isTheirs = centreKey !== null && (await answer.value.isSignedBy([centreKey]));
    if (pairing.isOver) return;
    if (!isTheirs || !state.centreKeys.some((known) => known === centreKey))
      return end(pairing, 'pairing-other-centre');
    // An older centre ignores the request to replace, and the old kiosk would stay active.
    if (pairing.candidate.replaces && state.replaces === undefined) return end(pairing, 'pairing-not-replacing');
    return end(pairing, await enrol(state, key));
  }
  if (state?.state === 'refused') return end(pairing, 'pairing-refused');
  pairing.onHeard(answer.ok ? null : answer.error.kind);
  if (state?.state === 'expired' || clock.monotonicMs() >= pairing.endsAtMs) return end(pairing, 'pairing-expired');
  askAgain(pairing);
}
