import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import { KIOSK_PATHS } from '../contract/paths.ts';
import type { CallFault, KioskAddress, KioskAnswer, KioskCalls, KioskLine } from './kiosk-calls.ts';

/** Limit for a request for a number, because a citizen waits at a kiosk. */
export const NUMBER_MS = 300;
/** Limit for an order; the desk repeats an order that was not answered. */
export const ORDER_MS = 3_000;
/**
 * Time between trials. A trial keeps the connection open, which a server closes after five idle seconds. It also shows whether the kiosk
 * accepts new connections.
 */
const TRIAL_MS = 2_000;
/** A kiosk that was too slow for numbers is tried again after this time. */
const TRIAL_AGAIN_MS = 500;

export interface PromptKiosk {
  address: KioskAddress;
  pin: string | null;
  /** A connection of its own, because the connection that asks for changes is nearly always busy. */
  promptLine: KioskLine;
  /**
   * Milliseconds that the last call by `promptLine` took: more than its limit if the answer was late, infinite if the call failed
   * otherwise, `null` before the first call.
   */
  answersMs: number | null;
}

/** Whether the kiosk answered its last call by `promptLine` within `mostMs`, so that it may be asked again. */
export const answersWithin = ({ answersMs }: PromptKiosk, mostMs: number): boolean =>
  answersMs !== null && answersMs <= mostMs;

export interface PromptParts {
  calls: KioskCalls;
  clock: Clock;
  onEnded: (kiosk: PromptKiosk) => void;
}

/**
 * Sends an order, a request for a number or a trial to the kiosk `kiosk`. The time until the answer decides what that kiosk is asked from
 * now on (`answersWithin`).
 */
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

export async function tryPromptCall(parts: PromptParts, kiosk: PromptKiosk): Promise<void> {
  // Result ignored: `callPromptly` has stored the outcome.
  await callPromptly(parts, kiosk, { path: KIOSK_PATHS.trial, body: {}, mostMs: ORDER_MS });
}

export const nextTrialMs = (kiosk: PromptKiosk): number =>
  answersWithin(kiosk, NUMBER_MS) ? TRIAL_MS : TRIAL_AGAIN_MS;
