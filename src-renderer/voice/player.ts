export type Said = 'ended' | 'interrupted' | 'failed';

export interface Utterance {
  add(samples: Int16Array<ArrayBuffer>, sampleRate: number): void;
  end(): void;
  stop(as: Exclude<Said, 'ended'>): void;
  setGain(gain: number): void;
  readonly done: Promise<Said>;
}

export interface Player {
  begin(gain: number): Utterance;
}

const PATIENCE_MS = 5_000;
/**
 * The loudspeaker is closed this long after a sentence, because an open loudspeaker hisses. Opening it anew for each sentence would cut off
 * the sentence's beginning.
 */
const CLOSE_AFTER_MS = 10_000;
/** Delay of the first sample, so that it is not late already. */
const LEAD_S = 0.02;
/** Length of the fade-out at a stop: short enough to be silent at once, long enough not to click. */
const FADE_S = 0.01;
/** Time constant of a change of volume, in seconds. */
const GLIDE_S = 0.02;

type Opened = { context: AudioContext; rate: number };

export function createPlayer(
  newContext: (sampleRate: number) => AudioContext = (sampleRate) => new AudioContext({ sampleRate }),
): Player {
  let opened: Opened | null = null;
  let closing: ReturnType<typeof setTimeout> | undefined;

  function close(): void {
    void opened?.context.close().catch(() => undefined);
    opened = null;
  }
  /** Opens the audio context at the voice's own sample rate, because resampling each piece would click between pieces. */
  function open(rate: number): AudioContext {
    clearTimeout(closing);
    if (opened?.rate !== rate || opened.context.state === 'closed') {
      close();
      opened = { context: newContext(rate), rate };
      void opened.context.resume().catch(() => undefined);
    }
    return opened.context;
  }

  return {
    begin(gain) {
      clearTimeout(closing);
      const utterance = createUtterance(open, gain);
      void utterance.done.then(() => {
        clearTimeout(closing);
        closing = setTimeout(close, CLOSE_AFTER_MS);
      });
      return utterance;
    },
  };
}

interface Heard {
  readonly sources: Set<AudioBufferSourceNode>;
  loudness: GainNode | null;
  gain: number;
  /** Start of the next piece, by the audio context's clock, in seconds. */
  nextS: number;
  isComplete: boolean;
  isOver: boolean;
}

function createUtterance(open: (rate: number) => AudioContext, gain: number): Utterance {
  const { promise: done, resolve } = Promise.withResolvers<Said>();
  const heard: Heard = { sources: new Set(), loudness: null, gain, nextS: 0, isComplete: false, isOver: false };
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function finish(as: Said): void {
    if (heard.isOver) return;
    heard.isOver = true;
    clearTimeout(waiting);
    silence(heard);
    resolve(as);
  }
  function waitFor(ms: number): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => finish('failed'), ms);
  }
  function finishWhenHeard(): void {
    if (heard.isComplete && heard.sources.size === 0) finish('ended');
  }

  waitFor(PATIENCE_MS);
  return {
    done,
    add(samples, rate) {
      if (heard.isOver || heard.isComplete || samples.length === 0) return;
      waitFor(PATIENCE_MS);
      try {
        play(heard, open(rate), samples, finishWhenHeard);
      } catch {
        // Opening fails on a machine without a loudspeaker; it stays silent, and the screen shows the same.
        finish('failed');
      }
    },
    end() {
      if (heard.isOver) return;
      heard.isComplete = true;
      waitFor(PATIENCE_MS + 1_000 * (heard.nextS - (heard.loudness?.context.currentTime ?? 0)));
      finishWhenHeard();
    },
    stop: finish,
    setGain(next) {
      const { loudness, isOver } = heard;
      heard.gain = next;
      if (!isOver) loudness?.gain.setTargetAtTime(next, loudness.context.currentTime, GLIDE_S);
    },
  };
}

function play(heard: Heard, context: AudioContext, samples: Int16Array<ArrayBuffer>, onEnded: () => void): void {
  heard.loudness ??= loudnessIn(context, heard.gain);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(
    Float32Array.from(samples, (sample) => sample / 32_768),
    0,
  );
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(heard.loudness);
  heard.nextS = Math.max(heard.nextS, context.currentTime + LEAD_S);
  source.start(heard.nextS);
  heard.nextS += buffer.duration;
  heard.sources.add(source);
  source.onended = () => {
    heard.sources.delete(source);
    onEnded();
  };
}

function loudnessIn(context: AudioContext, gain: number): GainNode {
  const loudness = new GainNode(context, { gain });
  loudness.connect(context.destination);
  return loudness;
}

function silence({ loudness, sources }: Heard): void {
  if (loudness === null || sources.size === 0) return;
  const { currentTime } = loudness.context;
  loudness.gain.cancelScheduledValues(currentTime);
  loudness.gain.setValueAtTime(loudness.gain.value, currentTime);
  loudness.gain.linearRampToValueAtTime(0, currentTime + FADE_S);
  for (const source of sources) source.stop(currentTime + FADE_S);
}
