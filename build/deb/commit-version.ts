import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CommitVersion {
  version: string;
  /** Time of the commit in seconds since 1970; every file in the package gets it. */
  epoch: number;
}

/** The output of `git describe`: the nearest tag before the commit and the number of commits since. */
const DESCRIBED = /^v(?<base>\d+(?:\.\d+)*)-(?<distance>\d+)-g[0-9a-f]+$/;

/**
 * Returns the version of the commit in `folder`. A tagged commit has the tag's version, `0.2.0`. Any other commit has the version of the
 * nearest earlier tag, or of `package.json`, with the commit's time and name, `0.2.0+git20261127161611.c567bf9b`, so that apt takes a later
 * commit for newer. Uncommitted changes add a mark and count as newer than the commit.
 */
export function commitVersion(folder: string): CommitVersion {
  const git = (...words: string[]): string => execFileSync('git', words, { cwd: folder, encoding: 'utf8' }).trim();
  const epoch = Number(git('log', '-1', '--format=%ct'));
  const commit = git('log', '-1', '--format=%h', '--abbrev=8');
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  const tag = DESCRIBED.exec(nearestTag(git))?.groups;
  const base = tag?.base ?? declaredVersion(folder);
  const moment = new Date(epoch * 1_000).toISOString().replace(/\D/g, '').slice(0, 14);
  const after = tag?.distance === '0' ? '' : `+git${moment}.${commit}`;
  return { version: `${base}${after}${isChanged ? '+changed' : ''}`, epoch };
}

function nearestTag(git: (...words: string[]) => string): string {
  // With `--always` a repository without tags causes no error.
  return git('describe', '--tags', '--match', 'v[0-9]*', '--long', '--always');
}

function declaredVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
