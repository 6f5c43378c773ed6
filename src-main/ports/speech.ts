import type { Hush, Say } from '../contract/kiosk/speech.ts';
import type { TicketLanguage } from '../domain/languages.ts';
import type { Result } from '../domain/result.ts';
import type { SpeechFaultKind, SpeechSpeed, SynthesiserState } from '../domain/speech.ts';

/** Why a sentence was not heard, or not to its end. `detail` never holds what was to be said. */
export type SpeechFault = { kind: SpeechFaultKind; detail: string };

/** Signed 16-bit samples, little-endian, one channel; never half a sample. */
export interface SoundPiece {
  sampleRate: number;
  pcm: Uint8Array;
}

export interface Sentence {
  text: string;
  language: TicketLanguage;
  speed: SpeechSpeed;
}

/** A sentence as sound, in pieces as they are asked for; ends with how it went. */
export type Rendering = AsyncGenerator<SoundPiece, Result<null, SpeechFault>, void>;

/** Makes sound of text. */
export interface Synthesiser {
  /** Whether there is one at all on this machine, now. */
  isThere(): boolean;
  /** `signal` ends it at once, whatever it is doing; what is answered then is of no interest. */
  render(sentence: Sentence, signal: AbortSignal): Rendering;
}

/** The voice of the kiosk: one sentence at a time, the newest. */
export interface Speech {
  /** Refused while nothing can speak. What is heard of it comes as sound. */
  say(order: Say): Result<null, { kind: 'no-speech' }>;
  hush(order: Hush): void;
  state(): SynthesiserState;
  /** What keeps it silent; `null` while it speaks. */
  fault(): SpeechFaultKind | null;
}
