import { expect, test } from 'vitest';
import type { Sound } from '../../../../src-main/speech/contract/speech.ts';
import {
  LOUDEST_STEP,
  SPEECH_VOLUMES,
  USUAL_VOLUME,
  VOLUME_STEP_DB,
} from '../../../../src-main/speech/rules/speech.ts';
import type { Player, Said, Utterance } from '../../../../src-renderer/voice/player.ts';
import { createVoice, gainOf } from '../../../../src-renderer/voice/voice.ts';
import { createFakeKiosk } from '../fake-kiosk.ts';

const how = { language: 'ca', speed: 0, volume: USUAL_VOLUME } as const;

interface Heard extends Utterance {
  samples: number[];
  gains: number[];
  isComplete: boolean;
}

function createNotingPlayer() {
  const utterances: Heard[] = [];
  const player: Player = {
    begin(gain) {
      const { promise: done, resolve } = Promise.withResolvers<Said>();
      const utterance: Heard = {
        done,
        samples: [],
        gains: [gain],
        isComplete: false,
        add: (samples) => utterance.samples.push(...samples),
        end() {
          utterance.isComplete = true;
          resolve('ended');
        },
        stop: resolve,
        setGain: (next) => utterance.gains.push(next),
      };
      utterances.push(utterance);
      return utterance;
    },
  };
  return { player, utterances };
}

function start() {
  const kiosk = createFakeKiosk();
  const { player, utterances } = createNotingPlayer();
  let hear: (sound: Sound) => void = () => undefined;
  const api = {
    call: kiosk.api.call,
    onSound(listener: (sound: Sound) => void) {
      hear = listener;
      return () => undefined;
    },
  };
  const voice = createVoice(api, () => -12, player);
  const said = () =>
    kiosk.calls.filter(({ method }) => method === 'say').map(({ params }) => params as { sayId: string });
  const sound = (sayId: string, samples: number[], ended: Sound['ended'] = null) =>
    hear({ sayId, sampleRate: 22_050, pcm: Buffer.from(Int16Array.from(samples).buffer).toString('base64'), ended });
  return { voice, utterances, calls: kiosk.calls, said, sound };
}

test('a page that starts ends the speech of the previous page', () => {
  expect(start().calls).toMatchObject([{ method: 'hush', params: { sayId: null } }]);
});

test('a sentence is played piece by piece and ends with the last one', async () => {
  const { voice, utterances, said, sound } = start();
  const result = voice.say('Bon dia.', how);
  expect(said()).toMatchObject([{ text: 'Bon dia.', language: 'ca', speed: 0 }]);
  const sayId = said()[0]?.sayId ?? '';
  sound(sayId, [1, -2]);
  sound(sayId, [300, -32_768]);
  sound(sayId, [], 'spoken');
  expect(await result).toBe('ended');
  expect(utterances[0]?.samples).toEqual([1, -2, 300, -32_768]);
});

test('the newest sentence ends the previous one, whose late sound is never played', async () => {
  const { voice, utterances, said, sound } = start();
  const first = voice.say('Primera.', how);
  const second = voice.say('Segona.', how);
  expect(await first).toBe('interrupted');
  sound(said()[0]?.sayId ?? '', [1, 1, 1]);
  sound(said()[1]?.sayId ?? '', [2], 'spoken');
  expect(await second).toBe('ended');
  expect(utterances.map(({ samples }) => samples)).toEqual([[], [2]]);
});

test('hush silences the page at once and informs the core', async () => {
  const { voice, said, calls } = start();
  const result = voice.say('Una frase.', how);
  voice.hush();
  expect(await result).toBe('interrupted');
  expect(calls.at(-1)).toMatchObject({ method: 'hush', params: { sayId: said()[0]?.sayId } });
});

test('a refusal by the core and a failing synthesiser end the sentence as failed', async () => {
  const { voice, calls, said, sound } = start();
  const refused = voice.say('Una.', how);
  await calls.at(-1)?.answer({ ok: false, error: { kind: 'no-speech' } });
  expect(await refused).toBe('failed');
  const broken = voice.say('Dues.', how);
  sound(said()[1]?.sayId ?? '', [], 'failed');
  expect(await broken).toBe('failed');
});

test('volumes are steps of 3 dB over 18 dB, the loudest 12 dB above the usual one, and a new one applies at once', () => {
  const decibels = SPEECH_VOLUMES.map((volume) => Math.round(20 * Math.log10(gainOf(-12, volume)) * 10) / 10);
  expect(decibels).toEqual([-18, -15, -12, -9, -6, -3, 0]);
  expect(LOUDEST_STEP * VOLUME_STEP_DB).toBe(12);
  const { voice, utterances } = start();
  void voice.say('Una frase.', how);
  voice.setVolume(6);
  expect(utterances[0]?.gains).toEqual([gainOf(-12, 2), 1]);
});
