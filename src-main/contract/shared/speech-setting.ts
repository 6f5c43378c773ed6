import { z } from 'zod';

/** How the kiosk of an office speaks. */
export const SpeechSetting = z.strictObject({
  /**
   * Of the sound as it is made, at the usual volume: set so that a person hears 65 dBA or less there. The loudest volume is 12 dB above it, so
   * -12 lets that one be as loud as the device can without distortion.
   */
  usualGainDb: z.number().min(-48).max(-12).default(-12),
});
export type SpeechSetting = z.infer<typeof SpeechSetting>;
export const DEFAULT_SPEECH: SpeechSetting = SpeechSetting.parse({});
