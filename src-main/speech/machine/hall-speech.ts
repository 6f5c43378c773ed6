import { forEar } from '../../../config/locales/ear/ear.ts';
import { createTranslator, fetchWords } from '../../../config/locales/index.ts';
import type { PublicCall } from '../../calling/view/hall-feed.ts';
import type { Language } from '../../contract/shared/languages.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sentence, Synthesiser } from '../ports/speech.ts';
import { USUAL_SPEED } from '../rules/speech.ts';
import { plainSpeech } from './plain-speech.ts';

/** Longest time to render a sentence; a sound that is ready later is too late for the call on the screen. */
const WITHIN_MS = 4_000;
/** Largest sound of a sentence in bytes: about a minute. Torn's sentences take ten seconds. */
const MOST_BYTES = 4_000_000;
/** Largest number of sounds kept, because several hall screens ask for the same sounds: some minutes of calls in two languages. */
const MOST_HELD = 32;

/**
 * Makes a function that renders the call of a ticket number in one language as WAV with the kiosk's own voices. The function resolves with
 * `null` if no voice can speak the call.
 */
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
    // If rendering fails, the call is not spoken; the hall screen shows it anyway.
    const sound = say(call, language).catch(() => null);
    held.set(key, sound);
    return sound;
  };
}

/** A whole sentence as WAV of 16-bit samples, one channel; `null` if no voice renders it within `withinMs`. */
async function wholeSentence(
  synthesiser: Synthesiser,
  sentence: Sentence,
  clock: Clock,
  withinMs: number,
): Promise<Buffer | null> {
  const ending = new AbortController();
  const callOff = clock.after(withinMs, () => ending.abort());
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let rate: number | null = null;
  try {
    const rendering = synthesiser.render(sentence, ending.signal);
    for (;;) {
      const step = await rendering.next();
      if (step.done === true) return step.value.ok && rate !== null ? wavOf(pieces, bytes, rate) : null;
      const { pcm, sampleRate } = step.value;
      bytes += pcm.length;
      if (bytes > MOST_BYTES || (rate !== null && rate !== sampleRate)) {
        ending.abort();
        return null;
      }
      rate = sampleRate;
      pieces.push(pcm);
    }
  } finally {
    callOff();
  }
}

const HEADER_BYTES = 44;

function wavOf(pieces: readonly Uint8Array[], bytes: number, rate: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, ...pieces]);
}
