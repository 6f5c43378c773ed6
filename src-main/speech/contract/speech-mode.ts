import { z } from 'zod';
import { USUAL_SPEED, USUAL_VOLUME } from '../rules/speech.ts';
import { SpeechSpeed, SpeechVolume, SynthesiserState } from './speech.ts';

/**
 * The people to whom the kiosk speaks. `private`: a citizen with a headset. `speaker`: everybody near the loudspeaker. The loudspeaker
 * speaks only if the office allows it, and nothing personal.
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
  /**
   * Whether the loudspeaker can read this screen aloud once at a touch. While the access settings cover a screen, the covered screen
   * decides (`mayReadAloud`).
   */
  aloud: z.boolean(),
  synthesiser: SynthesiserState,
});
