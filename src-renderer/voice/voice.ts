import type { Sound } from '../../src-main/speech/contract/speech.ts';
import { type SpeechVolume, USUAL_VOLUME, VOLUME_STEP_DB } from '../../src-main/speech/rules/speech.ts';
import type { KioskApi } from '../api.ts';
import type { Mouth } from '../reading/teller.ts';
import { createPlayer, type Player, type Utterance } from './player.ts';

export const gainOf = (usualGainDb: number, volume: SpeechVolume): number =>
  10 ** ((usualGainDb + VOLUME_STEP_DB * (volume - USUAL_VOLUME)) / 20);

/** `usualGainDb`: the office's gain at the usual volume. */
export function createVoice(
  api: Pick<KioskApi, 'call' | 'onSound'>,
  usualGainDb: () => number,
  player: Player = createPlayer(),
): Mouth & { setVolume: (volume: SpeechVolume) => void } {
  let current: { sayId: string; utterance: Utterance } | null = null;

  api.onSound(({ sayId, sampleRate, pcm, ended }: Sound) => {
    if (current?.sayId !== sayId) return;
    const { utterance } = current;
    utterance.add(samplesOf(pcm), sampleRate);
    if (ended === 'spoken') utterance.end();
    else if (ended === 'failed') utterance.stop('failed');
  });
  // Result ignored: it stops what the previous page started, and a core that is down says nothing.
  void api.call('hush', { sayId: null });

  function hush(): void {
    if (current === null) return;
    current.utterance.stop('interrupted');
    // Result ignored: the page is silent already.
    void api.call('hush', { sayId: current.sayId });
    current = null;
  }

  return {
    async say(text, { language, speed, volume }) {
      // The core needs no message, because a new sentence ends the previous one.
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
  // Samples are little-endian, and so is every machine that runs a kiosk.
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}
