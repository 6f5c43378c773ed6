import { z } from 'zod';
import { USUAL_SPEED, USUAL_VOLUME } from '../../domain/speech.ts';
import { SpeechSpeed, SpeechVolume, SynthesiserState } from './speech.ts';

/**
 * To whom the kiosk speaks. `private`: to a headset, while one is plugged in. `speaker`: to the room, and only what is nobody's; an office
 * has to allow it.
 */
const SpeechMode = z.enum(['off', 'private', 'speaker']);

/** What a person set of speech; forgotten when they leave. */
export const SpeechSettings = z.strictObject({
  mode: SpeechMode,
  speed: SpeechSpeed,
  volume: SpeechVolume,
  /** The glass is dark, so that nobody reads over a shoulder; in private mode only. */
  curtain: z.boolean(),
});
export type SpeechSettings = z.infer<typeof SpeechSettings>;
export const USUAL_SPEECH: SpeechSettings = {
  mode: 'off',
  speed: USUAL_SPEED,
  volume: USUAL_VOLUME,
  curtain: false,
};

/** What is to know of speech on a screen. */
export const SpeechView = z.strictObject({
  ...SpeechSettings.shape,
  /** What stands on this screen may be said now, to whom `mode` says. */
  says: z.boolean(),
  synthesiser: SynthesiserState,
});
