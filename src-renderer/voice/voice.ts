import type { Sound } from '../../src-main/contract/kiosk/speech.ts';
import type { Language } from '../../src-main/domain/languages.ts';
import { type SpeechSpeed, type SpeechVolume, USUAL_VOLUME, VOLUME_STEP_DB } from '../../src-main/domain/speech.ts';
import type { KioskApi } from '../api.ts';
import { createPlayer, type Player, type Said, type Utterance } from './player.ts';

export interface HowToSay {
  language: Language;
  speed: SpeechSpeed;
  volume: SpeechVolume;
}

/** What the page says aloud: one sentence at a time, the newest. */
export interface Voice {
  /** `text` is made for the ear. It ends what is being said; settles when it is over, and never rejects. */
  say(text: string, how: HowToSay): Promise<Said>;
  /** Silence at once. */
  hush(): void;
  /** Also of what is being said. */
  setVolume(volume: SpeechVolume): void;
}

/** What the samples are multiplied by. */
export const gainOf = (usualGainDb: number, volume: SpeechVolume): number =>
  10 ** ((usualGainDb + VOLUME_STEP_DB * (volume - USUAL_VOLUME)) / 20);

/** `usualGainDb` is the office's, of the usual volume. */
export function createVoice(
  api: Pick<KioskApi, 'call' | 'onSound'>,
  usualGainDb: () => number,
  player: Player = createPlayer(),
): Voice {
  let current: { sayId: string; utterance: Utterance } | null = null;

  api.onSound(({ sayId, sampleRate, pcm, ended }: Sound) => {
    if (current?.sayId !== sayId) return;
    const { utterance } = current;
    utterance.add(samplesOf(pcm), sampleRate);
    if (ended === 'spoken') utterance.end();
    else if (ended === 'failed') utterance.stop('failed');
  });
  // Result ignored: it ends what the page before this one has begun, and a core that is down says nothing.
  void api.call('hush', { sayId: null });

  function hush(): void {
    if (current === null) return;
    current.utterance.stop('interrupted');
    // Result ignored: it is silent here already.
    void api.call('hush', { sayId: current.sayId });
    current = null;
  }

  return {
    async say(text, { language, speed, volume }) {
      // The core ends the sentence before it by itself.
      current?.utterance.stop('interrupted');
      const sayId = crypto.randomUUID();
      const utterance = player.begin(gainOf(usualGainDb(), volume));
      current = { sayId, utterance };
      void api.call('say', { sayId, language, text, speed }).then((answer) => {
        if (!answer.ok) utterance.stop('failed');
      });
      const said = await utterance.done;
      if (current?.sayId === sayId) current = null;
      return said;
    },
    hush,
    setVolume: (volume) => current?.utterance.setGain(gainOf(usualGainDb(), volume)),
  };
}

function samplesOf(pcm: string): Int16Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(pcm), (character) => character.charCodeAt(0));
  // Every machine that runs a kiosk has the same order of bytes as the sound.
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}
