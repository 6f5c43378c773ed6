import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { costTable, treeSeconds } from '../../../build/cost.ts';

test('the processor seconds of a process include those of a child that has ended', () => {
  const before = treeSeconds(process.pid);
  const work = 'const began = process.cpuUsage().user; while (process.cpuUsage().user - began < 200_000);';
  spawnSync(process.execPath, ['-e', work]);
  expect(treeSeconds(process.pid) - before).toBeGreaterThanOrEqual(0.2);
});

test('the table of costs begins with the sum, then the dearest', () => {
  const lines = ['{"name":"one","seconds":1.26}', '{"name":"two","seconds":12}', ''].join('\n');
  expect(costTable(lines).split('\n')).toEqual(['    13.3 processor seconds', '    12.0 two', '     1.3 one']);
});
