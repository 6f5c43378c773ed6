import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { run, testFolder } from './folders.ts';

const script = join(repositoryRoot, 'build', 'system-libs.ts');

function pathWith(...commands: string[]): string {
  const folder = join(testFolder(), 'bin');
  mkdirSync(folder);
  for (const command of commands) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(folder, command));
  }
  return folder;
}

describe('the check of system libraries', () => {
  it('prints the exact command and stops if it may not install', async () => {
    const { code, said } = await run(pinnedNode, [script], { PATH: pathWith('ldd', 'bash') });
    expect(code).toBe(1);
    expect(said).toContain('sudo apt-get install -y --no-install-recommends espeak-ng matchbox-window-manager xvfb\n');
  });

  it('needs no virtual display where a real one exists, and prints nothing if nothing is missing', async () => {
    const PATH = pathWith('ldd', 'bash', 'espeak-ng');
    expect(await run(pinnedNode, [script], { PATH, DISPLAY: ':0' })).toEqual({ code: 0, said: '' });
  });

  it('lets a kiosk without a voice start, and prints how to install one', async () => {
    const { code, said } = await run(pinnedNode, [script], { PATH: pathWith('ldd', 'bash'), DISPLAY: ':0' });
    expect(code).toBe(0);
    expect(said).toContain('sudo apt-get install -y --no-install-recommends espeak-ng\n');
  });
});
