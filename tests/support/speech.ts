import { randomUUID } from 'node:crypto';
import type { Say, Sound } from '../../src-main/speech/contract/speech.ts';

/** Default: in Catalan at the usual speed. */
export const toSay = (text: string, how: Partial<Say> = {}): Say => ({
  sayId: randomUUID(),
  text,
  language: 'ca',
  speed: 0,
  ...how,
});

export interface HeardSpeech {
  lengthMs: number;
  /** From 0 to 1. */
  peak: number;
  pieces: number;
}

export function heardIn(pieces: readonly Sound[]): HeardSpeech {
  let lengthMs = 0;
  let peak = 0;
  for (const { pcm, sampleRate } of pieces) {
    const samples = Buffer.from(pcm, 'base64');
    lengthMs += (samples.length * 1_000) / 2 / sampleRate;
    for (let at = 0; at < samples.length; at += 2) peak = Math.max(peak, Math.abs(samples.readInt16LE(at)) / 32_768);
  }
  return { lengthMs, peak, pieces: pieces.length };
}
