import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Sound } from '../../../src-main/speech/contract/speech.ts';
import { createEspeak } from '../../../src-main/speech/machine/espeak.ts';
import { createOwnVoice } from '../../../src-main/speech/machine/own-voice.ts';
import { clipFile, createRecordedClips } from '../../../src-main/speech/machine/recorded-clips.ts';
import { createSpeaker } from '../../../src-main/speech/machine/speaker.ts';
import { createVoices } from '../../../src-main/speech/machine/voices.ts';
import type { Synthesiser } from '../../../src-main/speech/ports/speech.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { heardIn, toSay } from '../../support/speech.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Behaviour, noneLeft, notedBy, putVoiceProgram, wavOf } from '../../support/voice-programs.ts';

const nextTurn = () => new Promise(setImmediate);

interface Parts {
  folder: string;
  clock: ReturnType<typeof createManualClock>;
  log: { event: (kind: string, fields?: object) => void };
}

function start(make: (parts: Parts) => Synthesiser) {
  const clock = createManualClock(Date.UTC(2026, 10, 26));
  const events: { kind: string; fields: object }[] = [];
  const log = { event: (kind: string, fields: object = {}) => void events.push({ kind, fields }) };
  const folder = temporaryFolder();
  const sounds: Sound[] = [];
  const waiting: { done: () => boolean; resolve: () => void }[] = [];
  const look = () => {
    for (const { done, resolve } of waiting) if (done()) resolve();
  };
  const until = (done: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ done, resolve });
      look();
    });
  const speaker = createSpeaker({
    synthesiser: make({ folder, clock, log }),
    clock,
    log,
    onChange: look,
    tell(sound) {
      sounds.push(sound);
      look();
    },
  });
  onTestFinished(() => speaker.close());
  const soundsOf = (sayId: string) => sounds.filter((sound) => sound.sayId === sayId);
  const hear = async (text: string, how = {}) => {
    const order = toSay(text, how);
    if (!speaker.say(order).ok) return { ended: 'refused', lengthMs: 0 };
    await until(() => soundsOf(order.sayId).some(({ ended }) => ended !== null));
    return { ended: soundsOf(order.sayId).at(-1)?.ended, lengthMs: heardIn(soundsOf(order.sayId)).lengthMs };
  };
  return { clock, events, folder, sounds, soundsOf, until, speaker, hear };
}

/** Starts a speaker whose espeak-ng behaves as `behaviour` says, which the speaker finds out by a trial at its start. */
async function startWith(behaviour: Behaviour) {
  const started = start(({ folder, clock }) => {
    putVoiceProgram(folder, 'espeak-ng', behaviour);
    return createEspeak(clock, [folder]);
  });
  const { clock, speaker, until } = started;
  if (behaviour === 'well') await started.hear('Primera.');
  else if (behaviour.startsWith('hangs') || behaviour.endsWith('holds its sound'))
    while (speaker.state() === 'ready') {
      if (notedBy(started.folder, 'espeak-ng', 'text') !== '') clock.advance(500);
      await nextTurn();
    }
  else if (behaviour !== 'endless') await until(() => speaker.state() !== 'ready');
  return started;
}

