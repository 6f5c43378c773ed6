import { expect, test } from 'vitest';
import { fuzzStatus } from './status-fuzz.ts';

test('20,000 streams of true and damaged answers throw nothing, and nothing counts as printed without proof', async () => {
  const lines: string[] = [];
  const report = await fuzzStatus({ n: 20_000, from: 0, seed: 1, trace: false, progress: (line) => lines.push(line) });
  expect(report).toEqual({ violations: 0, lost: 0, repeated: 0, control: { planted: 4, caught: 4 } });
  expect(Number(lines.at(-1)?.match(/, (\d+) of them with proof/)?.[1])).toBeGreaterThan(1_000);
});

test('the same seed gives the same story, and a different seed a different story', async () => {
  const tellStory = async (seed: number) => {
    const lines: string[] = [];
    await fuzzStatus({ n: 2_000, from: 0, seed, trace: false, progress: (line) => lines.push(line) });
    return lines;
  };
  expect(await tellStory(7)).toEqual(await tellStory(7));
  expect(await tellStory(7)).not.toEqual(await tellStory(8));
});
