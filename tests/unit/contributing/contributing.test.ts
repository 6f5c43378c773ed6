import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pinnedNode, projectEnv, repositoryRoot } from '../../../build/runtime.ts';
import { copyTree } from '../../support/tree-copy.ts';
import type { Addition, Change } from './addition.ts';
import { CENTRE_PAGE } from './centre-page.ts';
import { DESK_ORDER } from './desk-order.ts';
import { DIALECT } from './dialect.ts';
import { EVENT } from './event.ts';
import { KEYPAD } from './keypad.ts';
import { LANGUAGE } from './language.ts';
import { PAGE } from './page.ts';
import { RESULT } from './result.ts';
import { SCREEN } from './screen.ts';

/** The additions, each with the largest number of files that it may need besides its texts. */
const ADDITIONS: readonly (readonly [addition: Addition, most: number])[] = [
  [SCREEN, 7],
  [PAGE, 4],
  [CENTRE_PAGE, 4],
  [RESULT, 4],
  [DESK_ORDER, 4],
  [EVENT, 4],
  [DIALECT, 2],
  [KEYPAD, 1],
  // The language comes last, because its texts are a copy of the Catalan ones with those of the other additions.
  [LANGUAGE, 2],
];
const ROOM = 'tests/unit/contributing';
/**
 * Settings of the compiler's first run. Only complaints in files of CONTRIBUTING's numbered lists count, because all others follow from
 * them. The second run, over all files, must find none.
 */
const FIRST_LOOK = {
  file: 'tsconfig.first.json',
  config: {
    extends: './tsconfig.json',
    include: [
      'src-main',
      'src-renderer',
      'src-central',
      'hardware',
      'config',
      'tests/screenshots/canned-states.ts',
      'tests/unit/src-main/domain/ticket-life.test.ts',
    ],
  },
};
const PROOFS_ON_A_PAGE = `${ROOM}/drawn.test.tsx`;
const OTHER_PROOFS = `${ROOM}/undrawn.test.ts`;

const guide = readFileSync(join(repositoryRoot, 'CONTRIBUTING.md'), 'utf8');
let tree = '';
const found: { missing: readonly string[]; left: readonly string[]; proofs: ReadonlyMap<string, string> } = {
  missing: [],
  left: [],
  proofs: new Map(),
};

