import { expect, type Page } from '@playwright/test';
import { forEar } from '../../config/locales/ear/ear.ts';
import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import { LANGUAGES } from '../../src-main/domain/languages.ts';
import { espeakVoiceOf } from '../../src-main/speech/espeak.ts';
import { plainSpeech } from '../../src-main/speech/plain-speech.ts';
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
/** How often it is looked whether something was said, before it is asked for once more. */
const LOOKS = 500;

export type Listener = ReturnType<typeof listenWith>;

/** Somebody with a headset and a keypad, who sees nothing: what they press follows from what they have heard. */
export function listenWith(page: Page, synthesiser: WatchedSynthesiser) {
  let from = 0;
  const heard = (): Handed[] => synthesiser.handed().slice(from);

  const press = (action: KeypadAction): Promise<void> => pressKey(page, PLACES[action]);

  /** Waits until a sentence that holds `text` is spoken, and forgets what came before it. */
  async function hears(text: string): Promise<Handed> {
    const texts = (): string[] => heard().map((one) => one.text);
    await expect
      .poll(texts, { timeout: 0, message: `waits for “${text}”` })
      .toContainEqual(expect.stringContaining(text));
    const at = texts().findIndex((one) => one.includes(text));
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
        const place = await placeOf(page);
        // What the screen was just saying of itself may come after the key: only what names the place answers it.
        const answer = (): Handed | undefined =>
          synthesiser
            .handed()
            .slice(count)
            .find((one) => place === null || names(one, place));
        await untilHeard(
          () => answer() !== undefined,
          () => press('repeat'),
        );
        const said = answer()?.text;
        if (place !== null && said?.includes(text) === true) {
          from = synthesiser.handed().length;
          return press('select');
        }
        if (said === before) way = way === 'down' ? 'up' : 'down';
        before = said;
      }
      throw new Error(`no “${text}” in ${MOST_STEPS} steps`);
    },
  };
}

async function pressKey(page: Page, code: string): Promise<void> {
  // A hand that takes its time: nothing comes too soon.
  await calm(page);
  const session = await page.context().newCDPSession(page);
  // The name is what Linux gives the key; only its place is sure.
  const key = { key: 'Unidentified', code };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await session.detach();
}

/** The first words of the choice that a key has led to; `null`: it led to no choice. */
const placeOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const choice = document.activeElement?.closest('button, a[href]');
    if (!choice) return null;
    const isRead = (text: Node): boolean => text.parentElement?.closest('svg, [aria-hidden="true"]') === null;
    const texts = document.createTreeWalker(choice, NodeFilter.SHOW_TEXT);
    let first = choice.getAttribute('aria-label');
    while (first === null && texts.nextNode() !== null)
      if (isRead(texts.currentNode) && texts.currentNode.nodeValue?.trim() !== '') first = texts.currentNode.nodeValue;
    return first;
  });

/** Whether what was handed over names what is shown. */
function names({ voice, text }: Handed, shown: string): boolean {
  const language = LANGUAGES.find((one) => espeakVoiceOf(one) === voice);
  if (language === undefined) throw new Error(`no language has the voice ${voice}`);
  return text.includes(plainSpeech(forEar(language, shown).replace(/\s+/g, ' ').trim()));
}

/** Whoever hears nothing asks for it once more: a synthesiser that a busy machine kept waiting is tried again by that. */
async function untilHeard(isHeard: () => boolean, again: () => Promise<void>): Promise<void> {
  for (;;) {
    for (let look = 0; look < LOOKS; look += 1) {
      if (isHeard()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await again();
  }
}
