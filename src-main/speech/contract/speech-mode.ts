import { z } from 'zod';
import { USUAL_SPEED, USUAL_VOLUME } from '../rules/speech.ts';
import { SpeechSpeed, SpeechVolume, SynthesiserState } from './speech.ts';

/**
 * The listeners of the kiosk. `private`: a citizen with a headset. `speaker`: the room, and only what is not personal, if the office allows
 * it.
 */
const SpeechMode = z.enum(['off', 'private', 'speaker']);

/** A citizen's settings of speech, forgotten after the session. */
export const SpeechSettings = z.strictObject({
  mode: SpeechMode,
  speed: SpeechSpeed,
  volume: SpeechVolume,
  /** Whether the screen is dark, so that no bystander reads it; in private mode only. */
  curtain: z.boolean(),
});
export type SpeechSettings = z.infer<typeof SpeechSettings>;
export const USUAL_SPEECH: SpeechSettings = {
  mode: 'off',
  speed: USUAL_SPEED,
  volume: USUAL_VOLUME,
  curtain: false,
};

/** Speech on the current screen. */
export const SpeechView = z.strictObject({
  ...SpeechSettings.shape,
  /** Whether this screen may be spoken now, to the listener of `mode`. */
  says: z.boolean(),
  /** Whether a touch can have this screen read aloud once by the loudspeaker; on the settings of access, the screen below. */
  aloud: z.boolean(),
  synthesiser: SynthesiserState,
});
