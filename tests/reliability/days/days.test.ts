import { expect, test } from 'vitest';
import { runDays } from './part.ts';

test('twenty offices under clocks that jump, stand in 1970 and differ: nobody uncalled, no number twice, none burnt, and every program that does so is caught', async () => {
  const lines: string[] = [];
  const report = await runDays({ n: 20, from: 0, seed: 3, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    ...{ violations: 0, lost: 0, repeated: 0 },
    control: { planted: 6, caught: 6 },
  });
});
