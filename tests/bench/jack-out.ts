import type { Page } from '@playwright/test';
import { percentile } from './figures.ts';

export const SILENT_WITHIN_MS = 100;
const ROUNDS = 40;
/** The number of rounds in which the headset stays plugged in, as the control. */
const LEFT_IN = 8;
const WARM_UP = 3;
/** The sound is recorded for this many milliseconds after the key. The spoken guidance is longer, so it does not end by itself. */
const LISTENED_MS = 400;
const PATIENCE_MS = 10_000;
const JACK_IN = 'F15';
const JACK_OUT = 'F16';

declare global {
  interface Window {
    /**
     * Returns the time, by the page's clock, at which the last audible sample is played that this call or an earlier call has found;
     * `null`: no call has found an audible sample.
     */
    lastSoundMs?: () => number | null;
  }
}

/**
 * Pulls a headset out in mid-sentence, again and again, by pressing the key `JACK_OUT`. Resolves to the milliseconds from each press to the
 * last audible sample.
 */
export async function pullOutOften(page: Page): Promise<number[]> {
  await tapSound(page);
  const [pulled, left]: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < ROUNDS + LEFT_IN; round += 1) {
    const isPulled = round < ROUNDS;
    const silentMs = await pullOutOnce(page, isPulled, (round * 37) % 300);
    if (round >= 0) (isPulled ? pulled : left).push(silentMs);
  }
  // The headset that stays in is the control: if its sentence ended by itself, silence after pulling out would prove
  // nothing.
  if (percentile(left, 0.1) <= SILENT_WITHIN_MS)
    throw new Error(`the sentence is silent though the headset is in: ${left.map(Math.round)} ms`);
  return pulled;
}

const tapSound = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { connect } = AudioNode.prototype;
    const HEARD_FROM = 0.001;
    const taps = new WeakMap<BaseAudioContext, AnalyserNode>();
    let speaking: AudioContext | null = null;
    let lastMs: number | null = null;
    let seenS = 0;
    function connectTapped(this: AudioNode, to: AudioNode | AudioParam, ...more: number[]): unknown {
      if (!(to instanceof AudioDestinationNode)) return Reflect.apply(connect, this, [to, ...more]);
      const tap = taps.get(to.context) ?? new AnalyserNode(to.context, { fftSize: 1_024 });
      if (!taps.has(to.context)) {
        taps.set(to.context, tap);
        Reflect.apply(connect, tap, [to]);
        // Without any input the analyser would repeat its last samples, so it gets an inaudible constant input.
        const hum = new ConstantSourceNode(to.context, { offset: HEARD_FROM / 100 });
        Reflect.apply(connect, hum, [tap]);
        hum.start();
      }
      return Reflect.apply(connect, this, [tap]);
    }
    Object.assign(AudioNode.prototype, { connect: connectTapped });
    const { start } = AudioBufferSourceNode.prototype;
    // Only speech is played from buffers; a chime consists of tones.
    AudioBufferSourceNode.prototype.start = function startNoted(this: AudioBufferSourceNode, whenS = 0) {
      if (this.context instanceof AudioContext) speaking = this.context;
      start.call(this, whenS);
    };
    window.lastSoundMs = () => {
      const tap = speaking === null ? undefined : taps.get(speaking);
      if (speaking === null || tap === undefined || speaking.currentTime === seenS) return lastMs;
      const { currentTime, outputLatency, sampleRate } = speaking;
      seenS = currentTime;
      const samples = new Float32Array(tap.fftSize);
      tap.getFloatTimeDomainData(samples);
      const at = samples.findLastIndex((sample) => Math.abs(sample) >= HEARD_FROM);
      if (at !== -1) lastMs = performance.now() + 1_000 * (outputLatency - (samples.length - 1 - at) / sampleRate);
      return lastMs;
    };
  });

const pullOutOnce = (page: Page, isPulled: boolean, afterMs: number): Promise<number> =>
  page.evaluate(
    ([jackIn, jackOut, pulls, waitMs, listenedMs, patienceMs]) => {
      const strike = (code: string): void => {
        for (const type of ['keydown', 'keyup'])
          document.body.dispatchEvent(new KeyboardEvent(type, { key: code, code, bubbles: true, cancelable: true }));
      };
      const { port1, port2 } = new MessageChannel();
      const soon = (act: () => void): void => {
        port1.onmessage = act;
        port2.postMessage(null);
      };
      const lastMs = (): number => window.lastSoundMs?.() ?? 0;
      return new Promise<number>((resolve, reject) => {
        const pluggedMs = performance.now();
        strike(jackIn);
        let beganMs = 0;
        const wait = (): void => {
          const isHeard = lastMs() > Math.max(pluggedMs, performance.now() - 30);
          if (isHeard && beganMs === 0) beganMs = performance.now();
          if (isHeard && performance.now() - beganMs >= waitMs) pull();
          else if (performance.now() - pluggedMs > patienceMs) reject(new Error('nothing is heard'));
          else soon(wait);
        };
        const pull = (): void => {
          const pulledMs = performance.now();
          if (pulls) strike(jackOut);
          const listen = (): void => {
            const heardMs = lastMs();
            if (performance.now() - pulledMs < listenedMs) {
              soon(listen);
              return;
            }
            if (!pulls) strike(jackOut);
            setTimeout(() => resolve(Math.max(0, heardMs - pulledMs)), listenedMs);
          };
          listen();
        };
        wait();
      });
    },
    [JACK_IN, JACK_OUT, isPulled, afterMs, LISTENED_MS, PATIENCE_MS] as const,
  );
