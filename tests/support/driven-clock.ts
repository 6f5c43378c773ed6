import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode } from '../../build/runtime.ts';

export interface DrivenClock {
  folder: string;
  /** A program that replaces the core's Node: the test advances its monotonic clock, and one-second timers fire ten times as often. */
  node: string;
  advance(ms: number): void;
  forget(): void;
}

export function driveClock(): DrivenClock {
  const folder = mkdtempSync(join(tmpdir(), 'torn-clock-'));
  chmodSync(folder, 0o755);
  const file = join(folder, 'ahead-ms');
  const clock = join(folder, 'clock.mjs');
  const node = join(folder, 'node');
  let aheadMs = 0;
  const keep = (): void => {
    writeFileSync(`${file}.new`, String(aheadMs));
    renameSync(`${file}.new`, file);
  };
  keep();
  writeFileSync(
    clock,
    `import { readFileSync } from 'node:fs';
const now = performance.now.bind(performance);
const every = globalThis.setInterval;
let aheadMs = 0;
performance.now = () => now() + aheadMs;
globalThis.setInterval = (act, ms, ...more) => every(act, ms === 1000 ? 100 : ms, ...more);
every(() => { aheadMs = Number(readFileSync(${JSON.stringify(file)}, 'utf8')); }, 50).unref();
`,
  );
  writeFileSync(node, `#!/bin/sh\nexec '${pinnedNode}' --import '${clock}' "$@"\n`);
  chmodSync(node, 0o755);
  return {
    folder,
    node,
    advance(ms) {
      aheadMs += ms;
      keep();
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}
