import { expect, test } from 'vitest';
import { runBooking } from './part.ts';

test('forty mornings of three replicas overbook nothing and lose no booking, and every replica that leaves out a step is caught', async () => {
  const lines: string[] = [];
  const report = await runBooking({ n: 40, from: 0, seed: 5, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 4, caught: 4 },
  });
});
