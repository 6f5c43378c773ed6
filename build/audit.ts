// Usage: npm run audit [-- --answer FILE] [--out DIR]. Asks the npm registry which locked packages have known vulnerabilities, and writes the
// report of this version into out/audit. --answer reads a saved answer of `npm audit --json` instead, for a machine without network. Exit code 1: a
// package that ships has a high or critical vulnerability; 2: no registry answered.
import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { commitVersion } from './deb/commit-version.ts';
import { type Lock, MODULES, readLock } from './locked-packages.ts';
import { npmCommand } from './npm-command.mjs';
import { repositoryRoot } from './runtime.ts';

const Severity = z.enum(['info', 'low', 'moderate', 'high', 'critical']);
const Answer = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: Severity,
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
      range: z.string(),
      nodes: z.array(z.string()),
    }),
  ),
});

export interface Vulnerability {
  name: string;
  severity: z.infer<typeof Severity>;
  range: string;
  /** True if the vulnerable package is in the kiosk's or the centre's Debian package, and not only on developers' machines. */
  ships: boolean;
  advisories: { title: string; url: string }[];
}

/**
 * Returns `NAME VERSION` of each development dependency that ships nevertheless: Electron, and the packages that NOTICES lists because a
 * bundle contains them. NOTICES is current, because each build of the kiosk's Debian package compares it with the bundles.
 */
function shippedOf(lock: Lock, notices: string): ReadonlySet<string> {
  const electron = `electron ${lock[`${MODULES}electron`]?.version}`;
  return new Set([
    electron,
    ...[...notices.matchAll(/^-{80}\n(\S+ \S+)\nLicence: /gm)].flatMap(([, named]) => named ?? []),
  ]);
}

/**
 * Reads the vulnerabilities in the output of `npm audit --json` and lists those in shipped packages first. `null`: the output has another
 * form.
 */
export function vulnerabilitiesIn(answer: unknown, lock: Lock, notices: string): Vulnerability[] | null {
  const read = Answer.safeParse(answer);
  if (!read.success) return null;
  const shipped = shippedOf(lock, notices);
  return Object.values(read.data.vulnerabilities)
    .map(({ name, severity, range, nodes, via }) => ({
      name,
      severity,
      range,
      ships: nodes.some((place) => lock[place]?.dev !== true || shipped.has(`${name} ${lock[place].version}`)),
      advisories: via.flatMap((one) => (typeof one === 'string' ? [] : [{ title: one.title, url: one.url }])),
    }))
    .toSorted((one, other) => Number(other.ships) - Number(one.ships) || one.name.localeCompare(other.name));
}

/** True if a release must wait until the vulnerability is repaired. */
export const isUrgent = ({ severity, ships }: Vulnerability): boolean =>
  ships && (severity === 'high' || severity === 'critical');

function ask(): unknown {
  const [command = 'npm', ...first] = npmCommand();
  const { stdout } = spawnSync(command, [...first, 'audit', '--json'], { cwd: repositoryRoot, encoding: 'utf8' });
  return parsed(stdout);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function main(): void {
  const { values } = parseArgs({
    options: { answer: { type: 'string' }, out: { type: 'string', default: join(repositoryRoot, 'out', 'audit') } },
  });
  const answer = values.answer === undefined ? ask() : parsed(readFileSync(values.answer, 'utf8'));
  const notices = readFileSync(join(repositoryRoot, 'build', 'NOTICES'), 'utf8');
  const found = vulnerabilitiesIn(answer, readLock(), notices);
  if (found === null) {
    console.error('Torn: no report was made, because no registry answered with advisories. See build/README.md.');
    process.exitCode = 2;
    return;
  }
  const lock = hash('sha256', readFileSync(join(repositoryRoot, 'package-lock.json')));
  const report = {
    version: commitVersion(repositoryRoot).version,
    lockSha256: lock,
    asked: new Date().toISOString(),
    vulnerabilities: found,
  };
  mkdirSync(resolve(values.out), { recursive: true });
  const path = join(resolve(values.out), 'vulnerabilities.json');
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  for (const { name, severity, ships } of found) console.log(`${severity}: ${name}${ships ? '' : ' (does not ship)'}`);
  console.log(`${path}: ${found.length} packages with known vulnerabilities`);
  if (found.some(isUrgent)) process.exitCode = 1;
}

if (import.meta.main) main();
