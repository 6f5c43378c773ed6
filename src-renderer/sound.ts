/** `warns`: a warning appears. `ends`: its time is almost over. `calls`: a number is called in the hall. */
export type Chime = 'warns' | 'ends' | 'calls';

/** The chimes of the page. The screen shows everything that a chime says. */
export interface Sounder {
  chime(which: Chime, loudnessPercent: number): void;
}

export interface Tone {
  atMs: number;
  hertz: number;
}

/**
 * The tones of each chime, low enough for old people's hearing: rising when the screen asks, falling when the session is about to end or a
 * number is called.
 */
export const CHIMES: Readonly<Record<Chime, readonly Tone[]>> = {
  warns: [
    { atMs: 0, hertz: 523.25 },
    { atMs: 220, hertz: 659.25 },
    { atMs: 440, hertz: 783.99 },
  ],
  ends: [
    { atMs: 0, hertz: 659.25 },
    { atMs: 220, hertz: 523.25 },
  ],
  calls: [
    { atMs: 0, hertz: 880 },
    { atMs: 300, hertz: 698.46 },
  ],
};

/** Milliseconds of each tone; the longest chime takes 0.8 s. EN 301 549 5.1.3.10 allows at most 3 s of automatic sound. */
export const TONE_MS = 360;
const RISE_MS = 20;
/** The highest amplitude, at which two overlapping tones do not distort. */
const LOUDEST = 0.45;

/** Makes chimes in the page. A machine without a loudspeaker stays silent; the screen shows the same. */
export function createSounder(newContext: () => AudioContext = () => new AudioContext()): Sounder {
  return {
    chime(which, loudnessPercent) {
      const context = opened(newContext);
      if (context === null) return;
      // The context is closed after the chime, because an open one keeps the loudspeaker powered, which hisses.
      const close = (): void => void context.close().catch(() => undefined);
      const tones = CHIMES[which].map((tone) => playTone(context, tone, loudnessPercent));
      const last = tones.at(-1);
      if (last) last.onended = close;
      void context.resume().catch(close);
    },
  };
}

/** Opens an audio context; `null` if Chromium refuses, because missing sound must not block the screen. */
function opened(newContext: () => AudioContext): AudioContext | null {
  try {
    return newContext();
  } catch {
    return null;
  }
}

export function playTone(context: AudioContext, { atMs, hertz }: Tone, loudnessPercent: number): OscillatorNode {
  const startS = context.currentTime + atMs / 1_000;
  const endS = startS + TONE_MS / 1_000;
  const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
  const loudness = new GainNode(context, { gain: 0 });
  // The percentage is squared, because perceived loudness grows more slowly than the amplitude.
  const peak = LOUDEST * (loudnessPercent / 100) ** 2;
  loudness.gain.setValueAtTime(0, startS);
  loudness.gain.linearRampToValueAtTime(peak, startS + RISE_MS / 1_000);
  loudness.gain.linearRampToValueAtTime(0, endS);
  tone.connect(loudness).connect(context.destination);
  tone.start(startS);
  tone.stop(endS);
  return tone;
}