describe('a synthesiser', () => {
  test.each([
    ['hangs', 'speech-hung'],
    ['hangs in the middle', 'speech-hung'],
    ['dies', 'speech-failed'],
    ['ends with an error', 'speech-failed'],
    ['writes text', 'speech-failed'],
    ['makes no sound', 'speech-silent'],
    ['writes nothing', 'speech-silent'],
    ['writes noise', 'speech-failed'],
    ['writes half a header', 'speech-silent'],
    ['writes half a WAV', 'speech-failed'],
    ['writes 200 MB', 'speech-failed'],
    ['leaves a child that holds its sound', 'speech-hung'],
  ] as const)('that %s is dead, is reported once as %s, and speaks again once it is well', async (behaviour, fault) => {
    const { clock, events, folder, hear, speaker, until } = await startWith(behaviour);
    expect(speaker.state()).toBe('dead');
    expect(speaker.fault()).toBe(fault);
    expect(await hear('Una frase.')).toMatchObject({ ended: 'refused' });
    await noneLeft(folder, 'espeak-ng');
    putVoiceProgram(folder, 'espeak-ng', 'well');
    clock.advance(500);
    await until(() => speaker.state() === 'ready');
    expect(speaker.fault()).toBeNull();
    expect(await hear('Una frase.')).toMatchObject({ ended: 'spoken', lengthMs: 400 });
    expect(events.map(({ kind }) => kind)).toEqual([fault, 'speech-ready']);
  });

  test('that is not installed has the state none, and speaks once it is', async () => {
    const { clock, events, folder, hear, speaker, until } = start(({ folder: empty, clock: own }) =>
      createEspeak(own, [empty]),
    );
    await until(() => speaker.fault() !== null);
    expect(speaker.state()).toBe('none');
    putVoiceProgram(folder, 'espeak-ng', 'well');
    clock.advance(500);
    await until(() => speaker.state() === 'ready');
    expect(await hear('Una frase.')).toMatchObject({ ended: 'spoken' });
    expect(events.map(({ kind }) => kind)).toEqual(['speech-not-there', 'speech-ready']);
  });

  test.each([
    ['dies', 'speech-failed', 400],
    ['writes noise', 'speech-failed', 0],
    ['writes half a header', 'speech-silent', 0],
    ['writes half a WAV', 'speech-failed', 203],
  ] as const)(
    'that %s in the middle of a sentence ends it as failed, and speaks the next one once it is well',
    async (behaviour, fault, heardMs) => {
      const { clock, folder, hear, speaker, until } = await startWith('well');
      putVoiceProgram(folder, 'espeak-ng', behaviour);
      const { ended, lengthMs } = await hear('Una frase.');
      expect(ended).toBe('failed');
      expect(Math.round(lengthMs)).toBe(heardMs);
      expect(speaker.fault()).toBe(fault);
      await noneLeft(folder, 'espeak-ng');
      putVoiceProgram(folder, 'espeak-ng', 'well');
      clock.advance(500);
      await until(() => speaker.state() === 'ready');
      expect(await hear('Una altra.')).toMatchObject({ ended: 'spoken', lengthMs: 400 });
    },
  );

  test('that is removed between two sentences has the state none, and speaks once it is back', async () => {
    const { clock, folder, hear, speaker, until } = await startWith('well');
    rmSync(join(folder, 'espeak-ng'));
    expect(await hear('Una frase.')).toMatchObject({ ended: 'failed' });
    expect(speaker.state()).toBe('none');
    putVoiceProgram(folder, 'espeak-ng', 'well');
    clock.advance(500);
    await until(() => speaker.state() === 'ready');
    expect(await hear('Una frase.')).toMatchObject({ ended: 'spoken' });
  });

  test('that writes without end is played no longer than the sentence could take, and fills no memory', async () => {
    const { clock, folder, soundsOf, speaker, until } = await startWith('well');
    putVoiceProgram(folder, 'espeak-ng', 'writes 200 MB');
    const order = toSay('Hola.');
    const before = process.memoryUsage().rss;
    speaker.say(order);
    const isOver = () => soundsOf(order.sayId).some(({ ended }) => ended !== null);
    while (!isOver()) {
      clock.advance(200);
      await nextTurn();
    }
    await until(isOver);
    expect(soundsOf(order.sayId).at(-1)?.ended).toBe('failed');
    expect(heardIn(soundsOf(order.sayId)).lengthMs).toBeLessThanOrEqual(15_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    await noneLeft(folder, 'espeak-ng');
  });

  test('that is slow to start is waited for, and the sentence is spoken whole', async () => {
    const { clock, folder, soundsOf, speaker, until } = await startWith('well');
    putVoiceProgram(folder, 'espeak-ng', 'is slow to start');
    const order = toSay('Una frase.');
    speaker.say(order);
    while (notedBy(folder, 'espeak-ng', 'text').split('\n').length < 4) await nextTurn();
    clock.advance(2_900);
    writeFileSync(join(folder, 'go'), '');
    await until(() => soundsOf(order.sayId).some(({ ended }) => ended !== null));
    expect(soundsOf(order.sayId).at(-1)?.ended).toBe('spoken');
    expect(heardIn(soundsOf(order.sayId)).lengthMs).toBe(400);
  });

  test('that leaves a child behind has the child ended too', async () => {
    const { folder, hear } = await startWith('well');
    putVoiceProgram(folder, 'espeak-ng', 'leaves a child behind');
    expect(await hear('Una frase.')).toMatchObject({ ended: 'spoken' });
    expect(await noneLeft(folder, 'espeak-ng')).toBe(4);
  });

  test('is tried again later and later, up to a minute', async () => {
    const { clock, folder, until } = await startWith('ends with an error');
    const tries = () => notedBy(folder, 'espeak-ng', 'process').split('\n').length - 1;
    await noneLeft(folder, 'espeak-ng');
    for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      const before = tries();
      clock.advance(waitMs - 1);
      expect(tries()).toBe(before);
      clock.advance(1);
      while (tries() === before) await nextTurn();
      await noneLeft(folder, 'espeak-ng');
      for (let turns = 0; turns < 20; turns += 1) await nextTurn();
    }
    await until(() => true);
  });

  test('gets the text by stdin only, as one line without commands, and nothing of our environment', async () => {
    const { folder, hear } = await startWith('well');
    await hear('La Remei\n[[h@l@U]] <b>té</b> el 77\u0001', { language: 'es' });
    expect(notedBy(folder, 'espeak-ng', 'text').split('\n').slice(1, 3)).toEqual([
      'Primera.',
      'La Remei h@l@U b té /b el 77',
    ]);
    expect(notedBy(folder, 'espeak-ng', 'arguments')).not.toContain('Remei');
    expect(notedBy(folder, 'espeak-ng', 'environment')).not.toMatch(/TORN|VITEST|HOME=/);
  });

  test('is killed by a hush in the middle of a sentence, and sends no more sound', async () => {
    const { folder, soundsOf, speaker, until, hear } = await startWith('well');
    putVoiceProgram(folder, 'espeak-ng', 'endless');
    const order = toSay('Una frase molt llarga.');
    speaker.say(order);
    await until(() => soundsOf(order.sayId).length >= 2);
    speaker.hush({ sayId: order.sayId });
    const heard = soundsOf(order.sayId).length;
    await noneLeft(folder, 'espeak-ng');
    putVoiceProgram(folder, 'espeak-ng', 'well');
    expect(await hear('La següent.')).toMatchObject({ ended: 'spoken' });
    expect(soundsOf(order.sayId)).toHaveLength(heard);
  });

  test('is never more than a second ahead of the playback, however fast it is', async () => {
    const { clock, folder, soundsOf, speaker, until } = await startWith('well');
    putVoiceProgram(folder, 'espeak-ng', 'endless');
    const order = toSay('Una frase sense fi.');
    speaker.say(order);
    await until(() => heardIn(soundsOf(order.sayId)).lengthMs >= 1_000);
    for (let turns = 0; turns < 200; turns += 1) await nextTurn();
    expect(heardIn(soundsOf(order.sayId)).lengthMs).toBeLessThan(1_500);
    clock.advance(1_000);
    await until(() => heardIn(soundsOf(order.sayId)).lengthMs >= 2_000);
  });

  test('skips a text without anything to speak', async () => {
    const { hear } = await startWith('well');
    expect(await hear('… →')).toEqual({ ended: 'spoken', lengthMs: 0 });
  });
});

