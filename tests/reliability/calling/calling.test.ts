import { expect, test } from 'vitest';
import { runCalling } from './part.ts';

test('twenty-five mornings of desks, cut off, killed and parted: no number at two desks, none lost, and every program that does so is caught', async () => {
  const lines: string[] = [];
  const report = await runCalling({ n: 25, from: 0, seed: 6, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    ...{ violations: 0, lost: 0, repeated: 0 },
    control: { planted: 9, caught: 9 },
  });
});
