import { expect, test } from 'vitest';
import { runFromHome } from './part.ts';

test('on thirty mornings with turns from home no number is given twice, no quota is exceeded and no unproven turn is called, and every faulty program is caught', async () => {
  const lines: string[] = [];
  const report = await runFromHome({ n: 30, from: 0, seed: 3, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 9, caught: 9 },
  });
});