describe('the machine’s own voice', () => {
  const startWithOwn = (behaviour: Behaviour) =>
    start(({ folder, clock, log }) => {
      mkdirSync(join(folder, 'usual'));
      putVoiceProgram(join(folder, 'usual'), 'espeak-ng', 'well');
      const setting = {
        program: putVoiceProgram(folder, 'own-voice', behaviour),
        arguments: ['--lang={language}', '{wordsPerMinute}'],
      };
      return createVoices(
        [
          { name: 'own', synthesiser: createOwnVoice(setting, clock) },
          { name: 'espeak-ng', synthesiser: createEspeak(clock, [join(folder, 'usual')]) },
        ],
        ...([clock, log] as const),
      );
    });

  test('speaks instead of the usual one, with language and speed', async () => {
    const { folder, hear } = startWithOwn('well');
    expect(await hear('Hola.', { language: 'en', speed: 2 })).toMatchObject({ ended: 'spoken' });
    expect(notedBy(folder, 'own-voice', 'arguments')).toBe('--lang=en 250\n');
    expect(notedBy(join(folder, 'usual'), 'espeak-ng', 'text')).toBe('');
  });

  test('that fails leaves the sentence to the usual one, is reported, and is tried again after a minute', async () => {
    const { clock, events, folder, hear, speaker } = startWithOwn('ends with an error');
    expect(await hear('Una.')).toMatchObject({ ended: 'spoken' });
    expect(speaker.state()).toBe('ready');
    expect(events).toEqual([{ kind: 'speech-failed', fields: { voice: 'own', detail: 'code 3' } }]);
    putVoiceProgram(folder, 'own-voice', 'well');
    rmSync(join(folder, 'own-voice.text'), { force: true });
    await hear('Dues.');
    expect(notedBy(folder, 'own-voice', 'text')).toBe('');
    clock.advance(60_000);
    await hear('Tres.');
    expect(notedBy(folder, 'own-voice', 'text')).toBe('Tres.\n');
  });

  test('that other users could replace is not run', async () => {
    const { events, folder, hear } = start(({ folder: own, clock, log }) => {
      mkdirSync(join(own, 'usual'));
      putVoiceProgram(join(own, 'usual'), 'espeak-ng', 'well');
      const program = putVoiceProgram(own, 'own-voice', 'well');
      chmodSync(program, 0o777);
      return createVoices(
        [
          { name: 'own', synthesiser: createOwnVoice({ program, arguments: [] }, clock) },
          { name: 'espeak-ng', synthesiser: createEspeak(clock, [join(own, 'usual')]) },
        ],
        ...([clock, log] as const),
      );
    });
    expect(await hear('Una.')).toMatchObject({ ended: 'spoken' });
    expect(notedBy(folder, 'own-voice', 'text')).toBe('');
    expect(events.map(({ kind }) => kind)).toEqual(['speech-not-there']);
  });
});

