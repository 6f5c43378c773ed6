import { expect, type Page } from '@playwright/test';
import { LANGUAGES } from '../../config/languages.ts';
import { forEar } from '../../config/locales/ear/ear.ts';
import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import { LOCATOR_ALPHABET } from '../../src-main/domain/locator.ts';
import { espeakVoiceOf } from '../../src-main/speech/machine/espeak.ts';
import { plainSpeech } from '../../src-main/speech/machine/plain-speech.ts';
import { calm } from './touch.ts';
import type { Handed, WatchedSynthesiser } from './watched-synthesiser.ts';

/** The key for each action in `config/keypads/every-action.json`. */
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
/** The keys of the locator pad, in the order in which the screen reader goes through them. */
const KEY_ORDER = LOCATOR_ALPHABET.replace(/^0(123456789)/, '$10');
const MOST_STEPS = 60;
/** The number of checks for new speech before the key is pressed again. */
const LOOKS = 500;

export type Listener = ReturnType<typeof listenWith>;

/** A blind person with headset and keypad: their presses depend only on what they heard. */
export function listenWith(page: Page, synthesiser: WatchedSynthesiser) {
  let from = 0;
  const heard = (): Handed[] => synthesiser.handed().slice(from);

  const press = (action: KeypadAction): Promise<void> => pressKey(page, PLACES[action]);

  /** Waits until a sentence that contains `text` is spoken, and forgets what preceded it. */
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

  /** Steps forward until the wanted choice is read, then backward if there is none, and selects it. */
  async function selects(
    what: string,
    isIt: (said: string, place: string) => boolean,
    first: 'down' | 'up' = 'down',
  ): Promise<void> {
    let way = first;
    let before: string | undefined;
    let placeBefore = await placeOf(page);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const count = synthesiser.handed().length;
      await press(way);
      const place = await placeOf(page);
      // Late speech of the screen may follow the key press: only speech that names the stop counts. A choice that cannot be made is read
      // while the focus stays.
      const answer = (): Handed | undefined =>
        synthesiser
          .handed()
          .slice(count)
          .find((one) => place === null || place === placeBefore || names(one, place));
      await untilHeard(
        () => answer() !== undefined,
        () => press('repeat'),
      );
      placeBefore = place;
      const said = answer();
      if (place !== null && said !== undefined && names(said, place) && isIt(said.text, place)) {
        from = synthesiser.handed().length;
        return press('select');
      }
      if (said?.text === before) way = way === 'down' ? 'up' : 'down';
      before = said?.text;
    }
    throw new Error(`no “${what}” in ${MOST_STEPS} steps`);
  }

  return {
    press,
    hears,
    all: heard,
    /** Selects the first choice whose spoken text contains `text`. */
    chooses: (text: string) => selects(text, (said) => said.includes(text)),
    /** Selects the key of each character in turn. */
    async types(characters: string): Promise<void> {
      for (const character of characters) {
        const at = (await placeOf(page)) ?? '';
        if (at === character) await press('select');
        else {
          const isBefore = KEY_ORDER.indexOf(character) < KEY_ORDER.indexOf(at);
          await selects(character, (_said, place) => place === character, isBefore ? 'up' : 'down');
        }
      }
    },
  };
}

async function pressKey(page: Page, code: string): Promise<void> {
  // A press right after another would count as a tremor: waits until the guard is off.
  await calm(page);
  const session = await page.context().newCDPSession(page);
  // Linux decides the key's name, so only its code is reliable.
  const key = { key: 'Unidentified', code };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await session.detach();
}

/** The first words of the choice that has the focus; `null`: no choice has it. */
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

/** Whether the spoken text contains the shown text. */
function names({ voice, text }: Handed, shown: string): boolean {
  const language = LANGUAGES.find((one) => espeakVoiceOf(one) === voice);
  if (language === undefined) throw new Error(`no language has the voice ${voice}`);
  return text.includes(plainSpeech(forEar(language, shown).replace(/\s+/g, ' ').trim()));
}

/** Presses again if nothing is heard, because that retries a synthesiser that a busy machine delayed. */
async function untilHeard(isHeard: () => boolean, again: () => Promise<void>): Promise<void> {
  for (;;) {
    for (let look = 0; look < LOOKS; look += 1) {
      if (isHeard()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await again();
  }
}
