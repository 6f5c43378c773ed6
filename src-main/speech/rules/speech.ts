export const SPEECH_SPEEDS = [-2, -1, 0, 1, 2] as const;
export type SpeechSpeed = (typeof SPEECH_SPEEDS)[number];
export const USUAL_SPEED: SpeechSpeed = 0;

/** Volume in steps of `VOLUME_STEP_DB`. EN 301 549, 8.2.1, requires a range of 18 dB and a step of 12 dB up. */
export const SPEECH_VOLUMES = [0, 1, 2, 3, 4, 5, 6] as const;
export type SpeechVolume = (typeof SPEECH_VOLUMES)[number];
export const VOLUME_STEP_DB = 3;
/** The volume at the start of a session: on a well-adjusted kiosk 65 dBA or less. The loudest is 12 dB above. */
export const USUAL_VOLUME: SpeechVolume = 2;
/** Number of steps by which one key raises the volume by 12 dB. */
export const LOUDEST_STEP = 4;

/** `none`: no synthesiser is installed. `dead`: one is installed but does not speak; the kiosk retries without end. */
export const SYNTHESISER_STATES = ['ready', 'dead', 'none'] as const;
export type SynthesiserState = (typeof SYNTHESISER_STATES)[number];

/**
 * Reasons for which no sound was heard, in the sequence of the list: the synthesiser is missing, ended with an error, did not answer, or
 * produced silence.
 */
export const SPEECH_FAULTS = ['speech-not-there', 'speech-failed', 'speech-hung', 'speech-silent'] as const;
export type SpeechFaultKind = (typeof SPEECH_FAULTS)[number];

/** The longest text spoken at once, in UTF-16 units; every screen's text is far shorter. */
export const LONGEST_SPEECH = 2_000;
