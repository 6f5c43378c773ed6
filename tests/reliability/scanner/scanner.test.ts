import { expect, test } from 'vitest';
import { fuzzScanner } from './part.ts';

test('20,000 chunks of five kinds of line give each code once and unchanged, nothing else, and hold little memory', async () => {
  const lines: string[] = [];
  const report = await fuzzScanner({ n: 20_000, from: 0, seed: 1, trace: false, progress: (line) => lines.push(line) });
  expect(lines.filter((line) => line.startsWith('not caught'))).toEqual([]);
  expect(report).toEqual({ violations: 0, lost: 0, repeated: 0, control: { planted: 11, caught: 11 } });
  expect(Number(lines.at(-1)?.match(/^(\d+) codes in all/)?.[1])).toBeGreaterThan(1_000);
});
