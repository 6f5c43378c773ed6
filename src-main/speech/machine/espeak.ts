import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { TicketLanguage } from '../../../config/languages.ts';
import { refuse } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Synthesiser } from '../ports/speech.ts';
import type { SpeechSpeed } from '../rules/speech.ts';
import { speakByProcess } from './voice-process.ts';

const VOICES: Readonly<Partial<Record<TicketLanguage, string>>> = { en: 'en-gb', fr: 'fr-fr', 'zh-Hans': 'cmn' };
export const espeakVoiceOf = (language: TicketLanguage): string => VOICES[language] ?? language;

/**
 * Words per minute by speed. The usual speed is below espeak-ng's default of 175, because citizens hear an unfamiliar voice in a noisy
 * hall.
 */
const WORDS_PER_MINUTE = {
  '-2': 105,
  '-1': 130,
  '0': 155,
  '1': 195,
  '2': 250,
} as const satisfies Record<`${SpeechSpeed}`, number>;

export const wordsPerMinute = (speed: SpeechSpeed): number => WORDS_PER_MINUTE[`${speed}`];

const FOLDERS = ['/usr/local/bin', '/usr/bin'];

export function createEspeak(clock: Clock, folders: readonly string[] = FOLDERS): Synthesiser {
  const find = (): string | undefined => folders.map((folder) => join(folder, 'espeak-ng')).find(isProgram);
  return {
    isThere: () => find() !== undefined,
    async *render({ text, language, speed }, signal) {
      const file = find();
      if (file === undefined) return refuse({ kind: 'speech-not-there', detail: 'espeak-ng' });
      const args = [
        '-v',
        espeakVoiceOf(language),
        '-s',
        String(wordsPerMinute(speed)),
        '-b',
        '1',
        '--stdin',
        '--stdout',
      ];
      return yield* speakByProcess({ file, arguments: args }, text, signal, clock);
    },
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
