import { expect, test } from 'vitest';
import { runHeldKiosk } from './part.ts';

test('twenty offices whose calling kiosk is held by a stranger or busy: desks are answered and the line of numbers comes back, and programs that wait are caught', async () => {
  const lines: string[] = [];
  const report = await runHeldKiosk({ n: 20, from: 0, seed: 3, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    ...{ violations: 0, lost: 0, repeated: 0 },
    control: { planted: 3, caught: 3 },
  });
});
