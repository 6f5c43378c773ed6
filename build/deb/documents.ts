import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repositoryRoot } from '../runtime.ts';
import type { CommitVersion } from './commit-version.ts';

/** Returns the package's maintainer: DEBFULLNAME and DEBEMAIL, as Debian's own tools read them, or else package.json's author. */
export function maintainerOf(environment: NodeJS.ProcessEnv = process.env): string {
  const { DEBFULLNAME: name, DEBEMAIL: email } = environment;
  if (name && email) return `${name} <${email}>`;
  const { author } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { author: string };
  return author;
}

/** Writes Debian's changelog, which lists this version only, and copies the repository's CHANGELOG.md beside it. */
export function layChangelog(documents: string, name: string, { version, epoch }: CommitVersion): void {
  mkdirSync(documents, { recursive: true });
  const date = new Date(epoch * 1_000).toUTCString().replace('GMT', '+0000');
  const entry = [
    `${name} (${version}) stable; urgency=medium`,
    '',
    '  * CHANGELOG.md.gz beside this file lists the changes that users notice.',
    '',
    ` -- ${maintainerOf()}  ${date}`,
    '',
  ].join('\n');
  writeFileSync(join(documents, 'changelog.gz'), gzipSync(entry, { level: 9 }));
  const changes = readFileSync(join(repositoryRoot, 'CHANGELOG.md'));
  writeFileSync(join(documents, 'CHANGELOG.md.gz'), gzipSync(changes, { level: 9 }));
}

/** Writes the licence. `others` says which files of the package name the work of others. */
export function layCopyright(documents: string, others: string): void {
  const licence = readFileSync(join(repositoryRoot, 'LICENSE'), 'utf8').trimEnd();
  writeFileSync(join(documents, 'copyright'), `${licence}\n\nThe work of others in this package: ${others}.\n`);
}

/** Removes debug symbols from programs and libraries. @throws Error if binutils' strip fails or is missing */
export function strip(files: readonly string[]): void {
  for (const file of files) {
    const { status, stderr, error } = spawnSync('strip', ['--strip-unneeded', file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`strip ${file}: ${error?.message ?? stderr}`);
  }
}
