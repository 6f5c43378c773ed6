import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import manifest from '../../../package.json' with { type: 'json' };

const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: repositoryRoot,
  encoding: 'utf8',
  maxBuffer: 16 * 1_024 * 1_024,
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(repositoryRoot, file)));
const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');

const NPM_OWN = ['ci', 'install', 'start', 'test'];
/** Folders that a build or a run creates, so that a clone lacks them. */
const MADE = ['dist', 'out', '.torn', 'test-results'];
const ENDING = /\.(ts|tsx|mjs|cjs|json|html|css|yml|md)$/;

/** Names in backticks in a README that do not exist, as far as their form can be checked. */
function untrue(readme: string, text: string, files: readonly string[]): string[] {
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return named.filter((words) =>
    words.startsWith('npm ') ? !isScript(words) : looksLikePath(words) && !isThere(words, posix.dirname(readme), files),
  );
}

function isScript(words: string): boolean {
  const name = words.replace(/^npm (run )?(-s )?/, '').split(' ')[0] ?? '';
  return NPM_OWN.includes(name) || Object.hasOwn(manifest.scripts, name);
}

/** True if a name looks like a path of the repository: it is no placeholder, pattern, address, package or absolute path. */
const looksLikePath = (words: string): boolean =>
  /^[\w.][\w./-]*$/.test(words) &&
  !/[A-Z]{2}|\b[A-Z]\./.test(words) &&
  (words.includes('/') || ENDING.test(words)) &&
  !MADE.includes(words.split('/')[0] ?? '');

function isThere(words: string, folder: string, files: readonly string[]): boolean {
  const path = words.replace(/\/$/, '');
  if ([path, posix.join(folder, path)].some((place) => existsSync(join(repositoryRoot, place)))) return true;
  // A README may give a path relative to its area, such as `check-in/rules/check-in` or `migrations/index.ts`.
  return files.some((file) => {
    const whole = `/${file}`;
    return whole.endsWith(`/${path}`) || whole.replace(ENDING, '').endsWith(`/${path}`) || whole.includes(`/${path}/`);
  });
}

for (const readme of FILES.filter((file) => file.endsWith('README.md')))
  it(`every file, folder and script that ${readme} names exists`, () => {
    expect(untrue(readme, read(readme), FILES)).toEqual([]);
  });

it('a missing file, folder and script are found', () => {
  const text =
    'See `gone.ts`, `domain/gone`, `build/gone/`, `npm run gone -- --all`, `npm run check`, `vite.ts`, `check-in/rules/check-in`, `FILE.ts`, `10/min`.';
  expect(untrue('build/README.md', text, FILES)).toEqual([
    'gone.ts',
    'domain/gone',
    'build/gone/',
    'npm run gone -- --all',
    '10/min',
  ]);
});

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLinks(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^\w+:/.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page : posix.join(posix.dirname(page), file);
      if (!existsSync(join(repositoryRoot, path))) return true;
      return anchor !== undefined && !anchorsOf(read(path)).includes(anchor);
    });
}

for (const page of FILES.filter((file) => file.endsWith('.md')))
  it(`every link of ${page} leads to an existing file or heading`, () => {
    expect(brokenLinks(page, read(page))).toEqual([]);
  });

it('a link to a missing file or heading is found', () => {
  const text =
    '[a](gone.md), [b](deb/README.md), [c](../CONTRIBUTING.md#a-printer-dialect), [d](../CONTRIBUTING.md#gone), [e](https://example.org)';
  expect(brokenLinks('build/README.md', text)).toEqual(['gone.md', '../CONTRIBUTING.md#gone']);
});

it('the top README and build’s README name every command and no other', () => {
  const commands = Object.keys(manifest.scripts).filter(
    (name) => !(name.startsWith('pre') && Object.hasOwn(manifest.scripts, name.slice('pre'.length))),
  );
  const top = read('README.md');
  const [, list = ''] = /\n## Commands\n(.*?)\n## /s.exec(read('build/README.md')) ?? [];
  const listed = [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  expect(commands.filter((name) => !listed.includes(name) && !new RegExp(`npm (run )?${name}\\b`).test(top))).toEqual(
    [],
  );
  expect(listed.filter((name) => !commands.includes(name))).toEqual([]);
});

it('a program reads every option that a README names', () => {
  const programs = FILES.filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !file.startsWith('tests/unit'))
    .map(read)
    .join('\n');
  for (const readme of FILES.filter((file) => file.endsWith('README.md')))
    for (const [, option = ''] of read(readme).matchAll(/(?<![\w-])--([a-z][a-z-]+)/g))
      expect(
        programs.includes(`'${option}'`) || programs.includes(`--${option}`) || programs.includes(`${option}: {`),
        `${readme}: --${option}`,
      ).toBe(true);
});
