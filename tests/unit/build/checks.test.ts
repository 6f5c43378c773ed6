import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkTypes } from '../../../build/check-types.ts';
import { circlesOf } from '../../../build/checks/circles.ts';
import { deadExports } from '../../../build/checks/dead-exports.ts';
import { beyondKnown, leftOf } from '../../../build/checks/known-today.ts';
import { upwardImports } from '../../../build/checks/order.ts';
import { packedMembers } from '../../../build/checks/packed.ts';
import { missingAtRunTime } from '../../../build/checks/run-time-packages.ts';
import { type Finding, readSources } from '../../../build/checks/source-files.ts';
import { limitedWaits } from '../../../build/checks/waits.ts';
import { readGlossary, refusedWords } from '../../../build/checks/words.ts';
import { ORDER } from '../../../build/layers.ts';
import { repositoryRoot } from '../../../build/runtime.ts';
import { plantTree, removePlanted } from './planted-tree.ts';

afterEach(removePlanted);

const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, complaint }) => `${file}:${line} ${complaint}`);

describe('import circles', () => {
  it('of any length are found once each, also through types and re-exports', () => {
    const root = plantTree({
      'src-main/domain/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
      'src-main/domain/b.ts': "\nexport type { C as B } from './c.ts';",
      'src-main/domain/c.ts': "export type C = import('./a.ts').A;",
      'src-main/domain/d.ts': "import './a.ts';",
    });
    const circle = ['a', 'b', 'c', 'a'].map((name) => `src-main/domain/${name}.ts`).join(' -> ');
    expect(said(circlesOf(readSources(root)))).toEqual([`src-main/domain/a.ts:1 circle: ${circle}`]);
  });
});

describe('a literal spread into a literal of its kind', () => {
  it('is found in objects and arrays, also inside another', () => {
    const root = plantTree({
      'src-main/domain/a.ts':
        'export const a = {\n  ...{ b: 1 },\n  c: [\n    ...[1, 2],\n    { ...{ d: 3 } },\n  ],\n};',
    });
    expect(packedMembers(readSources(root)).map(({ line }) => line)).toEqual([2, 4, 5]);
  });

  it('is found in the properties of a component', () => {
    const root = plantTree({
      'src-renderer/a.tsx': 'export const a = (b: object) => (\n  <p {...{ id: "c" }}>\n    <i {...b} />\n  </p>\n);',
    });
    expect(packedMembers(readSources(root)).map(({ line }) => line)).toEqual([2]);
  });

  it('is not confused with a spread of a name, of a choice or of another kind, nor with arguments', () => {
    const root = plantTree({
      'src-main/domain/a.ts':
        'const b = { c: 1 };\nexport const d = { ...b, ...(b.c > 0 && { e: 2 }), ...[1] };\nMath.max(...[1, 2]);',
    });
    expect(packedMembers(readSources(root))).toEqual([]);
  });
});

describe('the order of the rooms', () => {
  it.each([
    ['hardware', 'config'],
    ['build', 'tests'],
    ['src-main/contract/shared', 'src-main/contract/centre'],
    ['src-main/domain', 'src-main/tickets/steps'],
  ])('refuses an import from %s up to %s', (low, high) => {
    const up = '../'.repeat(low.split('/').length);
    const root = plantTree({
      [`${low}/a.ts`]: `\nimport type { B } from '${up}${high}/b.ts';\nexport type A = B;`,
      [`${high}/b.ts`]: `import '${'../'.repeat(high.split('/').length)}${low}/c.ts';`,
    });
    expect(said(upwardImports(readSources(root), ORDER))).toEqual([
      `${low}/a.ts:2 ${low} lies below ${high}: it must not import ${high}/b.ts`,
    ]);
  });
});