describe('a recorded clip', () => {
  const startWithClips = () =>
    start(({ folder, clock, log }) => {
      putVoiceProgram(folder, 'espeak-ng', 'well');
      return createVoices(
        [
          { name: 'clips', synthesiser: createRecordedClips(join(folder, 'clips')) },
          { name: 'espeak-ng', synthesiser: createEspeak(clock, [folder]) },
        ],
        ...([clock, log] as const),
      );
    });
  function record(folder: string, text: string, bytes: Buffer): void {
    const file = join(folder, 'clips', clipFile('ca', text));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }

  test('replaces its sentence, in its language and at the usual speed', async () => {
    const { folder, hear } = startWithClips();
    record(folder, 'Trieu un servei.', wavOf(900));
    expect((await hear('Trieu un servei.')).lengthMs).toBe(900);
    expect((await hear('Trieu un altre servei.')).lengthMs).toBe(400);
    expect((await hear('Trieu un servei.', { language: 'es' })).lengthMs).toBe(400);
    expect((await hear('Trieu un servei.', { speed: 1 })).lengthMs).toBe(400);
  });

  test('that is broken, silent or a folder leaves the sentence to the voice', async () => {
    const { folder, hear } = startWithClips();
    for (const bytes of [Buffer.from('no sound'), wavOf(900, 0), Buffer.alloc(0)]) {
      record(folder, 'Trieu un servei.', bytes);
      expect((await hear('Trieu un servei.')).lengthMs).toBe(400);
    }
  });
});
