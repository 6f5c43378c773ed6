import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode } from '../../build/runtime.ts';

export interface Handed {
  voice: string;
  text: string;
}

export interface WatchedSynthesiser {
  folder: string;
  /** This program replaces the core's Node. */
  node: string;
  handed(): Handed[];
  forget(): void;
}

/** Records the texts that the core gives to espeak-ng, which still speaks. `under` is a program that already replaces Node. */
export function watchSynthesiser(under: string = pinnedNode): WatchedSynthesiser {
  const folder = mkdtempSync(join(tmpdir(), 'torn-handed-'));
  chmodSync(folder, 0o777);
  const file = join(folder, 'handed.jsonl');
  const preload = join(folder, 'watch.mjs');
  const node = join(folder, 'node');
  writeFileSync(
    preload,
    `import childProcess from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const spawn = childProcess.spawn;
childProcess.spawn = (program, args, options) => {
  const child = spawn(program, args, options);
  if (![program, ...args].some((word) => word.endsWith('/espeak-ng'))) return child;
  const voice = args[args.indexOf('-v') + 1];
  const end = child.stdin.end.bind(child.stdin);
  child.stdin.end = (text, ...more) => {
    appendFileSync(${JSON.stringify(file)}, JSON.stringify({ voice, text: String(text).trim() }) + '\\n');
    return end(text, ...more);
  };
  return child;
};
syncBuiltinESMExports();
`,
  );
  writeFileSync(node, `#!/bin/sh\nexec '${under}' --import '${preload}' "$@"\n`);
  chmodSync(node, 0o755);
  return {
    folder,
    node,
    handed() {
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Handed);
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}
