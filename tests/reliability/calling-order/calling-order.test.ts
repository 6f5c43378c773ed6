import { expect, test } from 'vitest';
import { runCallingOrder } from './part.ts';

test('forty days of an office leave no citizen waiting for ever, and every order that does, or ignores an appointment’s hour, is caught', async () => {
  const lines: string[] = [];
  const report = await runCallingOrder({ n: 40, from: 0, seed: 5, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 6, caught: 6 },
  });
  expect(lines.filter((line) => /(quiet|crowded) days, (appointment|preferential|walk-in): /.test(line))).toHaveLength(
    7 * 6,
  );
});
