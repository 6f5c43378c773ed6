import { join } from 'node:path';
import type { CoreOptions } from '../../core/arguments.ts';
import type { CoreEnvironment } from '../../core/environment.ts';
import type { OpenedData } from '../../core/open-data.ts';
import type { Synthesiser } from '../ports/speech.ts';
import { createEspeak } from './espeak.ts';
import { createOwnVoice } from './own-voice.ts';
import { createRecordedClips } from './recorded-clips.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import { createVoices, type Voice } from './voices.ts';

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
