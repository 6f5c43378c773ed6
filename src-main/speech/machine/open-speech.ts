import { join } from 'node:path';
import { createEspeak } from '../speech/machine/espeak.ts';
import { createOwnVoice } from '../speech/machine/own-voice.ts';
import { createRecordedClips } from '../speech/machine/recorded-clips.ts';
import { createSpeaker, type Speaker } from '../speech/machine/speaker.ts';
import { createVoices, type Voice } from '../speech/machine/voices.ts';
import type { Synthesiser } from '../speech/ports/speech.ts';
import type { CoreOptions } from './arguments.ts';
import type { CoreEnvironment } from './environment.ts';
import type { OpenedData } from './open-data.ts';

/** The voices of this kiosk: recorded clips, the machine's own voice, eSpeak NG. */
export function openSpeech(
  { clock, voice }: OpenedData,
  { dataDir }: CoreOptions,
  { log, push }: CoreEnvironment,
  onChange: () => void,
): { speaker: Speaker; synthesiser: Synthesiser } {
  const own: Voice[] = voice === null ? [] : [{ name: 'own', synthesiser: createOwnVoice(voice, clock) }];
  const synthesiser = createVoices(
    [
      { name: 'clips', synthesiser: createRecordedClips(join(dataDir, 'clips')) },
      ...own,
      { name: 'espeak-ng', synthesiser: createEspeak(clock) },
    ],
    ...([clock, log] as const),
  );
  const speaker = createSpeaker({ synthesiser, clock, log, tell: (value) => push({ push: 'sound', value }), onChange });
  return { speaker, synthesiser };
}
