import { z } from 'zod';
import { USUAL_SPEED, USUAL_VOLUME } from '../rules/speech.ts';
import { SpeechSpeed, SpeechVolume, SynthesiserState } from './speech.ts';

/**
 * The listener of the kiosk's speech. `private`: a citizen with a headset. `speaker`: everybody near the loudspeaker; it speaks only what
 * is not personal, and only if the office allows it.
 */
const SpeechMode = z.enum(['off', 'private', 'speaker']);

export const SpeechSettings = z.strictObject({
  mode: SpeechMode,
  speed: SpeechSpeed,
  volume: SpeechVolume,
  /** Whether the screen is dark, so that bystanders cannot read it; only in the mode `private`. */
  curtain: z.boolean(),
});
export type SpeechSettings = z.infer<typeof SpeechSettings>;
export const USUAL_SPEECH: SpeechSettings = {
  mode: 'off',
  speed: USUAL_SPEED,
  volume: USUAL_VOLUME,
  curtain: false,
};

export const SpeechView = z.strictObject({
  ...SpeechSettings.shape,
  says: z.boolean(),
  /** Whether the loudspeaker can read this screen aloud once at a touch; on the access settings, the screen that they cover. */
  aloud: z.boolean(),
  synthesiser: SynthesiserState,
});
