import type { Page } from '@playwright/test';
import { createTranslator } from '../../../config/locales/index.ts';

const KEYS = { jackIn: 'F15', jackOut: 'F16', up: 'F17', down: 'F18', select: 'F19', repeat: 'F24' } as const;
type Keys = typeof KEYS;
/** The time limit for a screen, and for a sound before the repeat key is pressed. */
const PATIENCE_MS = 6_000;

interface Hand {
  /** The number of keys after which no sound came, so that the repeat key was pressed. */
  silentKeys: number;
  /** The number of visits that were not completed; `brokenInRow`: the number since the last completed visit. */
  broken: number;
  brokenInRow: number;
  within(holds: () => boolean): Promise<boolean>;
  until(holds: () => boolean, what: string): Promise<void>;
  screen(): string | undefined;
  /** Presses a key. Resolves to the place that has the focus then. */
  strike(key: string, isHeard: boolean): Promise<string>;
}

declare global {
  interface Window {
    soundPieces?: number;
    keptSounds?: Float32Array[];
    hand?: Hand;
  }
}

const t = createTranslator('ca', 'screen');
const SCREENS = [
  { screen: 'language', choice: 'Català' },
  { screen: 'idle', choice: t('idle.entry.walk-in') },
  { screen: 'services', choice: 'Empadronament' },
  { screen: 'take-ticket', choice: t('ticket.finish') },
] as const;

/** Counts played sounds and, if `isLeaking`, keeps them. Call it once per page. */
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

/** Counts since `listenIn` was called. */
export interface Visited {
  /** The sound or choice for which the last person who left early had waited in vain; `null`: all visits were completed. */
  unheard: string | null;
  broken: number;
  /** Whether the run ended because three people in a row left early. */
  isGivenUp: boolean;
  silentKeys: number;
}

/**
 * Makes `count` visits, one after another, each from plugging in the headset to the last key. Every step and screen
 * is heard before the next key. The visits run in the page, because a test driver would take time.
 */
export const visit = (page: Page, count: number): Promise<Visited> =>
  page.evaluate(walkThrough, { count, keys: KEYS, screens: SCREENS });

/** Runs in the page, so it can use nothing from outside itself. */
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
    silentKeys: 0,
    broken: 0,
    brokenInRow: 0,
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
      // A sentence that a busy machine synthesised too late is dropped, so the person asks for it again.
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

/** Runs in the page, so it can use nothing from outside itself. */
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
      // The focus no longer moves at the screen's end. The choice was then passed, so the direction is reversed.
      if (place !== '' && place === passed.at(-1)) key = key === keys.down ? keys.up : keys.down;
      passed.push(place);
    }
    throw new Error(`no “${choice}” on ${hand.screen()} among ${passed.slice(0, 12).join(' / ')}`);
  };
  /**
   * Chooses once more if the screen does not change, as a person does who hears the same screen again: the first press may have come while
   * the screen changed.
   */
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
