import type { Page } from '@playwright/test';
import { createTranslator } from '../../../config/locales/index.ts';

/** From `config/keypads/every-action.json`. */
const KEYS = { jackIn: 'F15', jackOut: 'F16', up: 'F17', down: 'F18', select: 'F19', repeat: 'F24' } as const;
type Keys = typeof KEYS;
/** The wait for a screen, or for a sound before the repeat key is pressed. */
const PATIENCE_MS = 6_000;

interface Hand {
  /** Keys without a sound, so that the sentence was asked for again. */
  silentKeys: number;
  /** Visits that did not come to their end, and how many of them in a row just now. */
  broken: number;
  brokenInRow: number;
  /** Whether it becomes true before the wait ends. */
  within(holds: () => boolean): Promise<boolean>;
  until(holds: () => boolean, what: string): Promise<void>;
  screen(): string | undefined;
  /** Returns the place that the key led to. */
  strike(key: string, isHeard: boolean): Promise<string>;
}

declare global {
  interface Window {
    /** Pieces of sound played so far. */
    soundPieces?: number;
    /** Sounds that a planted leak keeps. */
    keptSounds?: Float32Array[];
    hand?: Hand;
  }
}

const t = createTranslator('ca', 'screen');
/** Each screen of a visit, and the choice on it. */
const SCREENS = [
  { screen: 'language', choice: 'Català' },
  { screen: 'idle', choice: t('idle.entry.walk-in') },
  { screen: 'services', choice: 'Empadronament' },
  { screen: 'take-ticket', choice: t('ticket.finish') },
] as const;

/** To be called once: counts played sounds. `isLeaking`: and keeps them. */
export async function listenIn(page: Page, isLeaking: boolean): Promise<void> {
  await page.evaluate((keeps) => {
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
  await page.evaluate(layHandOnKeys, { keys: KEYS, patienceMs: PATIENCE_MS });
}

/** Counts since the page was first listened to. */
export interface Visited {
  /** What the last person who left early did not hear or find; `null`: all came to the end. */
  unheard: string | null;
  broken: number;
  /** Three in a row left: no other comes. */
  isGivenUp: boolean;
  silentKeys: number;
}

/**
 * So many people one after another, each from the jack to the last key by keypad alone: each step and each screen is heard before the
 * next key. In the page itself, so that no driver takes time.
 */
export const visit = (page: Page, count: number): Promise<Visited> =>
  page.evaluate(walkThrough, { count, keys: KEYS, screens: SCREENS });

/** Runs in the page. */
function layHandOnKeys({ keys, patienceMs }: { keys: Keys; patienceMs: number }): void {
  const within = async (holds: () => boolean): Promise<boolean> => {
    const beganMs = performance.now();
    while (!holds() && performance.now() - beganMs < patienceMs) await new Promise((resolve) => setTimeout(resolve, 4));
    return holds();
  };
  const press = (code: string): void => {
    for (const type of ['keydown', 'keyup'])
      document.body.dispatchEvent(new KeyboardEvent(type, { key: code, code, bubbles: true, cancelable: true }));
  };
  const focused = (): string => {
    const element = document.activeElement;
    return element?.matches('button, a') ? element.textContent.replaceAll('\u00AD', '') : '';
  };
  const hand: Hand = {
    ...{ silentKeys: 0, broken: 0, brokenInRow: 0 },
    within,
    screen: () => document.querySelector<HTMLElement>('.frame')?.dataset.screen,
    async until(holds, what) {
      if (!(await within(holds))) throw new Error(what);
    },
    async strike(key, isHeard) {
      await hand.until(() => document.documentElement.dataset.guard === 'off', 'no key is taken');
      const before = window.soundPieces ?? 0;
      const isSounding = (): boolean => (window.soundPieces ?? 0) > before;
      press(key);
      const place = focused();
      if (!isHeard || (await within(isSounding))) return place;
      // A synthesiser that a busy machine has delayed is dead until it is tried again.
      hand.silentKeys += 1;
      for (let times = 0; times < 3 && !isSounding(); times += 1) {
        press(keys.repeat);
        await within(isSounding);
      }
      await hand.until(isSounding, `nothing is heard after ${key} on ${hand.screen()}`);
      return place;
    },
  };
  window.hand = hand;
}

/** Runs in the page. */
async function walkThrough({
  count,
  keys,
  screens,
}: {
  count: number;
  keys: Keys;
  screens: typeof SCREENS;
}): Promise<Visited> {
  const { hand } = window;
  if (hand === undefined) throw new Error('nobody listens yet');
  const stepTo = async (choice: string): Promise<void> => {
    const passed: string[] = [];
    let key: string = keys.down;
    for (let step = 0; step < 60; step += 1) {
      const place = await hand.strike(key, true);
      if (place.includes(choice)) return;
      // The end of the screen: the choice was missed on the way.
      if (place !== '' && place === passed.at(-1)) key = key === keys.down ? keys.up : keys.down;
      passed.push(place);
    }
    throw new Error(`no “${choice}” on ${hand.screen()} among ${passed.slice(0, 12).join(' / ')}`);
  };
  /** A choice that changed under the finger is chosen again, as by a person who hears the same screen again. */
  const choose = async (screen: string): Promise<void> => {
    for (let times = 0; times < 3; times += 1) {
      await hand.strike(keys.select, true);
      if (await hand.within(() => hand.screen() !== screen)) return;
    }
    throw new Error(`nothing follows on ${screen}`);
  };
  const goThrough = async (): Promise<void> => {
    await hand.strike(keys.jackIn, true);
    for (const { screen, choice } of screens) {
      await hand.until(() => hand.screen() === screen, `${hand.screen()} instead of ${screen}`);
      await stepTo(choice);
      await choose(screen);
    }
  };
  let unheard: string | null = null;
  for (let person = 0; person < count && hand.brokenInRow < 3; person += 1) {
    try {
      await goThrough();
      hand.brokenInRow = 0;
    } catch (error) {
      unheard = String(error);
      hand.broken += 1;
      hand.brokenInRow += 1;
    }
    await hand.strike(keys.jackOut, false);
    await hand.until(() => document.querySelector('.reading-ring') === null, 'the ring stays');
  }
  return { unheard, broken: hand.broken, isGivenUp: hand.brokenInRow >= 3, silentKeys: hand.silentKeys };
}
