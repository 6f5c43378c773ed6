import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  bytesBelow,
  countAnswers,
  countPlaces,
  errorsOfNpm,
  runWithProgress,
  startProgress,
} from '../../../build/progress.mjs';
import { lastShare } from '../../../build/system-libs.ts';
import { testFolder } from './folders.ts';

function place(isTTY: boolean) {
  const written: string[] = [];
  const clock = { ms: 0, work: () => {}, everyMs: 0 };
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const every = (work: () => void, ms: number) => {
    Object.assign(clock, { work, everyMs: ms });
    return setTimeout(() => {}, 0);
  };
  const later = (ms: number) => {
    clock.ms += ms;
    clock.work();
  };
  return { written, clock, later, parts: { stream, every, nowMs: () => clock.ms } };
}

test('a long step prints progress and elapsed time, and no estimate', () => {
  const { written, later, clock, parts } = place(false);
  let there = 3;
  const progress = startProgress(() => `${there} of 441 packages are here`, parts);
  expect(clock.everyMs).toBe(10_000);
  later(10_000);
  there = 212;
  later(80_000);
  progress.stop('441 packages are here');
  expect(written).toEqual([
    'Torn: 3 of 441 packages are here, 10 s\n',
    'Torn: 212 of 441 packages are here, 90 s\n',
    'Torn: 441 packages are here (90 s)\n',
  ]);
});

test('on a terminal progress is one line, which is cleared if the step fails', () => {
  const { written, later, parts } = place(true);
  const progress = startProgress(() => '40 MB of Electron are here', parts);
  later(2_000);
  progress.stop();
  expect(written).toEqual(['\r\x1b[KTorn: 40 MB of Electron are here, 2 s', '\r\x1b[K']);
});

test('progress is counted from files on disk', () => {
  const root = testFolder();
  for (const name of ['node_modules/a', 'node_modules/b', 'node_modules/.c-XYZ'])
    mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, 'node_modules/a/package.json'), '{}');
  writeFileSync(join(root, 'node_modules/b/half'), 'x'.repeat(40));
  expect(countPlaces(root, ['node_modules/a', 'node_modules/b', 'node_modules/c'])).toBe(1);
  expect(bytesBelow(root, join(root, 'nowhere'))).toBe(42);
});

test('a command returns its stderr at the end and reports its share while it runs', async () => {
  const heard: string[] = [];
  const script = 'echo dlstatus:1:40.5:Retrieving >&3; echo words >&2; exit 7';
  const options = { more: ['pipe'] as const, onStatus: (text: string) => void heard.push(lastShare(text) ?? text) };
  const { status, stderr, progress } = await runWithProgress('sh', ['-c', script], options, () => 'share');
  progress.stop();
  expect([status, stderr, heard]).toEqual([7, 'words\n', ['41 % fetched']]);
  const nothing = await runWithProgress('/nowhere/program', [], {}, () => '');
  nothing.progress.stop();
  expect(nothing).toMatchObject({ status: null, error: { code: 'ENOENT' } });
});

test('an install counts the registry’s answers and prints only errors', async () => {
  const lines = [
    'npm WARN EBADENGINE Unsupported engine {',
    'npm http fetch GET 200 https://registry.npmjs.org/pino 310ms (cache miss)',
    'npm http fetch GET 503 https://registry.npmjs.org/vite attempt 1 failed with 503',
    'npm http fetch GET 200 https://registry.npmjs.org/pino/-/pino-10.0.0.tgz 20ms (cache miss)',
    'npm ERR! code E503',
    'npm error code E503',
    'a library is missing',
  ];
  let answers = 0;
  const onWords = (words: string) => {
    answers += countAnswers(words);
  };
  const script = 'printf "%s\\n" "$@" >&2';
  const { stderr, progress } = await runWithProgress('sh', ['-c', script, 'sh', ...lines], { onWords }, () => '');
  progress.stop();
  expect(answers).toBe(2);
  expect(errorsOfNpm(stderr)).toBe('npm ERR! code E503\nnpm error code E503\na library is missing\n');
});

test('apt’s share is shown for fetching and for installing', () => {
  expect(lastShare('dlstatus:1:0:Retrieving\ndlstatus:2:12.4:Retrieving\n')).toBe('12 % fetched');
  expect(lastShare('pmstatus:dpkg-exec:49.9:Running dpkg\n')).toBe('50 % installed');
  expect(lastShare('pmconffile:x')).toBeNull();
});