describe('packages of product code', () => {
  it('must be dependencies, except types, packages of the runtime, and those bundled into pages', () => {
    const root = plantTree({
      'src-main/core/a.ts':
        "import 'node:fs';\nimport 'crypto';\nimport '@held/one/deep.js';\nimport { app } from 'electron';\nimport './b.ts';",
      'src-main/core/b.ts':
        "import type { T } from 'tool';\nexport const read = (): Promise<T> => import('tool/deep.js');",
      'src-renderer/a.ts': "import 'tool';",
      'src-main/pages/c.ts': "import 'tool';",
      'config/words.ts': "export { t } from '@tool/two/deep.js';",
    });
    const rules = {
      rooms: ['config', 'src-main'],
      bundled: ['src-main/pages'],
      dependencies: ['@held/one'],
      provided: ['electron'],
    };
    expect(said(missingAtRunTime(readSources(root), rules)).toSorted()).toEqual([
      'config/words.ts:1 @tool/two runs in production: move it to "dependencies"',
      'src-main/core/b.ts:2 tool runs in production: move it to "dependencies"',
    ]);
  });
});

describe('the wrong words of the glossary', () => {
  const GLOSSARY = [
    '| word | means | not |',
    '| --- | --- | --- |',
    '| event | what happened | `fact` |',
    '| visit type | walk-in or appointment | `way` |',
    '| desk | where a person is served | – |',
    '',
    'Kept: on the wire as it is: `way`.',
  ].join('\n');

  it('are refused in names of files and declarations, but not on the wire, in released migrations or in imported names', () => {
    const root = plantTree({
      'src-main/contract/README.md': GLOSSARY,
      'src-main/storage/fact-writer.ts': 'export {};',
      'src-main/storage/a.ts':
        'export interface FactRow { seq: number; newFacts: number }\nexport function read(hisWay: string, { way: visitType }: { way: string }) {\n  const artifact = hisWay;\n  return artifact + visitType;\n}',
      'src-main/storage/migrations/0001-facts.ts': 'export const facts = 1;',
      'src-main/storage/b.ts': "import { theirFact } from 'elsewhere';\nexport const underWay = theirFact.way;",
    });
    const glossary = readGlossary(join(root, 'src-main/contract/README.md'));
    expect(said(refusedWords(readSources(root), glossary)).toSorted()).toEqual([
      'src-main/storage/a.ts:1 FactRow: not "fact" but event',
      'src-main/storage/a.ts:1 newFacts: not "fact" but event',
      'src-main/storage/a.ts:2 hisWay: not "way" but visit type',
      'src-main/storage/fact-writer.ts:1 fact-writer: not "fact" but event',
    ]);
  });

  it('are read from a table, and a README without one is an error', () => {
    const root = plantTree({ 'src-main/contract/README.md': '# contract' });
    expect(() => readGlossary(join(root, 'src-main/contract/README.md'))).toThrow('no table of words');
  });
});

describe('the list of known findings', () => {
  it('allows no new finding, and gets shorter when findings go', () => {
    const found = new Map([...Object.entries({ a: 3, b: 9, c: 1 })]);
    expect(leftOf(found, { a: 5, b: 7, d: 1 })).toEqual({ a: 3, b: 7 });
    const finding = { file: 'a', line: 1, complaint: 'x' };
    expect(beyondKnown([finding], { a: 1 })).toEqual([]);
    expect(beyondKnown([finding, finding], { a: 1 })).toHaveLength(2);
    expect(beyondKnown([], { a: 1 })).toHaveLength(1);
  });
});

describe('dead exports', () => {
  it('are values that no other file imports in any way', () => {
    const root = plantTree({
      'src-main/domain/a.ts': [
        'export const used = 1;',
        'export const dead = used;',
        'export function taken() {}',
        'export type T = number;',
        'const inner = 2;',
        'export { inner as passed, inner as lost };',
      ].join('\n'),
      'src-main/domain/b.ts': "import { used as mine } from './a.ts';\nexport { taken, passed } from './a.ts';\nmine;",
      'src-main/domain/c.ts': "import * as all from './b.ts';\nall;",
    });
    expect(said(deadExports(readSources(root)))).toEqual([
      'src-main/domain/a.ts:2 no file imports dead',
      'src-main/domain/a.ts:6 no file imports lost',
    ]);
  });
});

