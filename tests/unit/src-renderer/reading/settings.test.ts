import { expect, test } from 'vitest';
import type { SpeechSettings } from '../../../../src-main/speech/contract/speech-mode.ts';
import { createSettings } from '../../../../src-renderer/reading/settings.ts';
import type { Session } from '../../../../src-renderer/session.ts';

function set() {
  const answers: (() => void)[] = [];
  const asked: SpeechSettings[] = [];
  const setSpeech: Session['setSpeech'] = ({ speech: settings }) => {
    asked.push(settings);
    const { promise, resolve } = Promise.withResolvers<void>();
    answers.push(resolve);
    return promise;
  };
  const known: { said: SpeechSettings } = { said: { mode: 'private', speed: 0, volume: 2, curtain: false } };
  const settings = createSettings({ setSpeech }, () => known.said);
  return { settings, asked, answers, known };
}

test('“slower” pressed twice quickly is two steps slower, even if the first answer comes between', async () => {
  const { settings, asked, answers } = set();
  const first = settings.change({ speed: -1 });
  const second = settings.change({ speed: -1 });
  answers[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(settings.now()).toEqual(second);
  expect(second.speed).toBeLessThan(first.speed);
  expect(settings.change({ speed: -1 }).speed).toBeLessThanOrEqual(second.speed);
  expect(asked).toHaveLength(3);
});

test('the core’s settings count once it has answered the last press', async () => {
  const { settings, answers, known } = set();
  settings.change({ volume: 1 });
  answers[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  known.said = { ...known.said, volume: 0 };
  expect(settings.now()).toEqual(known.said);
});
