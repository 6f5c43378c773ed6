import { forEar } from '../../config/locales/ear/ear.ts';
import { createTranslator, fetchWords } from '../../config/locales/index.ts';
import type { PublicCall } from '../application/desks/hall-feed.ts';
import type { Language } from '../contract/shared/languages.ts';
import { USUAL_SPEED } from '../domain/speech.ts';
import type { Clock } from '../ports/clock.ts';
import type { Synthesiser } from '../ports/speech.ts';
import { plainSpeech } from '../speech/plain-speech.ts';
import { wholeSentence } from '../speech/whole-sentence.ts';

/** A call that is said later than this is not heard as one. */
const WITHIN_MS = 4_000;
/** Several halls ask for the same; calls of some minutes, in two languages. */
const MOST_HELD = 32;

/** Says a call in a language, as WAV, with the kiosk's own voices; `null` where none of them does. */
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
    // What fails is silent: the screen says the same.
    const sound = say(call, language).catch(() => null);
    held.set(key, sound);
    return sound;
  };
}
