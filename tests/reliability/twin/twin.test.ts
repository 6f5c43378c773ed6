import { expect, test } from 'vitest';
import { runTwin } from './part.ts';

test('the twin’s waits match the formulas of steady lines, and every faulty calling order is noticed', async () => {
  const lines: string[] = [];
  const report = await runTwin({ n: 5, from: 0, seed: 1, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 3, caught: 3 },
  });
});