describe('the check of types', () => {
  const RESULT = 'export type Result<T> = { ok: true; value: T } | { ok: false; error: { kind: string } };';
  const DROPS = `import type { Result } from './result.ts';
declare const save: () => Result<number>;
declare const send: () => Promise<Result<null>>;
declare const on: (listener: () => void) => void;
declare const maybe: { save(): Result<null> } | null;
export async function drops(isLate: boolean): Promise<boolean> {
  save();
  void send();
  await send();
  maybe?.save();
  isLate && save();
  on(() => save());
  on(() => void save());
  // Result ignored: this comment permits the call on the next line.
  save();
  const saved = save();
  if (!saved.ok) return (await send()).ok;
  const answers: (() => Result<number>)[] = [() => save()];
  await Promise.all([send()]);
  await fetch('http://localhost/');
  return answers.length > 0;
}
`;

  it('finds each form of a dropped Result, and an unknown event of the log', () => {
    const root = plantTree({
      'tsconfig.json': JSON.stringify({
        extends: join(repositoryRoot, 'tsconfig.json'),
        compilerOptions: { types: [] },
        include: ['src-main'],
      }),
      'src-main/domain/result.ts': RESULT,
      'src-main/domain/a.ts': DROPS,
      'src-main/application/log.ts': `import type { Log } from '${repositoryRoot}/src-main/ports/log.ts';
export const tell = (log: Log): void => log.event('never-heard-of');
`,
    });
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
    const { wrong, dropped } = checkTypes(root);
    expect(wrong).toEqual([expect.stringMatching(/^src-main\/application\/log\.ts:2 TS2345: .*"never-heard-of"/)]);
    const at = dropped.filter(({ file }) => file === 'src-main/domain/a.ts').map(({ line }) => line);
    expect(at).toEqual([7, 8, 9, 10, 11, 12, 13]);
  });
});

describe('waits in tests', () => {
  const complaintsOf = (text: string, file = 'tests/unit/a.test.ts') =>
    said(limitedWaits(readSources(plantTree({ [file]: text })))).map((one) =>
      one.replace(/^(\S+) (.*?)[:,].*$/, '$1 $2'),
    );

  it.each([
    "import { it } from 'vitest';\nit('waits', { timeout: 30_000 }, () => {});",
    "import { it } from 'vitest';\nit('waits', () => {}, 30_000);",
    "import { expect } from 'vitest';\nawait expect.poll(() => 1, { timeout: 500 }).toBe(1);",
    "import { vi } from 'vitest';\nawait vi.waitFor(() => {});",
    'const PATIENCE_MS = 5_000;\nawait page.waitFor({ timeout: PATIENCE_MS });',
    'const end = 5;\nwhile (performance.now() < end) await look();',
    '\nawait fetch(url, { signal: AbortSignal.timeout(5_000) });',
    "import { test } from '@playwright/test';\ntest.setTimeout(5_000);",
    "import { vi } from 'vitest';\nvi.setConfig({ testTimeout: 5_000 });",
  ])('have no limit of their own: %j', (text) => {
    expect(complaintsOf(text)[0]).toMatch(/^tests\/unit\/a\.test\.ts:2 /);
  });

  it('may have the suite’s limit, none, or a commented limit of the program under test', () => {
    expect(
      complaintsOf(`
        await expect.poll(() => 1, { timeout: 0 }).toBe(1);
        spawnSync('sh', [], { timeout: WAITS_IN_VAIN_MS });
        // Own limit: of the program under test.
        ask({ signal: AbortSignal.timeout(5_000) });
        it('waits', () => {});
        const settings = { timeout };
      `),
    ).toEqual([]);
  });

  it('may have their own limit in benches and reliability runs', () => {
    const text = 'while (performance.now() < 5) await look();';
    expect(complaintsOf(text, 'tests/bench/a.ts')).toEqual([]);
    expect(complaintsOf(text, 'tests/reliability/a/run.ts')).toEqual([]);
    expect(complaintsOf(text, 'tests/reliability/a/a.test.ts')).toHaveLength(1);
  });
});
