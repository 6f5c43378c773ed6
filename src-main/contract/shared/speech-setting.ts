import { z } from 'zod';
import { ServiceId, Slug } from './ids.ts';

/** How the kiosks of an office speak, and by which keys they are told what to do. */
export const SpeechSetting = z.strictObject({
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
export type SpeechSetting = z.infer<typeof SpeechSetting>;
export const DEFAULT_SPEECH: SpeechSetting = SpeechSetting.parse({});
