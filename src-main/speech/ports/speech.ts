import type { TicketLanguage } from '../../../config/languages.ts';
import type { Result } from '../../domain/result.ts';
import type { Hush, Say } from '../contract/speech.ts';
import type { SpeechFaultKind, SpeechSpeed, SynthesiserState } from '../rules/speech.ts';

/** Why a sentence was not spoken to its end. `detail` never contains the sentence. */
export type SpeechFault = { kind: SpeechFaultKind; detail: string };

/** A piece of sound: signed 16-bit samples, little-endian, one channel; never half a sample. */
export interface SoundPiece {
  sampleRate: number;
  pcm: Uint8Array;
}

export interface Sentence {
  text: string;
  language: TicketLanguage;
  speed: SpeechSpeed;
}

/** The pieces of a spoken sentence, each rendered when it is asked for; the return value is the result. */
export type Rendering = AsyncGenerator<SoundPiece, Result<null, SpeechFault>, void>;

export interface Synthesiser {
  isThere(): boolean;
  /** `signal` ends the rendering at once; its result is then meaningless. */
  render(sentence: Sentence, signal: AbortSignal): Rendering;
}

/** Speaks for the page, one sentence at a time: a new one ends the previous one. */
export interface Speech {
  /** Speaks a sentence; the page receives its sound in pushes named `sound`. Refused while no voice can speak. */
  say(order: Say): Result<null, { kind: 'no-speech' }>;
  hush(order: Hush): void;
  state(): SynthesiserState;
  /** Why the kiosk cannot speak; `null` while it can. */
  fault(): SpeechFaultKind | null;
}
