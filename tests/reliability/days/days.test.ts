import { expect, test } from 'vitest';
import { runDays } from './part.ts';

test('twenty offices with wrong and differing clocks leave no ticket uncalled, repeat no number and burn none, and every faulty program is caught', async () => {
  const lines: string[] = [];
  const report = await runDays({ n: 20, from: 0, seed: 3, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 6, caught: 6 },
  });
});
