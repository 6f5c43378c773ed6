import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TicketLanguage } from '../../../config/languages.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Synthesiser } from '../ports/speech.ts';
import { USUAL_SPEED } from '../rules/speech.ts';
import { isHeard } from './pacing.ts';
import { plainSpeech } from './plain-speech.ts';
import { createWavReader } from './wav.ts';

/** Largest recording that is read, in bytes: ten times the size of the longest sentence. */
const MOST_BYTES = 8 * 1024 * 1024;
const NAME_CHARACTERS = 16;

export function clipFile(language: TicketLanguage, text: string): string {
  const hash = createHash('sha256').update(plainSpeech(text)).digest('hex');
  return join(language, `${hash.slice(0, NAME_CHARACTERS)}.wav`);
}

/**
 * Speaks sentences that a person recorded, as WAV of 16 bits and one channel. A recording has one speed. At another speed, or without an
 * audible recording, the rendering fails, and `createVoices` lets the next voice speak.
 */
export function createRecordedClips(folder: string): Synthesiser {
  return {
    isThere: () => true,
    async *render({ text, language, speed }) {
      const bytes = speed === USUAL_SPEED ? readClip(join(folder, clipFile(language, text))) : null;
      const sound = bytes === null ? null : createWavReader().push(bytes);
      if (sound === null || !sound.ok || sound.value === null || !isHeard(sound.value))
        return refuse({ kind: 'speech-not-there', detail: 'no recorded clip' });
      yield sound.value;
      return succeed(null);
    },
  };
}

function readClip(file: string): Buffer | null {
  try {
    return statSync(file).size > MOST_BYTES ? null : readFileSync(file);
  } catch {
    return null;
  }
}
