import type { SpeechFaultKind, SynthesiserState } from '../rules/speech.ts';

export interface Standing {
  state: SynthesiserState;
  retryAfterMs: number;
  /** The last logged fault, so that a fault is logged when it begins and not at each retry. */
  fault: SpeechFaultKind | null;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

export const beginStanding = (isThere: boolean): Standing => ({
  state: isThere ? 'ready' : 'none',
  retryAfterMs: FIRST_RETRY_MS,
  fault: null,
});

export const afterSpoken = (standing: Standing): Standing =>
  standing.state === 'ready' && standing.fault === null ? standing : beginStanding(true);

export const afterFault = (standing: Standing, fault: SpeechFaultKind): Standing => ({
  state: fault === 'speech-not-there' ? 'none' : 'dead',
  retryAfterMs: standing.fault === null ? FIRST_RETRY_MS : Math.min(2 * standing.retryAfterMs, LAST_RETRY_MS),
  fault,
});
