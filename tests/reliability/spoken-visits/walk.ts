import type { Page } from '@playwright/test';
import { createTranslator } from '../../../config/locales/index.ts';

/** Of `config/keypads/every-action.json`. */
const KEYS = { jackIn: 'F15', jackOut: 'F16', down: 'F18', select: 'F19' } as const;
/** What is not said or shown by then is not said or shown at all. */
const PATIENCE_MS = 20_000;
const MOST_STEPS = 60;

declare global {
  interface Window {
    /** Pieces of sound that were handed to the loudspeaker so far. */
    soundPieces?: number;
    /** Sounds that a planted leak keeps. */
    keptSounds?: Float32Array[];
  }
}

const t = createTranslator('ca', 'screen');
/** Each screen of a visit, and what is chosen on it. */
const SCREENS = [
  { screen: 'language', choice: 'Català' },
  { screen: 'idle', choice: t('idle.entry.walk-in') },
  { screen: 'services', choice: 'Empadronament' },
  { screen: 'take-ticket', choice: t('ticket.finish') },
] as const;

/** To be called once: counts what is played. `isLeaking`: and keeps it. */
export const listenIn = (page: Page, isLeaking: boolean): Promise<void> =>
  page.evaluate((keeps) => {
    const { start } = AudioBufferSourceNode.prototype;
    window.soundPieces = 0;
    AudioBufferSourceNode.prototype.start = function startCounted(this: AudioBufferSourceNode, whenS = 0) {
      window.soundPieces = (window.soundPieces ?? 0) + 1;
      if (keeps && this.buffer !== null) {
        window.keptSounds ??= [];
        window.keptSounds.push(this.buffer.getChannelData(0).slice());
      }
      start.call(this, whenS);
    };
  }, isLeaking);

/**
 * So many people, one after another, each from the jack to the last key by keypad alone: what they step on and each screen is heard before the
 * next key. Answers what one of them did not hear or find; those after them do not come. In the page itself, so that no driver's time is waited for.
 */
export const visit = (page: Page, count: number): Promise<string | null> =>
  page.evaluate(walkThrough, { count, keys: KEYS, screens: SCREENS, patienceMs: PATIENCE_MS, mostSteps: MOST_STEPS });

async function walkThrough({
  count,
  keys,
  screens,
  patienceMs,
  mostSteps,
}: {
  count: number;
  keys: typeof KEYS;
  screens: typeof SCREENS;
  patienceMs: number;
  mostSteps: number;
}): Promise<string | null> {
  const until = async (holds: () => boolean, what: string): Promise<void> => {
    const beganMs = performance.now();
    while (!holds()) {
      if (performance.now() - beganMs > patienceMs) throw new Error(what);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };
  const played = (): number => window.soundPieces ?? 0;
  const isCalm = (): boolean => document.documentElement.dataset.guard === 'off';
  const screen = (): string | undefined => document.querySelector<HTMLElement>('.frame')?.dataset.screen;
  const strike = async (code: string, isHeard: boolean): Promise<void> => {
    await until(isCalm, 'no key is taken');
    const before = played();
    for (const type of ['keydown', 'keyup'])
      document.body.dispatchEvent(new KeyboardEvent(type, { key: code, code, bubbles: true, cancelable: true }));
    if (isHeard) await until(() => played() > before, `nothing is heard after ${code} on ${screen()}`);
  };
  const stepTo = async (choice: string): Promise<void> => {
    for (let step = 0; step < mostSteps; step += 1) {
      await strike(keys.down, true);
      const text = document.activeElement?.matches('button, a') ? document.activeElement.textContent : '';
      if (text.replaceAll('\u00AD', '').includes(choice)) return;
    }
    throw new Error(`no “${choice}” on ${screen()}`);
  };
  try {
    for (let person = 0; person < count; person += 1) {
      await strike(keys.jackIn, true);
      for (const { screen: wanted, choice } of screens) {
        await until(() => screen() === wanted, `${screen()} instead of ${wanted}`);
        await stepTo(choice);
        await strike(keys.select, true);
      }
      await strike(keys.jackOut, false);
      await until(() => document.querySelector('.reading-ring') === null, 'the ring stays');
    }
    return null;
  } catch (error) {
    return String(error);
  }
}
