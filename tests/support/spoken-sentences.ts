import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, languageRow } from '../../config/languages.ts';
import { formatDate, formatTime } from '../../config/locales/dates.ts';
import { forEar } from '../../config/locales/ear/ear.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { createEspeak } from '../../src-main/speech/machine/espeak.ts';
import { plainSpeech } from '../../src-main/speech/machine/plain-speech.ts';
import { USUAL_SPEED } from '../../src-main/speech/rules/speech.ts';

export interface SpokenSentence {
  language: Language;
  key: string;
  text: string;
}

const valuesIn = (language: Language): Readonly<Record<string, string>> => ({
  time: formatTime(language, '09:05'),
  from: formatTime(language, '09:00'),
  to: formatTime(language, '14:30'),
  day: formatDate(language, '2026-11-24', 'long'),
  label: 'A012',
  phone: '010',
  reason: '',
  ranges: `${formatTime(language, '09:00')}, ${formatTime(language, '14:30')}`,
});

/** Returns all sentences of the screens as the kiosk speaks them, except sentences that consist only of a value or of nothing audible. */
export function spokenSentences(language: Language): SpokenSentence[] {
  const file = join(import.meta.dirname, `../../config/locales/${language}/screen.json`);
  const values = valuesIn(language);
  const fill = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '7');
  return textsIn(JSON.parse(readFileSync(file, 'utf8')), '')
    .map(({ key, text }) => ({ language, key, text: plainSpeech(forEar(language, fill(text))) }))
    .filter(({ text }) => text !== '');
}

function textsIn(value: unknown, key: string): { key: string; text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => textsIn(inside, key === '' ? name : `${key}.${name}`));
}

interface Audio {
  /** Milliseconds from the first audible sample to the last. */
  heardMs: number;
  /** From 0 to 1. */
  peak: number;
}

/** The shortest and the longest time per letter in milliseconds, in each script at the usual speed, with some margin. */
const LETTER_MS = {
  Latn: [35, 95],
  Cyrl: [50, 140],
  Arab: [45, 150],
  Aran: [45, 150],
  Hans: [150, 480],
} as const;
/** A digit is spoken as a word. */
const DIGIT_MS = 420;
/** A punctuation mark is spoken as a pause. */
const PAUSE_MS = 450;
/** Even a word of one letter takes some time. */
const SHORTEST_MS = 400;
const FAINT = 0.05;

export const faultOf = async (sentence: SpokenSentence): Promise<string | null> =>
  faultIn(sentence, await audioOf(sentence));

/** Returns `null` if nothing is wrong. */
export function faultIn({ text, language }: Omit<SpokenSentence, 'key'>, { heardMs, peak }: Audio): string | null {
  const count = (what: RegExp) => text.match(what)?.length ?? 0;
  const { script } = languageRow(language);
  // In Han writing a space, which separates letters of a foreign name, is not spoken.
  const letters = count(script === 'Hans' ? /[\p{L}\p{M}]/gu : /[\p{L}\p{M} ]/gu);
  const [least, most] = LETTER_MS[script];
  const longestMs = letters * most + count(/\d/g) * DIGIT_MS + count(/\p{P}/gu) * PAUSE_MS + SHORTEST_MS;
  if (peak < FAINT) return `is faint: ${peak.toFixed(3)} of 1`;
  if (heardMs < letters * least) return `is too short: ${Math.round(heardMs)} ms`;
  return heardMs > longestMs ? `is too long: ${Math.round(heardMs)} ms` : null;
}

/** Amplitude (of 32,767) from which a sample counts as sound. */
const HEARD_FROM = 100;

async function audioOf({ language, text }: SpokenSentence): Promise<Audio> {
  const pieces = createEspeak(createSystemClock()).render(
    { text, language, speed: USUAL_SPEED },
    new AbortController().signal,
  );
  let samples = 0;
  let rate = 1;
  let first: number | null = null;
  let last = 0;
  let peak = 0;
  let step = await pieces.next();
  while (step.done !== true) {
    const pcm = Buffer.from(step.value.pcm);
    rate = step.value.sampleRate;
    for (let at = 0; at < pcm.length; at += 2, samples += 1) {
      const loud = Math.abs(pcm.readInt16LE(at));
      peak = Math.max(peak, loud);
      if (loud < HEARD_FROM) continue;
      first ??= samples;
      last = samples;
    }
    step = await pieces.next();
  }
  if (!step.value.ok) throw new Error(`${step.value.error.kind}: ${step.value.error.detail}`);
  const ms = (count: number) => (count * 1_000) / rate;
  return { heardMs: ms(last - (first ?? last)), peak: peak / 32_768 };
}
