import { expect, test } from 'vitest';
import { runDiskPutBack, runSlotTwice } from './part.ts';

test.each([
  ['a disk that was put back, told by a centre or a sibling', runDiskPutBack],
  ['two kiosks with one slot', runSlotTwice],
])('ten runs of %s give no number twice, and the earlier program is caught', async (_name, run) => {
  const lines: string[] = [];
  const report = await run({ n: 10, from: 0, seed: 7, trace: false, progress: (line) => lines.push(line) });
  expect(report, lines.join('\n')).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: 1, caught: 1 },
  });
});
