import { z } from 'zod';
import { Language } from '../../contract/shared/languages.ts';
import { LONGEST_SPEECH, SPEECH_SPEEDS, SPEECH_VOLUMES, SYNTHESISER_STATES } from '../rules/speech.ts';

export const SpeechSpeed = z.literal(SPEECH_SPEEDS);
export const SpeechVolume = z.literal(SPEECH_VOLUMES);
export const SynthesiserState = z.enum(SYNTHESISER_STATES);

/** Id of a sentence, by which the page drops a late sound of an earlier sentence. */
const SayId = z.uuid();

/**
 * Speaks a sentence for the page and ends the previous one. The text may be personal: it goes to the core and the synthesiser, and no log,
 * disk or command line ever contains it.
 */
export const Say = z.strictObject({
  sayId: SayId,
  language: Language,
  text: z.string().min(1).max(LONGEST_SPEECH),
  speed: SpeechSpeed,
});
export type Say = z.infer<typeof Say>;

/** Ends a sentence; `null` ends any sentence, because a page that was just loaded knows no id. */
export const Hush = z.strictObject({ sayId: SayId.nullable() });
export type Hush = z.infer<typeof Hush>;

/** Longest piece of sound. A short piece does not delay the next message to the screen. */
export const LONGEST_SOUND_PIECE_MS = 200;
export const SAMPLE_RATES_HZ = { least: 8_000, most: 48_000 } as const;
const BASE64_CHARACTERS = Math.ceil((SAMPLE_RATES_HZ.most * 2 * LONGEST_SOUND_PIECE_MS) / 1_000 / 3) * 4;

/**
 * The next piece of a sentence: signed 16-bit samples, little-endian, one channel. Each piece arrives before the previous one has been
 * played.
 */
export const Sound = z.strictObject({
  sayId: SayId,
  sampleRate: z.int().min(SAMPLE_RATES_HZ.least).max(SAMPLE_RATES_HZ.most),
  pcm: z.base64().max(BASE64_CHARACTERS),
  /** How the sentence ended; `null` while more pieces follow. */
  ended: z.enum(['spoken', 'failed']).nullable(),
});
export type Sound = z.infer<typeof Sound>;
