import { expect, type Page } from '@playwright/test';
import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import { calm } from './touch.ts';
import type { Handed, WatchedSynthesiser } from './watched-synthesiser.ts';

/** Where each key lies of `config/keypads/every-action.json`. */
const PLACES: Readonly<Record<KeypadAction, string>> = {
  curtain: 'F13',
  ticket: 'F14',
  'jack-in': 'F15',
  'jack-out': 'F16',
  up: 'F17',
  down: 'F18',
  select: 'F19',
  help: 'F20',
  slower: 'F21',
  faster: 'F22',
  back: 'F23',
  repeat: 'F24',
  louder: 'AudioVolumeUp',
  softer: 'AudioVolumeDown',
  loudest: 'AudioVolumeMute',
};
const MOST_STEPS = 60;
const PATIENCE_MS = 10_000;

export type Listener = ReturnType<typeof listenWith>;

/** Somebody with a headset and a keypad, who sees nothing: what they press follows from what they have heard. */
export function listenWith(page: Page, synthesiser: WatchedSynthesiser) {
  let from = 0;
  const heard = (): Handed[] => synthesiser.handed().slice(from);

  async function press(action: KeypadAction): Promise<void> {
    // A hand that takes its time: nothing comes too soon.
    await calm(page);
    const session = await page.context().newCDPSession(page);
    // The name is what Linux gives the key; only its place is sure.
    const key = { key: 'Unidentified', code: PLACES[action] };
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    await session.detach();
  }

  /** Waits until a sentence that holds `text` is spoken, and forgets what came before it. */
  async function hears(text: string): Promise<Handed> {
    const found = (): number => heard().findIndex((one) => one.text.includes(text));
    await expect
      .poll(found, { timeout: 0, message: `“${text}” among ${JSON.stringify(heard().slice(-6))}` })
      .toBeGreaterThanOrEqual(0);
    const at = found();
    const sentence = heard()[at];
    from += at + 1;
    if (sentence === undefined) throw new Error('nothing was heard');
    return sentence;
  }

  return {
    press,
    hears,
    all: heard,
    /** Steps on until a choice that holds `text` is heard, and back when there is none further on; then chooses it. */
    async chooses(text: string): Promise<void> {
      let way: 'down' | 'up' = 'down';
      let before: string | undefined;
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const count = synthesiser.handed().length;
        await press(way);
        await untilHeard(
          () => synthesiser.handed().length > count,
          () => press('repeat'),
        );
        const last = synthesiser.handed().at(-1)?.text;
        if (last?.includes(text) === true) {
          from = synthesiser.handed().length;
          return press('select');
        }
        if (last === before) way = way === 'down' ? 'up' : 'down';
        before = last;
      }
      throw new Error(`no “${text}” in ${MOST_STEPS} steps`);
    },
  };
}

/** Whoever hears nothing asks for it once more: a synthesiser that a busy machine kept waiting is tried again by that. */
async function untilHeard(isHeard: () => boolean, again: () => Promise<void>): Promise<void> {
  for (;;) {
    const sinceMs = performance.now();
    while (performance.now() - sinceMs < PATIENCE_MS) {
      if (isHeard()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await again();
  }
}