/** The parts of a list of the guide: its numbered files, its files of words, and the files that the compiler names. */
function listUnder(heading: string) {
  const [, section = ''] = guide.split(`\n## ${heading}\n`);
  const text = section.split('\n## ')[0] ?? '';
  const files = [...text.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);
  const words = [...(/^Words: (.*?)\. /ms.exec(text)?.[1] ?? '').matchAll(/`([^`]+\.json)`/g)].map(
    ([, file = '']) => file,
  );
  const [, said = ''] = /The compiler names ((?:\d|`[^`]+`|, | and )+)/.exec(text) ?? [];
  const named = [...said.matchAll(/(\d)|`([^`]+)`/g)].map(([, at, file]) => file ?? files[Number(at) - 1] ?? '');
  return { files, words, named };
}

/** Whether `file` is the listed file; a listed name may have a placeholder. */
const isMeant = (listed: string, file: string): boolean =>
  new RegExp(
    `^${listed
      .replaceAll('.', '\\.')
      .replace(/LANGUAGE|FOLDER|NAME/g, '[a-zA-Z-]+')
      .replace('NNNN', '\\d{4}')}$`,
  ).test(file);

const changedBy = ({ first, answers }: Addition): string[] => [
  ...new Set([...first, ...answers].map(({ file }) => file)),
];

function make(change: Change): void {
  const path = join(tree, change.file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, textAfter(change, path));
}

function textAfter(change: Change, path: string): string {
  if ('text' in change) return change.text;
  if ('like' in change) return readFileSync(join(tree, change.like), 'utf8').replaceAll(change.find, change.put);
  let text = readFileSync(path, 'utf8');
  for (const { find, put } of change.edits) {
    const next = text.replace(find, put);
    if (next === text) throw new Error(`${change.file} has no ${find}`);
    text = next;
  }
  return text;
}

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> =>
  new Promise((resolve) => {
    const options = {
      cwd: tree,
      env: { ...projectEnv(), ...env },
      encoding: 'utf8',
      maxBuffer: 16 * 1_024 * 1_024,
    } as const;
    execFile(program, args, options, (_error, stdout) => resolve(stdout));
  });

/**
 * The compiler's complaints. The compiler has one thread, because other tests run beside it: four threads would read their shared files
 * four times, which takes twice as long.
 */
async function complaints(project: string): Promise<string[]> {
  const args = [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--singleThreaded',
    '--pretty',
    'false',
    '--project',
    project,
  ];
  const said = await run(pinnedNode, args, { GOGC: '400' });
  return said.split(/\n(?! )/).filter((one) => one !== '');
}

/**
 * Whether a complaint belongs to an addition, because it reports one of the `missed` names as missing. The complaint about a function that
 * lacks a return contains no name, so it must be in one of `files`.
 */
function asksFor(complaint: string, missed: readonly string[], files: readonly string[]): boolean {
  if (complaint.includes('TS2366')) return files.some((file) => complaint.startsWith(`${file}(`));
  const [, name] = /(?:Property|Cannot find module) '"?([^'"]+)"?' (?:is missing|or its)/.exec(complaint) ?? [];
  const [, names = ''] = /missing the following properties from type .*: (.*)/.exec(complaint) ?? [];
  return [name, ...names.replaceAll('"', '').split(', ')].some((one) => one !== undefined && missed.includes(one));
}

const ON_A_PAGE = `// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, it } from 'vitest';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { App } from '../../../src-renderer/app.tsx';
import { createSession } from '../../../src-renderer/session.ts';
import { createRendererStore, showView } from '../../../src-renderer/store.ts';
import { createFakeKiosk } from '../src-renderer/fake-kiosk.ts';

/** The page that is drawn of a state. */
function drawn(state: ViewState): string {
  const kiosk = createFakeKiosk();
  const store = createRendererStore();
  act(() => render(<App store={store} session={createSession(kiosk.api, store, kiosk.newRequestId)} />, document.body));
  act(() => showView(store, state));
  const html = document.body.innerHTML.replaceAll('\\u00a0', ' ').replaceAll('&nbsp;', ' ');
  act(() => render(null, document.body));
  return html;
}
`;
const ELSEWHERE = `import { expect, it } from 'vitest';
import { sharedPostgres } from '../../support/postgres.ts';

const postgres = sharedPostgres();
`;
const testsOf = (proofs: readonly Addition[]): string =>
  proofs.map(({ heading, proof }) => `\nit(${JSON.stringify(heading)}, async () => {${proof}});\n`).join('');

async function tryOut(): Promise<Map<string, string>> {
  const report = join(tree, 'report.json');
  const args = [
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--reporter=json',
    `--outputFile.json=${report}`,
    PROOFS_ON_A_PAGE,
    OTHER_PROOFS,
  ];
  const said = await run(pinnedNode, ['node_modules/vitest/vitest.mjs', ...args]);
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: {
        message: string;
        assertionResults: { title: string; status: string; failureMessages: string[] }[];
      }[];
    };
    return new Map(
      testResults.flatMap(({ assertionResults }) =>
        assertionResults.map(({ title, status, failureMessages }) => [title, [status, ...failureMessages].join('\n')]),
      ),
    );
  } catch {
    throw new Error(said);
  }
}

// All additions are made at once: two runs of the compiler and one of the tests suffice.
beforeAll(async () => {
  tree = copyTree('torn-contributing-');
  for (const [{ first }] of ADDITIONS) first.forEach(make);
  writeFileSync(join(tree, FIRST_LOOK.file), JSON.stringify(FIRST_LOOK.config));
  found.missing = await complaints(FIRST_LOOK.file);
  rmSync(join(tree, FIRST_LOOK.file));
  for (const [{ answers }] of ADDITIONS) answers.forEach(make);
  const all = ADDITIONS.map(([addition]) => addition);
  const isOnAPage = ({ proof }: Addition) => /\bdrawn\(|\bdocument\b/.test(proof);
  writeFileSync(join(tree, PROOFS_ON_A_PAGE), ON_A_PAGE + testsOf(all.filter(isOnAPage)));
  writeFileSync(join(tree, OTHER_PROOFS), ELSEWHERE + testsOf(all.filter((one) => !isOnAPage(one))));
  [found.left, found.proofs] = await Promise.all([complaints('tsconfig.json'), tryOut()]);
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe.each(ADDITIONS)('$heading', (addition, most) => {
  const { heading, missed } = addition;
  const { files, words, named } = listUnder(heading);

  test(`needs the files of its list, at most ${most}, and its words`, () => {
    const changed = changedBy(addition);
    const isWords = (file: string) => file.startsWith('config/locales/') && file.endsWith('.json');
    const others = changed.filter((file) => !isWords(file));
    expect(others.filter((file) => !files.some((listed) => isMeant(listed, file)))).toEqual([]);
    expect(files.filter((listed) => !others.some((file) => isMeant(listed, file)))).toEqual([]);
    expect(others.length).toBeLessThanOrEqual(most);
    for (const file of changed.filter(isWords))
      expect(
        words.some((listed) => isMeant(listed, file)),
        file,
      ).toBe(true);
  });

  test('is required by the compiler in the files that the list names', () => {
    const asking = found.missing.filter((complaint) => asksFor(complaint, missed, files));
    const places = new Set(asking.map((complaint) => complaint.replace(/\(.*/s, '')));
    expect([...places].sort()).toEqual([...named].sort());
  });

  test('works once these are written', () => expect(found.proofs.get(heading)).toBe('passed'));
});

test('the compiler accepts all of it', () => expect(found.left).toEqual([]));
