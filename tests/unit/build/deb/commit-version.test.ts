import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commitVersion } from '../../../../build/deb/commit-version.ts';

const folder = mkdtempSync(join(tmpdir(), 'torn-version-'));
afterAll(() => rmSync(folder, { recursive: true }));
const git = (date: string, ...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...words], {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
  });
const commit = (date: string) => git(date, 'commit', '--quiet', '--allow-empty', '-m', 'A commit');
const isOlder = (a: string, b: string): boolean => {
  try {
    execFileSync('dpkg', ['--compare-versions', a, 'lt', b]);
    return true;
  } catch {
    return false;
  }
};

it('a version is the tag’s, or has time and hash of the commit after it, and grows with each commit', () => {
  writeFileSync(join(folder, 'package.json'), '{"version":"0.1.0"}');
  git('', 'init', '--quiet');
  git('', 'add', 'package.json');
  const versions: string[] = [];
  const note = () => versions.push(commitVersion(folder).version);
  commit('2026-11-27T16:16:11Z');
  note();
  commit('2026-11-28T09:00:00Z');
  note();
  git('', 'tag', 'v0.2.0');
  note();
  commit('2026-11-29T09:00:00Z');
  note();
  git('', 'tag', 'v0.2.1');
  note();
  writeFileSync(join(folder, 'package.json'), '{"version":"9.9.9"}');
  note();
  expect(versions).toEqual([
    expect.stringMatching(/^0\.1\.0\+git20261127161611\.[0-9a-f]{8}$/),
    expect.stringMatching(/^0\.1\.0\+git20261128090000\.[0-9a-f]{8}$/),
    '0.2.0',
    expect.stringMatching(/^0\.2\.0\+git20261129090000\.[0-9a-f]{8}$/),
    '0.2.1',
    '0.2.1+changed',
  ]);
  const pairs = versions.slice(1).map((version, index) => [versions[index] ?? '', version] as const);
  expect(pairs.filter(([before, after]) => !isOlder(before, after))).toEqual([]);
  expect(commitVersion(folder).epoch).toBe(Date.parse('2026-11-29T09:00:00Z') / 1_000);
});
