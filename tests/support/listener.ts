import { expect, type Page } from '@playwright/test';
import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import { calm } from './touch.ts';
import type { Handed, SynthesisersDoor } from './synthesisers-door.ts';

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

export type Listener = ReturnType<typeof listenWith>;

/** Somebody with a headset and a keypad, who sees nothing: what they press follows from what they have heard. */
export function listenWith(page: Page, door: SynthesisersDoor) {
  let from = 0;
  const heard = (): Handed[] => door.handed().slice(from);

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
    /** Steps on until a choice that holds `text` is heard, and chooses it. */
    async chooses(text: string): Promise<void> {
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const before = door.handed().length;
        await press('down');
        await expect.poll(() => door.handed().length, { timeout: 0 }).toBeGreaterThan(before);
        const last = door.handed().at(-1);
        if (last?.text.includes(text) === true) {
          from = door.handed().length;
          await press('select');
          return;
        }
      }
      throw new Error(`no “${text}” in ${MOST_STEPS} steps`);
    },
  };
}
