import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openOwnDisplay } from '../../build/display.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { createEspeak } from '../../src-main/speech/machine/espeak.ts';
import { captureSound } from '../support/captured-sound.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, type KioskLaunch, launchKiosk } from '../support/electron.ts';
import { compare, type Figure } from './figures.ts';
import { pullOutOften, SILENT_WITHIN_MS } from './jack-out.ts';

const ROUNDS = 40;
const WARM_UP = 3;
/** The screen's frames are watched for this many milliseconds after each key. */
const WATCHED_MS = 700;
const JACK_IN = 'F15';
const DOWN = 'F18';
/** With the headset unplugged, this key has no effect. */
const NOTHING = 'F18';

declare global {
  interface Window {
    firstSoundMs?: number | null;
  }
}

interface Watched {
  /** Milliseconds from the key to the first sample; `null`: nothing was audible. */
  soundMs: number | null;
  framesMs: number[];
}

/**
 * Measures in milliseconds: the time from a key to its first sound in the real kiosk, against the synthesiser alone; the screen's frames
 * meanwhile, against the frames after a key without sound; and the time from pulling out the headset to silence, against its bound.
 */
export async function benchSpeech(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const display = await openOwnDisplay();
  const profile = join(folder, 'office.json');
  const office: unknown = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  writeFileSync(profile, JSON.stringify(Object.assign({}, office, { speech: { keypad: 'every-action' } })), {
    mode: 0o644,
  });
  const sound = captureSound();
  try {
    Object.assign(process.env, display.env);
    const { spoken, quiet } = await withKiosk(
      { dataDir: join(folder, 'data'), profile, env: sound.env, folders: [sound.folder, folder] },
      async ({ page }) => {
        await noteFirstSounds(page);
        const before = await watch(page, NOTHING);
        await press(page, JACK_IN);
        return { spoken: await watch(page, DOWN), quiet: before };
      },
    );
    const sounds = spoken.flatMap(({ soundMs }) => (soundMs === null ? [] : [soundMs]));
    if (sounds.length < ROUNDS) throw new Error(`only ${sounds.length} of ${ROUNDS} keys were answered by a sound`);
    // This kiosk runs without a captured loudspeaker, because `lastSoundMs` reads the samples in the page.
    const silences = await withKiosk({ dataDir: join(folder, 'other'), profile, folders: [folder] }, ({ page }) =>
      pullOutOften(page),
    );
    const frames = (watched: readonly Watched[]) => watched.flatMap(({ framesMs }) => framesMs);
    return [
      ...compare('key-to-sound', sounds, await synthesiserAlone()),
      ...compare('frame-while-speaking', frames(spoken), frames(quiet)),
      ...compare('jack-out-to-silence', silences, [SILENT_WITHIN_MS]),
    ];
  } finally {
    await display.close();
    sound.forget();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withKiosk<T>(launch: KioskLaunch, measure: (kiosk: Kiosk) => Promise<T>): Promise<T> {
  const kiosk = await launchKiosk(launch);
  try {
    await kiosk.page.locator('[data-screen="idle"]').waitFor();
    return await measure(kiosk);
  } finally {
    await kiosk.close();
  }
}

const noteFirstSounds = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function startNoted(this: AudioBufferSourceNode, whenS = 0) {
      const context = this.context;
      const latencyS = context instanceof AudioContext ? context.outputLatency : 0;
      window.firstSoundMs ??= performance.now() + 1_000 * (Math.max(0, whenS - context.currentTime) + latencyS);
      start.call(this, whenS);
    };
  });

async function watch(page: Page, key: string): Promise<Watched[]> {
  const watched: Watched[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const one = await press(page, key);
    if (round >= 0) watched.push(one);
  }
  return watched;
}

/** Presses a key from within the page, so that the test driver's time does not count, and watches the effects. */
const press = (page: Page, key: string): Promise<Watched> =>
  page.evaluate(
    ([name, watchedMs]) =>
      new Promise<Watched>((resolve) => {
        window.firstSoundMs = null;
        const beganMs = performance.now();
        const framesMs: number[] = [];
        let lastMs: number | null = null;
        const onFrame = (nowMs: number): void => {
          if (lastMs !== null) framesMs.push(nowMs - lastMs);
          lastMs = nowMs;
          const soundMs = window.firstSoundMs ?? null;
          if (performance.now() - beganMs < watchedMs) requestAnimationFrame(onFrame);
          else resolve({ soundMs: soundMs === null ? null : soundMs - beganMs, framesMs });
        };
        for (const type of ['keydown', 'keyup'])
          document.body.dispatchEvent(
            new KeyboardEvent(type, { key: name, code: name, bubbles: true, cancelable: true }),
          );
        requestAnimationFrame(onFrame);
      }),
    [key, WATCHED_MS] as const,
  );

/** Measures the milliseconds until the synthesiser has made the first samples of a short sentence. */
async function synthesiserAlone(): Promise<number[]> {
  const espeak = createEspeak(createSystemClock());
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const stop = new AbortController();
    const beganMs = performance.now();
    const pieces = espeak.render({ text: 'Vull un torn. Botó.', language: 'ca', speed: 0 }, stop.signal);
    await pieces.next();
    if (round >= 0) times.push(performance.now() - beganMs);
    stop.abort();
    await pieces.next();
  }
  return times;
}
