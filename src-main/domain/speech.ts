/** How fast the kiosk speaks; 0 is usual. */
export const SPEECH_SPEEDS = [-2, -1, 0, 1, 2] as const;
export type SpeechSpeed = (typeof SPEECH_SPEEDS)[number];
export const USUAL_SPEED: SpeechSpeed = 0;

/** How loud, in steps of `VOLUME_STEP_DB`: EN 301 549, 8.2.1, asks for a range of 18 dB, and for a step of 12 dB up. */
export const SPEECH_VOLUMES = [0, 1, 2, 3, 4, 5, 6] as const;
export type SpeechVolume = (typeof SPEECH_VOLUMES)[number];
export const VOLUME_STEP_DB = 3;
/** A kiosk that is set up well speaks at 65 dBA or less here; each person begins with it. The loudest is 12 dB above. */
export const USUAL_VOLUME: SpeechVolume = 2;
/** Steps of the key that adds 12 dB at once. */
export const LOUDEST_STEP = 4;

/** `none`: nothing that speaks is installed here. `dead`: it is, and does not speak; it is tried again and again. */
export const SYNTHESISER_STATES = ['ready', 'dead', 'none'] as const;
export type SynthesiserState = (typeof SYNTHESISER_STATES)[number];

/** Why nothing was heard: no program that speaks, one that ended badly, one that did not answer, one without a sound. */
export const SPEECH_FAULTS = ['speech-not-there', 'speech-failed', 'speech-hung', 'speech-silent'] as const;
export type SpeechFaultKind = (typeof SPEECH_FAULTS)[number];

/** The longest text that is spoken at once, in UTF-16 units: all that a screen holds is far shorter. */
export const LONGEST_SPEECH = 2_000;
