import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlayer } from '../../../../src-renderer/voice/player.ts';

const RATE = 22_050;
const SAMPLES = Int16Array.from([1, 2, 3]);

/** A fake `AudioContext` with the parts that the player uses. Each source ends when the test ends it. */
class FakeContext {
  state: AudioContextState = 'running';
  currentTime = 0;
  readonly destination = {};
  readonly sampleRate: number;
  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
  }
  resume = () => Promise.resolve();
  close = () => {
    this.state = 'closed';
    return Promise.resolve();
  };
}

const sources: { onended: (() => void) | null; start: (atS: number) => void; startedAtS: number }[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  sources.length = 0;
  vi.stubGlobal(
    'AudioBuffer',
    class {
      readonly duration: number;
      constructor({ length, sampleRate }: { length: number; sampleRate: number }) {
        this.duration = length / sampleRate;
      }
      copyToChannel = () => undefined;
    },
  );
  vi.stubGlobal(
    'AudioBufferSourceNode',
    class {
      onended: (() => void) | null = null;
      startedAtS = 0;
      constructor() {
        sources.push(this);
      }
      connect = () => undefined;
      stop = () => undefined;
      start = (atS: number) => {
        this.startedAtS = atS;
      };
    },
  );
  vi.stubGlobal(
    'GainNode',
    class {
      readonly context: FakeContext;
      constructor(context: FakeContext) {
        this.context = context;
      }
      readonly gain = {
        value: 1,
        setTargetAtTime: () => undefined,
        cancelScheduledValues: () => undefined,
        setValueAtTime: () => undefined,
        linearRampToValueAtTime: () => undefined,
      };
      connect = () => undefined;
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open() {
  const contexts: FakeContext[] = [];
  const player = createPlayer((sampleRate) => {
    const context = new FakeContext(sampleRate);
    contexts.push(context);
    // The cast is safe, because the player uses only this part of `AudioContext`.
    return context as unknown as AudioContext;
  });
  async function hear() {
    const sentence = player.begin(1);
    sentence.add(SAMPLES, RATE);
    sentence.end();
    sources.at(-1)?.onended?.();
    expect(await sentence.done).toBe('ended');
  }
  return { player, contexts, hear };
}

test('the loudspeaker stays open for a sentence that begins while it waits to close, until that one is over', async () => {
  const { player, contexts, hear } = open();
  await hear();
  await vi.advanceTimersByTimeAsync(9_000);
  const next = player.begin(1);
  next.add(SAMPLES, RATE);
  // Pieces come every 4 s, soon enough that the sentence is not given up, until more than ten seconds after the previous sentence.
  for (let pieces = 0; pieces < 3; pieces += 1) {
    await vi.advanceTimersByTimeAsync(4_000);
    expect(contexts.map(({ state }) => state)).toEqual(['running']);
    next.add(SAMPLES, RATE);
  }
  next.end();
  for (const source of sources) source.onended?.();
  expect(await next.done).toBe('ended');
});

test('the loudspeaker stays open for a sentence whose sound has not come yet', async () => {
  const { player, contexts, hear } = open();
  await hear();
  await vi.advanceTimersByTimeAsync(8_000);
  const next = player.begin(1);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(contexts.map(({ state }) => state)).toEqual(['running']);
  next.stop('interrupted');
  expect(await next.done).toBe('interrupted');
});

test('the loudspeaker closes after a silence, and opens again for the next sentence', async () => {
  const { contexts, hear } = open();
  await hear();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(contexts.map(({ state }) => state)).toEqual(['closed']);
  await hear();
  expect(contexts.map(({ state }) => state)).toEqual(['closed', 'running']);
});

test('each piece begins where the previous one ends', async () => {
  const { player } = open();
  const sentence = player.begin(1);
  sentence.add(SAMPLES, RATE);
  sentence.add(SAMPLES, RATE);
  const [first, second] = sources;
  expect((second?.startedAtS ?? 0) - (first?.startedAtS ?? 0)).toBeCloseTo(SAMPLES.length / RATE);
  sentence.stop('interrupted');
  expect(await sentence.done).toBe('interrupted');
});
