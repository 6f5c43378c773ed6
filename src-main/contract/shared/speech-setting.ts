import { z } from 'zod';
import { ServiceId, Slug } from './ids.ts';

/** Words that the kiosk puts into an argument of a voice: a language tag of ours, a speed. */
const ARGUMENT = /^[^{}\0]*(\{(language|wordsPerMinute)\}[^{}\0]*)*$/;

/**
 * A voice of the machine's own, better than the usual one: a program that takes text on its stdin and writes WAV to its stdout, 16 bits, one channel.
 * Its profile on the machine alone may name it: whoever names a program runs it.
 */
export const VoiceSetting = z.strictObject({
  /** An absolute path that nobody but root or the kiosk's own user can change. */
  program: z.string().regex(/^\/[^\0]+$/, 'expected an absolute path'),
  /** `{language}` and `{wordsPerMinute}` are filled in. */
  arguments: z
    .array(z.string().max(200).regex(ARGUMENT, 'expected no other braces than {language} and {wordsPerMinute}'))
    .max(20)
    .default([]),
});
export type VoiceSetting = z.infer<typeof VoiceSetting>;

/** How the kiosks of an office speak, and by which keys a person controls the speech. */
const Setting = z.strictObject({
  /**
   * Of the sound as it is made, at the usual volume: set so that a person hears 65 dBA or less there. The loudest volume is 12 dB above it, so
   * -12 lets that one be as loud as the device can without distortion.
   */
  usualGainDb: z.number().min(-48).max(-12).default(-12),
  /** Without a headset the first key of the keypad lets the loudspeaker say what is nobody's. */
  speaker: z.boolean().default(false),
  /** Which of `config/keypads`. */
  keypad: Slug.default('storm-audionav'),
  /** In which service the ticket key gives a number at one press; without it the key gives none. */
  ticketKey: ServiceId.optional(),
});
/**
 * An older profile may have a `voice` in here, which no program ever used: it is left out. The voice of the machine is `voice` of the
 * profile itself.
 */
export const SpeechSetting = z.preprocess((given) => {
  if (typeof given !== 'object' || given === null || !('voice' in given)) return given;
  const { voice: _, ...rest } = given;
  return rest;
}, Setting);
export type SpeechSetting = z.infer<typeof SpeechSetting>;
export const DEFAULT_SPEECH: SpeechSetting = SpeechSetting.parse({});
