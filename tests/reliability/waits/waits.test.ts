import { expect, test } from 'vitest';
import { runWaits } from './part.ts';

test('estimates for four hundred people hold in four of five cases, a naive mean’s do not, and wrong estimates are caught', async () => {
  const lines: string[] = [];
  const report = await runWaits({ n: 400, from: 0, seed: 3, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 4, caught: 4 },
  });
});
