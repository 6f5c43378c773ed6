import { z } from 'zod';
import { ServiceId, Slug } from './ids.ts';

/** Matches an argument that may contain placeholders for language and speed. */
const ARGUMENT = /^[^{}\0]*(\{(language|wordsPerMinute)\}[^{}\0]*)*$/;

/**
 * A voice that is installed on this machine and replaces the usual one: a program that reads text from stdin and writes WAV to stdout, 16
 * bits, one channel. Only the machine's own profile may name it, because the kiosk runs the named program.
 */
export const VoiceSetting = z.strictObject({
  /** An absolute path that only root or the kiosk's own user can change. */
  program: z.string().regex(/^\/[^\0]+$/, 'expected an absolute path'),
  /** `{language}` and `{wordsPerMinute}` are replaced. */
  arguments: z
    .array(z.string().max(200).regex(ARGUMENT, 'expected no other braces than {language} and {wordsPerMinute}'))
    .max(20)
    .default([]),
});
export type VoiceSetting = z.infer<typeof VoiceSetting>;

const Setting = z.strictObject({
  /**
   * Gain at the usual volume, relative to the rendered sound, in dB. Set it so that a citizen hears 65 dBA or less. The loudest volume is
   * 12 dB above the usual one; with a gain of -12 the loudest volume is the loudest that the device can play without distortion.
   */
  usualGainDb: z.number().min(-48).max(-12).default(-12),
  /**
   * Allows speech without a headset: after the first press of a key on the keypad, the loudspeaker speaks texts that are not private, and a
   * touch makes it read a screen without private texts aloud.
   */
  speaker: z.boolean().default(false),
  keypad: Slug.default('storm-audionav'),
  /** The service for which one press of the ticket key issues a number; absent: the key issues none. */
  ticketKey: ServiceId.optional(),
});
/**
 * Settings of speech. Older profiles may have a `voice` here, which no program ever used; it is dropped. The machine's voice is the member
 * `voice` of the profile itself.
 */
export const SpeechSetting = z.preprocess((given) => {
  if (typeof given !== 'object' || given === null || !('voice' in given)) return given;
  const { voice: _, ...rest } = given;
  return rest;
}, Setting);
export type SpeechSetting = z.infer<typeof SpeechSetting>;
export const DEFAULT_SPEECH: SpeechSetting = SpeechSetting.parse({});
