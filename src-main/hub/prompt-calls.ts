import { KIOSK_PATHS } from '../contract/hub/kiosks.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallFault, KioskAddress, KioskAnswer, KioskCalls, KioskLine } from './kiosk-calls.ts';

/** A person waits at a kiosk for a number. */
export const NUMBER_MS = 300;
/** A desk waits for the answer to an order; then it asks again. */
export const ORDER_MS = 3_000;
/** Keeps the connection open, which a server closes after five idle seconds, and notices a kiosk that takes no new one. */
const TRIAL_MS = 2_000;
/** How soon a kiosk that is asked for no number, or for nothing, is tried again. */
const TRIAL_AGAIN_MS = 500;

/** Another kiosk, as one that orders and numbers are asked of. */
export interface PromptKiosk {
  address: KioskAddress;
  pin: string | null;
  /** Apart from the one over which its changes are asked, which is nearly always taken. */
  promptLine: KioskLine;
  /** How long the last prompt call took, milliseconds: more than its limit if it was late, infinite if it was cut, `null` before the first. */
  answersMs: number | null;
}

/** Whether a kiosk may be asked what a person waits for so long at the most: it answered its last prompt call as soon. */
export const answersWithin = ({ answersMs }: PromptKiosk, mostMs: number): boolean =>
  answersMs !== null && answersMs <= mostMs;

export interface PromptParts {
  calls: KioskCalls;
  clock: Clock;
  /** A prompt call has ended: `answersMs` may be another. */
  onEnded: (kiosk: PromptKiosk) => void;
}

/** Sends an order, a question for a number or a trial. Its end decides what the kiosk is asked from now on. */
export async function callPromptly(
  { calls, clock, onEnded }: PromptParts,
  kiosk: PromptKiosk,
  { path, body, mostMs }: { path: string; body: unknown; mostMs: number },
): Promise<Result<KioskAnswer, CallFault>> {
  const { address, pin, promptLine } = kiosk;
  const beganMs = clock.monotonicMs();
  const answer = await calls.call({ address, line: promptLine, pin: pin ?? '', path, body, mostMs });
  if (answer.ok && answer.value.status < 500) kiosk.answersMs = clock.monotonicMs() - beganMs;
  else kiosk.answersMs = !answer.ok && answer.error.kind === 'late' ? mostMs + 1 : Number.POSITIVE_INFINITY;
  onEnded(kiosk);
  return answer;
}

/** Asks whether an order would be answered now; how it ends is in `answersMs`. */
export async function tryPromptCall(parts: PromptParts, kiosk: PromptKiosk): Promise<void> {
  // Result ignored: its end is kept of the kiosk.
  await callPromptly(parts, kiosk, { path: KIOSK_PATHS.trial, body: {}, mostMs: ORDER_MS });
}

/** After how long the next trial follows, milliseconds. */
export const nextTrialMs = (kiosk: PromptKiosk): number =>
  answersWithin(kiosk, NUMBER_MS) ? TRIAL_MS : TRIAL_AGAIN_MS;
