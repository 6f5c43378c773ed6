// Runs on any Node from 20.19 and before anything is installed, so it and the files that it imports use no package.
// Usage: node build/bootstrap.mjs [--electron] [--libs [--test-tools]]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmCommand } from './npm-command.mjs';
import { countAnswers, countPlaces, errorsOfNpm, runWithProgress } from './progress.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.torn-stamp');
const ownNode = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');

/** Hashes the inputs of an install. From package.json only the dependencies count, so that a new script there does not cause an install. */
function wantedStamp() {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return createHash('sha256')
    .update(JSON.stringify([dependencies, devDependencies, optionalDependencies]))
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

/**
 * True if the pinned Node is there and `node_modules/.package-lock.json`, in which npm lists what it installed, has every package of the
 * lock in the lock's version (optional packages may be missing): a developer ran `npm ci` by hand.
 */
function installedByHand() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record) || !existsSync(ownNode)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([place, { version, optional }]) => place === '' || (have[place] ? have[place].version === version : optional),
  );
}

function placesForUs() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const isFor = (list, ours) => list === undefined || list.includes(ours);
  const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  return Object.entries(packages)
    .filter(
      ([, wanted]) => isFor(wanted.os, process.platform) && isFor(wanted.cpu, process.arch) && isFor(wanted.libc, libc),
    )
    .map(([place]) => place)
    .filter((place) => place.startsWith('node_modules/'));
}

async function install() {
  const places = placesForUs();
  console.error(`Torn: installing ${places.length} locked packages (npm ci) …`);
  rmSync(stampFile, { force: true });
  const [command, ...first] = npmCommand();
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
  let answers = 0;
  const { status, error, stderr, progress } = await runWithProgress(
    command,
    args,
    {
      cwd: root,
      onWords: (words) => {
        answers += countAnswers(words);
      },
    },
    () => `the registry answered ${answers} times, ${countPlaces(root, places)} of ${places.length} packages are here`,
  );
  progress.stop(status === 0 ? `${countPlaces(root, places)} packages are here` : undefined);
  process.stderr.write(errorsOfNpm(stderr));
  if (status === 0) return;
  console.error(`Torn: npm ci failed${error ? ` (${error.message})` : ''}: see npm's output above.`);
  process.exit(status || 1);
}

const stamp = wantedStamp();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  if (!installedByHand()) await install();
  mkdirSync(modules, { recursive: true });
  writeFileSync(stampFile, stamp);
}

// npm 11 links the pinned Node into node_modules/.bin, npm 9 does not; without the link every script would run on the system's Node.
const link = join(modules, '.bin', 'node');
if (existsSync(ownNode) && !existsSync(link)) symlinkSync(relative(dirname(link), ownNode), link);

const node = existsSync(ownNode) ? ownNode : process.execPath;
const steps = { '--electron': 'electron-runtime.ts', '--libs': 'system-libs.ts' };
for (const [flag, script] of Object.entries(steps)) {
  if (!process.argv.includes(flag)) continue;
  const more = script === 'system-libs.ts' && process.argv.includes('--test-tools') ? ['--test-tools'] : [];
  const { status } = spawnSync(node, [join(root, 'build', script), ...more], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Node 24 ignores the machine's certificate store by default, which would cut off a city with its own certificate authority.
    env: { NODE_USE_SYSTEM_CA: '1', ...process.env },
  });
  if (status !== 0) process.exit(status || 1);
}
