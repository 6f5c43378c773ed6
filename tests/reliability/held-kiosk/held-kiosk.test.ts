import { expect, test } from 'vitest';
import { runHeldKiosk } from './part.ts';

test('twenty offices with a blocked or busy calling kiosk answer desks and return to one number line, and programs that wait are caught', async () => {
  const lines: string[] = [];
  const report = await runHeldKiosk({ n: 20, from: 0, seed: 3, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 3, caught: 3 },
  });
});
