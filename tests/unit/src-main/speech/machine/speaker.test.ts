import { expect, onTestFinished, test } from 'vitest';
import { succeed } from '../../../../../src-main/domain/result.ts';
import type { Sound } from '../../../../../src-main/speech/contract/speech.ts';
import { createSpeaker } from '../../../../../src-main/speech/machine/speaker.ts';
import type { Sentence, Synthesiser } from '../../../../../src-main/speech/ports/speech.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const PIECE = { sampleRate: 22_050, pcm: Uint8Array.from([1, 0, 2, 0]) };
const FIRST = '2b0c9a64-3a0e-4bb0-9a53-000000000001';
const SECOND = '2b0c9a64-3a0e-4bb0-9a53-000000000002';

const order = (sayId: string, text: string) => ({ sayId, text, language: 'ca', speed: 0 }) as const;

/** A synthesiser whose sentences, except for the trial at its start, last until the test or an abort ends them. */
async function speak() {
  const begun: string[] = [];
  const aborted: string[] = [];
  const ends = new Map<string, () => void>();
  const heard: Sound[] = [];
  let hears: (() => void)[] = [];
  const tellAll = () => {
    const waiting = hears;
    hears = [];
    for (const each of waiting) each();
  };
  const synthesiser: Synthesiser = {
    isThere: () => true,
    async *render({ text }: Sentence, signal) {
      if (text === '1') return succeed(null);
      begun.push(text);
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.set(text, resolve);
      signal.addEventListener(
        'abort',
        () => {
          aborted.push(text);
          resolve();
        },
        { once: true },
      );
      yield PIECE;
      await promise;
      return succeed(null);
    },
  };
  const speaker = createSpeaker({
    synthesiser,
    clock: createManualClock(0),
    log: { event: () => undefined },
    tell(sound) {
      heard.push(sound);
      tellAll();
    },
    onChange: () => undefined,
  });
  onTestFinished(() => speaker.close());
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => hears.push(resolve));
  }
  const hasSound = (sayId: string) => heard.some((sound) => sound.sayId === sayId && sound.ended === null);
  const endOf = (sayId: string) => heard.find((sound) => sound.sayId === sayId && sound.ended !== null)?.ended;
  return { speaker, begun, aborted, ends, until, hasSound, endOf };
}

test('a new sentence ends the previous one at once, without waiting for its end', async () => {
  const { speaker, begun, until, hasSound, endOf } = await speak();
  expect(speaker.say(order(FIRST, 'Primera.'))).toEqual({ ok: true, value: null });
  await until(() => hasSound(FIRST));
  speaker.say(order(SECOND, 'Segona.'));
  await until(() => hasSound(SECOND));
  expect(begun).toEqual(['Primera.', 'Segona.']);
  expect(endOf(FIRST)).toBeUndefined();
});

test('a late hush of the old sentence does not end the new one', async () => {
  const { speaker, aborted, ends, until, hasSound, endOf } = await speak();
  speaker.say(order(FIRST, 'Primera.'));
  await until(() => hasSound(FIRST));
  speaker.say(order(SECOND, 'Segona.'));
  await until(() => hasSound(SECOND));
  speaker.hush({ sayId: FIRST });
  expect(aborted).toEqual(['Primera.']);
  ends.get('Segona.')?.();
  await until(() => endOf(SECOND) !== undefined);
  expect(endOf(SECOND)).toBe('spoken');
});

test('a hush of the current sentence ends it, and so does a hush of all', async () => {
  for (const sayId of [FIRST, null]) {
    const { speaker, until, hasSound, endOf } = await speak();
    speaker.say(order(FIRST, 'Primera.'));
    await until(() => hasSound(FIRST));
    speaker.hush({ sayId });
    speaker.say(order(SECOND, 'Segona.'));
    await until(() => hasSound(SECOND));
    expect(endOf(FIRST)).toBeUndefined();
  }
});
