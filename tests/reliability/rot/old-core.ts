import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, projectEnv } from '../../../build/runtime.ts';
import { copyTree } from '../../support/tree-copy.ts';

const EDITS = [
  {
    file: 'src-main/storage/open-store.ts',
    snippet: 'if (!isDamage(error)) throw error;\n    return refuse({ kind:',
    replacement: 'if (isDamage(error)) throw error;\n    return refuse({ kind:',
  },
  {
    file: 'src-main/storage/suspicion.ts',
    snippet: 'writeCheckedFile(join(folder, FILE), JSON.stringify(suspicion));',
    replacement: '',
  },
  {
    file: 'src-main/storage/damage-watch.ts',
    snippet: 'if (isDamage(error)) onDamage(',
    replacement: 'if (error === null) onDamage(',
  },
] as const;

/** Builds a core from which the code that repairs damage is removed. This core treats damage as a bug. */
export function buildYesterdaysCore(): { file: string; remove(): void } {
  const root = copyTree('torn-old-core-');
  for (const { file, snippet, replacement } of EDITS) {
    const path = join(root, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(snippet).length !== 2)
      throw new Error(`${file} has no ${JSON.stringify(snippet)}, or more than one`);
    writeFileSync(path, text.replace(snippet, replacement));
  }
  execFileSync(pinnedNode, ['build/vite.ts', 'core'], { cwd: root, env: projectEnv(), stdio: 'ignore' });
  return {
    file: join(root, 'out/core/core.js'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
