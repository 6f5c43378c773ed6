import { expect, test } from 'vitest';
import { runCalling } from './part.ts';

test('twenty-five mornings of desks under lost networks and power give no number to two desks and lose none, and every faulty program is caught', async () => {
  const lines: string[] = [];
  const report = await runCalling({ n: 25, from: 0, seed: 6, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 10, caught: 10 },
  });
});
