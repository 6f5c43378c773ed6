import type { Clock } from '../../ports/clock.ts';
import { LONGEST_SOUND_PIECE_MS } from '../contract/speech.ts';
import type { SoundPiece } from '../ports/speech.ts';

const BYTES_PER_SAMPLE = 2;
/**
 * Milliseconds of sound sent to the page before they are played: enough to cover a short delay of core or page, and little to discard when
 * the sentence is interrupted.
 */
const SENT_AHEAD_MS = 1_000;

export const lengthMs = ({ sampleRate, pcm }: SoundPiece): number =>
  (pcm.length * 1_000) / (BYTES_PER_SAMPLE * sampleRate);

/** Splits a piece of sound into the longest pieces that a message may contain. */
export function* shortPieces({ sampleRate, pcm }: SoundPiece): Generator<SoundPiece> {
  const most = Math.floor((sampleRate * LONGEST_SOUND_PIECE_MS) / 1_000) * BYTES_PER_SAMPLE;
  for (let at = 0; at < pcm.length; at += most) yield { sampleRate, pcm: pcm.subarray(at, at + most) };
}

export interface Pace {
  /** Resolves once at most `SENT_AHEAD_MS` of the sound sent so far has still to be played; resolves at once when aborted. */
  due(piece: SoundPiece): Promise<void>;
}

export function createPace(clock: Clock, signal: AbortSignal): Pace {
  let startedAtMs: number | null = null;
  let sentMs = 0;
  return {
    async due(piece) {
      startedAtMs ??= clock.monotonicMs();
      const aheadMs = sentMs - (clock.monotonicMs() - startedAtMs);
      if (aheadMs > SENT_AHEAD_MS) await pause(clock, aheadMs - SENT_AHEAD_MS, signal);
      sentMs += lengthMs(piece);
    },
  };
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const callOff = clock.after(ms, resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(callOff);
}

/** Amplitude, of at most 32,767, from which a sample is audible. */
const HEARD_FROM = 100;

export function isHeard({ pcm }: SoundPiece): boolean {
  const samples = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  for (let at = 0; at + 1 < samples.length; at += BYTES_PER_SAMPLE)
    if (Math.abs(samples.readInt16LE(at)) >= HEARD_FROM) return true;
  return false;
}
