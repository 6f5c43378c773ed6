import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { VoiceSetting } from '../../contract/shared/speech-setting.ts';
import { refuse } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Synthesiser } from '../ports/speech.ts';
import { wordsPerMinute } from './espeak.ts';
import { speakByProcess } from './voice-process.ts';

const WRITABLE_BY_OTHERS = 0o022;

export function createOwnVoice({ program, arguments: given }: VoiceSetting, clock: Clock): Synthesiser {
  return {
    isThere: () => mayRun(program),
    async *render({ text, language, speed }, signal) {
      if (!mayRun(program)) return refuse({ kind: 'speech-not-there', detail: program });
      const filled = { language, wordsPerMinute: String(wordsPerMinute(speed)) };
      const args = given.map((argument) =>
        argument.replace(/\{(language|wordsPerMinute)\}/g, (_, name: keyof typeof filled) => filled[name]),
      );
      return yield* speakByProcess({ file: program, arguments: args }, text, signal, clock);
    },
  };
}

/** Whether the program may run: it is executable, and no user except root and the kiosk's own can replace it. */
function mayRun(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return [program, dirname(program)].every(isOurs);
  } catch {
    return false;
  }
}

function isOurs(place: string): boolean {
  const { uid, mode } = statSync(place);
  return (uid === 0 || uid === process.getuid?.()) && (mode & WRITABLE_BY_OTHERS) === 0;
}
