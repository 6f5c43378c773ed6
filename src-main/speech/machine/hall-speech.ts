import { forEar } from '../../../config/locales/ear/ear.ts';
import { createTranslator, fetchWords } from '../../../config/locales/index.ts';
import type { PublicCall } from '../../calling/view/hall-feed.ts';
import type { Language } from '../../contract/shared/languages.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Synthesiser } from '../ports/speech.ts';
import { USUAL_SPEED } from '../rules/speech.ts';
import { plainSpeech } from './plain-speech.ts';
import { wholeSentence } from './whole-sentence.ts';

/** Longest time to render a sentence; a later one would miss its call. */
const WITHIN_MS = 4_000;
/** Number of sounds kept: those of some minutes of calls in two languages, because several hall screens ask for the same ones. */
const MOST_HELD = 32;

/** Makes a function that speaks a call in a language as WAV with the kiosk's own voices; `null` if no voice can. */
export function createHallSpeech(
  synthesiser: Synthesiser,
  clock: Clock,
): (call: PublicCall, language: Language) => Promise<Buffer | null> {
  const held = new Map<string, Promise<Buffer | null>>();

  async function say({ number, desk }: PublicCall, language: Language): Promise<Buffer | null> {
    await fetchWords(language);
    const sentence = createTranslator(language, 'screen')('hall.call', {
      label: number,
      place: desk[language] ?? desk.ca,
    });
    const text = plainSpeech(forEar(language, sentence));
    return wholeSentence(synthesiser, { text, language, speed: USUAL_SPEED }, clock, WITHIN_MS);
  }
  return (call, language) => {
    const key = `${call.id} ${language}`;
    const before = held.get(key);
    if (before !== undefined) return before;
    const [oldest] = held.keys();
    if (held.size >= MOST_HELD && oldest !== undefined) held.delete(oldest);
    // A sentence that fails is left out, because the hall screen shows the same call.
    const sound = say(call, language).catch(() => null);
    held.set(key, sound);
    return sound;
  };
}
