// Usage: npm run client -- --out DIR --prove. Packs the client, installs the tarball in an empty folder without a network, and runs the program of its README,
// which books at a sandbox. Exit code 1 if a step fails.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endingWithUs, startProgram } from '../../build/processes.ts';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { COMPILED_STRICTLY, readmeProgram } from '../support/readme-program.ts';

const [client] = process.argv.slice(2);
if (client === undefined) throw new Error('usage: prove-client.ts DIR');
const PATIENCE_MS = 5_000;
const folder = mkdtempSync(join(tmpdir(), 'torn-client-'));
const modules = join(repositoryRoot, 'node_modules');
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Packs the client and its dependencies as tarballs, which npm can install without a registry. Returns their names. */
function packAll(): string[] {
  const needed = ['openapi-fetch', 'openapi-typescript-helpers'].map((name) => join(modules, name));
  for (const one of [resolve(client ?? ''), ...needed]) run('npm', 'pack', '--ignore-scripts', '--silent', one);
  return readdirSync(folder).filter((name) => name.endsWith('.tgz'));
}

const [command, args] = endingWithUs(pinnedNode, [
  join(repositoryRoot, 'src-central', 'sandbox', 'main.ts'),
  '--port',
  '0',
  '--turn-every',
  '0',
  '--file',
  join(folder, 'torn-sandbox.json'),
]);
const sandbox = startProgram(command, args, process.env);
const listening = new Promise<void>((done) => {
  sandbox.onLine((line) => {
    if (line.startsWith('The sandbox listens at')) done();
  });
});
try {
  const tarballs = packAll();
  console.log(`packed: ${tarballs.join(', ')}`);
  writeFileSync(join(folder, 'package.json'), '{ "name": "program", "type": "module", "private": true }');
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', ...tarballs.map((name) => `./${name}`));
  console.log(`installed: ${readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))}`);
  writeFileSync(join(folder, 'program.ts'), readmeProgram());
  if (typeof (await Promise.race([listening, sandbox.ended])) === 'number') throw new Error('the sandbox has ended');
  run(pinnedNode, join(modules, 'typescript', 'bin', 'tsc'), ...COMPILED_STRICTLY, 'program.ts');
  console.log('the program of the README compiles');
  process.stdout.write(run(pinnedNode, 'program.ts'));
} finally {
  await sandbox.end(PATIENCE_MS);
  rmSync(folder, { recursive: true, force: true });
}
