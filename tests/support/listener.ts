import { expect, type Page } from '@playwright/test';
import { LANGUAGES } from '../../config/languages.ts';
import { forEar } from '../../config/locales/ear/ear.ts';
import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import { LOCATOR_ALPHABET } from '../../src-main/domain/locator.ts';
import { espeakVoiceOf } from '../../src-main/speech/machine/espeak.ts';
import { plainSpeech } from '../../src-main/speech/machine/plain-speech.ts';
import { calm } from './touch.ts';
import type { Handed, WatchedSynthesiser } from './watched-synthesiser.ts';

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
/** The keys of the pad for appointment codes, in the sequence in which the screen reader goes through them. */
const KEY_ORDER = LOCATOR_ALPHABET.replace(/^0(123456789)/, '$10');
const MOST_STEPS = 60;
/** After this many checks without the expected speech, the key that repeats it is pressed. */
const LOOKS = 500;
const MOST_PRESSES = 60;

export type Listener = ReturnType<typeof listenWith>;

/** A blind person with headset and keypad, who presses keys according to what they heard. */
export function listenWith(page: Page, synthesiser: WatchedSynthesiser) {
  let from = 0;
  const heard = (): Handed[] => synthesiser.handed().slice(from);

  const press = (action: KeypadAction): Promise<void> => pressKey(page, PLACES[action]);

  /** Waits for a spoken sentence that contains `text`, and forgets the sentences before it. */
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

  /** Steps forward to the last choice, and then backward, until the wanted choice is read; selects it. */
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
      let place = await placeOf(page);
      // The kiosk may still finish earlier speech, so only speech that names the focused choice counts. If the focus has not moved, any
      // speech counts, because the kiosk then explains why the choice cannot be made.
      const answer = (): Handed | undefined =>
        synthesiser
          .handed()
          .slice(count)
          .find((one) => place === null || place === placeBefore || names(one, place));
      await untilHeard(
        () => answer() !== undefined,
        async () => {
          // A warning or a new screen may have moved the focus since the press, so the focused place is read again.
          await press('repeat');
          place = await placeOf(page);
        },
        () =>
          `waits for “${place}”; heard: ${synthesiser
            .handed()
            .slice(count)
            .map(({ text }) => text)
            .join(' | ')}`,
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
    chooses: (text: string) => selects(text, (said) => said.includes(text)),
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
  // A press right after another would count as a tremor.
  await calm(page);
  const session = await page.context().newCDPSession(page);
  // Linux decides the key's name, so the kiosk relies on its code.
  const key = { key: 'Unidentified', code };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await session.detach();
}

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

function names({ voice, text }: Handed, shown: string): boolean {
  const language = LANGUAGES.find((one) => espeakVoiceOf(one) === voice);
  if (language === undefined) throw new Error(`no language has the voice ${voice}`);
  return text.includes(plainSpeech(forEar(language, shown).replace(/\s+/g, ' ').trim()));
}

/** Presses again when nothing is heard, which repeats the speech of a synthesiser that a busy machine delayed. */
async function untilHeard(isHeard: () => boolean, again: () => Promise<void>, waited: () => string): Promise<void> {
  for (let presses = 0; presses <= MOST_PRESSES; presses += 1) {
    for (let look = 0; look < LOOKS; look += 1) {
      if (isHeard()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await again();
  }
  throw new Error(waited());
}
