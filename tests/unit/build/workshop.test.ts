import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import manifest from '../../../package.json' with { type: 'json' };

const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');

it('.nvmrc names the Node that everything runs on', () => {
  expect(read('.nvmrc').trim()).toBe(process.versions.node);
  for (const version of Object.values(manifest.optionalDependencies)) expect(version).toBe(read('.nvmrc').trim());
  expect(manifest.devDependencies['@types/node']).toBe(read('.nvmrc').split('.')[0]);
});

it('.editorconfig matches the formatter', () => {
  const settings = Object.fromEntries(
    [...read('.editorconfig').matchAll(/^(\w+) = (.+)$/gm)].map((match) => [match[1], match[2]]).reverse(),
  );
  const { formatter } = JSON.parse(read('biome.json')) as { formatter: Record<string, unknown> };
  const { indentStyle, indentWidth, lineWidth } = formatter;
  expect(settings).toMatchObject({
    indent_style: indentStyle,
    indent_size: String(indentWidth),
    max_line_length: String(lineWidth),
  });
});

it('CHANGELOG.md begins with the unreleased changes and has an entry for the current version', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## \[(.+?)\]/gm)].map((match) => match[1]);
  expect(headings[0]).toBe('Unreleased');
  expect(headings).toContain(manifest.version);
});
