// Usage: npm run check -- [--shrink]. Runs the checks of types, lint, format, layers and sentences at once, and prints whether each passed.
// --shrink removes outdated rows from build/checks/known-today.json and tightens build/checks/sentences/bounds.json.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pinnedNode, projectEnv, repositoryRoot } from './runtime.ts';

const bin = (name: string): string => join(repositoryRoot, 'node_modules', '.bin', name);

const OWN = process.argv.includes('--shrink') ? ['--shrink'] : [];

interface Check {
  name: string;
  command: string;
  args: readonly string[];
  tells?: true;
}

const CHECKS: readonly Check[] = [
  { name: 'types and dropped results', command: pinnedNode, args: [join('build', 'check-types.ts'), ...OWN] },
  { name: 'format and lint (biome)', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  { name: 'lint (oxlint)', command: bin('oxlint'), args: ['--deny-warnings'] },
  { name: 'layers, circles, exports', command: pinnedNode, args: [join('build', 'check-sources.ts'), ...OWN] },
  { name: 'sentences', command: pinnedNode, args: [join('build', 'check-sentences.ts'), ...OWN], tells: true },
];

async function runChecks(): Promise<string[]> {
  const failed = await Promise.all(CHECKS.map(async (check) => ((await passes(check)) ? [] : [check.name])));
  return failed.flat();
}

async function passes({ name, command, args, tells }: Check): Promise<boolean> {
  const child = spawn(command, args, { cwd: repositoryRoot, env: projectEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  console.log(`check ${status === 0 ? 'passed' : 'FAILED'}: ${name}`);
  if (status !== 0 || tells) console.log(`${stdout}${stderr}${typeof status === 'string' ? status : ''}`.trimEnd());
  return status === 0;
}

if (import.meta.main && (await runChecks()).length > 0) process.exitCode = 1;
