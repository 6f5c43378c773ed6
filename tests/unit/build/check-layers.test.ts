import { afterEach, describe, expect, it } from 'vitest';
import { forbiddenImports } from '../../../build/check-layers.ts';
import { readSources } from '../../../build/checks/source-files.ts';
import { SANDBOX_SWITCH } from '../../../build/layers.ts';
import { plantTree, removePlanted } from './planted-tree.ts';

afterEach(removePlanted);

const complaintsOf = (files: Record<string, string>): string[] =>
  forbiddenImports(readSources(plantTree(files))).map(({ file, line, complaint }) => `${file}:${line} ${complaint}`);

describe('the layer check', () => {
  it('reports no import that the table allows', () => {
    const complaints = complaintsOf({
      'src-main/domain/a.ts':
        "import { Temporal } from 'temporal-polyfill';\nimport { b } from './b.ts';\nb(Temporal);",
      'src-main/storage/a.ts': "import { readFile } from 'node:fs/promises';\nimport Database from 'better-sqlite3';",
      'src-main/tickets/ports/a.ts': "import type { Printer } from '../../../hardware/printer/contract.ts';",
      'src-renderer/a.tsx':
        "import type { ViewState } from '../src-main/session/contract/view-state.ts';\nimport './a.css?inline';",
      'src-main/core/core.ts': "import { open } from '../storage/database.ts';\nimport '../../hardware/link/tcp.ts';",
    });
    expect(complaints).toEqual([]);
  });

  it('finds a static import of another layer, with its line', () => {
    const complaints = complaintsOf({ 'src-main/domain/a.ts': "\nimport { x } from '../storage/database.ts';" });
    expect(complaints).toEqual(['src-main/domain/a.ts:2 src-main/domain must not import src-main/storage/database.ts']);
  });

  it('refuses an import of one device by another', () => {
    const complaints = complaintsOf({ 'hardware/scanner/a.ts': "import { x } from '../printer/driver.ts';" });
    expect(complaints).toEqual(['hardware/scanner/a.ts:1 hardware/scanner must not import hardware/printer/driver.ts']);
  });

  it('refuses imports of the simulator by every room but the tests, and by other devices', () => {
    const target = 'hardware/simulator/virtual-printer.ts';
    const complaints = complaintsOf({
      'hardware/proving/a.ts': "import type { Paper } from '../simulator/virtual-printer.ts';",
      'hardware/simulator/a.ts': "import './virtual-printer.ts';",
      'src-main/core/a.ts': "import '../../hardware/simulator/virtual-printer.ts';",
      'tests/a.ts': "import '../hardware/simulator/virtual-printer.ts';",
    });
    expect(complaints).toEqual([
      `hardware/proving/a.ts:1 hardware/proving must not import ${target}`,
      `src-main/core/a.ts:1 src-main/core must not import ${target}`,
    ]);
  });

  it('keeps the sign-in of the demonstration’s city out of every program of a real centre', () => {
    const complaints = complaintsOf({
      'src-central/main.ts': "import './demonstration/entrance.ts';",
      'src-central/people/listener.ts': "import '../sandbox/played-kiosk.ts';",
      'src-central/sandbox/a.ts': "import '../demonstration/entrance.ts';",
      'src-central/demonstration/a.ts': "import '../sandbox/played-kiosk.ts';",
    });
    expect(complaints).toEqual([
      'src-central/main.ts:1 src-central must not import src-central/demonstration/entrance.ts',
      'src-central/people/listener.ts:1 src-central must not import src-central/sandbox/played-kiosk.ts',
      'src-central/sandbox/a.ts:1 src-central/sandbox must not import src-central/demonstration/entrance.ts',
    ]);
  });

  it('finds a re-export', () => {
    const file = 'src-main/contract/shared/a.ts';
    const forbidden = `${file}:1 src-main/contract/shared must not import src-main/session/steps/kiosk.ts`;
    expect(complaintsOf({ [file]: "export * from '../../session/steps/kiosk.ts';" })).toEqual([forbidden]);
    expect(complaintsOf({ [file]: "export { k } from '../../session/steps/kiosk.ts';" })).toEqual([forbidden]);
  });

  it('refuses the kiosk’s own contract in the centre, and the centre’s in the kiosk’s screens', () => {
    const complaints = complaintsOf({
      'build/client/package/a.ts': "import { OPERATIONS } from '../../../src-main/contract/centre/operations.ts';",
      'build/image/installer/a.ts': "import { openDatabase } from '../../../src-main/storage/database.ts';",
      'src-central/a.ts': "import type { ViewState } from '../src-main/session/contract/view-state.ts';",
      'src-central/b.ts': "import { issueNumber } from '../src-main/tickets/rules/issue-number.ts';",
      'src-main/calling/steps/a.ts': "import type { Snapshot } from '../../contract/centre/configuration.ts';",
      'src-main/contract/shared/a.ts': "import { Role } from '../centre/authorization.ts';",
      'src-main/shell/a.ts': "import { OPERATIONS } from '../contract/centre/operations.ts';",
      'src-renderer/a.ts': "import type { Role } from '../src-main/contract/centre/authorization.ts';",
    });
    expect(complaints).toEqual([
      'build/client/package/a.ts:1 build/client/package must not import src-main/contract/centre/operations.ts',
      'build/image/installer/a.ts:1 build/image/installer must not import src-main/storage/database.ts',
      'src-central/a.ts:1 src-central must not import src-main/session/contract/view-state.ts',
      'src-central/b.ts:1 src-central must not import src-main/tickets/rules/issue-number.ts',
      'src-main/calling/steps/a.ts:1 src-main/calling/steps must not import src-main/contract/centre/configuration.ts',
      'src-main/contract/shared/a.ts:1 src-main/contract/shared must not import src-main/contract/centre/authorization.ts',
      'src-main/shell/a.ts:1 src-main/shell must not import src-main/contract/centre/operations.ts',
      'src-renderer/a.ts:1 src-renderer must not import src-main/contract/centre/authorization.ts',
    ]);
  });

  it('finds a dynamic import, literal or computed', () => {
    const complaints = complaintsOf({
      'src-main/calling/steps/a.ts': "await import('../../core/core.ts');\nawait import(process.argv[2] ?? '');",
    });
    expect(complaints).toEqual([
      'src-main/calling/steps/a.ts:1 src-main/calling/steps must not import src-main/core/core.ts',
      'src-main/calling/steps/a.ts:2 src-main/calling/steps must not import a computed path',
    ]);
  });

  it('allows only "import type" where only types are allowed', () => {
    const target = 'src-main/session/contract/view-state.ts';
    const complaints = complaintsOf({
      'src-renderer/a.ts': "import { ViewState } from '../src-main/session/contract/view-state.ts';",
      'src-renderer/b.ts': "import { type ViewState } from '../src-main/session/contract/view-state.ts';",
      'src-renderer/c.ts': "export { ViewState } from '../src-main/session/contract/view-state.ts';",
      'src-renderer/d.ts':
        "type V = import('../src-main/session/contract/view-state.ts').ViewState;\nexport type W = V;",
      'src-renderer/e.ts': "export type { ViewState } from '../src-main/session/contract/view-state.ts';",
    });
    expect(complaints).toEqual(
      ['a', 'b', 'c'].map(
        (name) => `src-renderer/${name}.ts:1 src-renderer must not import ${target} except by "import type"`,
      ),
    );
  });

  it('refuses even types from a room that the table does not name', () => {
    const complaints = complaintsOf({
      'src-renderer/a.ts': "import type { Kiosk } from '../src-main/session/steps/kiosk.ts';",
      'src-main/domain/a.ts': "export type T = import('../tickets/ports/store.ts').Store;",
    });
    expect(complaints).toEqual([
      'src-main/domain/a.ts:1 src-main/domain must not import src-main/tickets/ports/store.ts',
      'src-renderer/a.ts:1 src-renderer must not import src-main/session/steps/kiosk.ts',
    ]);
  });

  it('finds a package that the room may not use', () => {
    const complaints = complaintsOf({
      'src-main/calling/steps/a.ts': "import Database from 'better-sqlite3';",
      'src-main/core/a.ts': "import { app } from 'electron';",
      'src-renderer/a.ts': "import '@scope/name/deep/file.css';",
    });
    expect(complaints).toEqual([
      'src-main/calling/steps/a.ts:1 src-main/calling/steps must not import the package better-sqlite3',
      'src-main/core/a.ts:1 src-main/core must not import the package electron',
      'src-renderer/a.ts:1 src-renderer must not import the package @scope/name',
    ]);
  });

  it('finds a built-in module of Node, with and without its prefix', () => {
    const complaints = complaintsOf({
      'src-main/domain/a.ts': "import 'node:fs';\nimport 'crypto';",
      'hardware/printer/a.ts': "import { connect } from 'node:net';",
    });
    expect(complaints).toEqual([
      'hardware/printer/a.ts:1 hardware/printer must not import node:net',
      'src-main/domain/a.ts:1 src-main/domain must not import node:fs',
      'src-main/domain/a.ts:2 src-main/domain must not import node:crypto',
    ]);
  });

  it('finds require() and import.meta.glob()', () => {
    const complaints = complaintsOf({
      'build/paper-window/a.cjs': "require('../vite.ts');",
      'src-renderer/a.ts': "export const all = import.meta.glob('../src-main/storage/*.ts');",
    });
    expect(complaints).toEqual([
      'build/paper-window/a.cjs:1 build/paper-window must not import build/vite.ts',
      'src-renderer/a.ts:1 src-renderer must not import src-main/storage/*.ts',
    ]);
  });

  it('finds source that lies in no room, and an import of it', () => {
    const complaints = complaintsOf({
      'src-main/helpers/a.ts': 'export const a = 1;',
      'src-main/core/b.ts': "import { a } from '../helpers/a.ts';\na;",
    });
    expect(complaints).toEqual([
      'src-main/core/b.ts:1 src-main/core must not import src-main/helpers/a.ts',
      'src-main/helpers/a.ts:1 belongs to no room of build/layers.ts',
    ]);
  });

  it('refuses an import of tests by product code', () => {
    const complaints = complaintsOf({ 'src-main/core/a.ts': "import '../../tests/support/electron.ts';" });
    expect(complaints).toEqual(['src-main/core/a.ts:1 src-main/core must not import tests/support/electron.ts']);
  });

  it('finds the switch that turns the sandbox off, in source and in scripts', () => {
    const complaints = complaintsOf({
      'build/start.ts': `export const args = ['${SANDBOX_SWITCH.text}'];`,
      '.ci/run': `electron ${SANDBOX_SWITCH.text}`,
      [SANDBOX_SWITCH.file]: `export const args = ['${SANDBOX_SWITCH.text}'];`,
    });
    expect(complaints).toEqual([
      `.ci/run:1 ${SANDBOX_SWITCH.text} belongs in ${SANDBOX_SWITCH.file} alone`,
      `build/start.ts:1 ${SANDBOX_SWITCH.text} belongs in ${SANDBOX_SWITCH.file} alone`,
    ]);
  });

  it('reads no source in an empty tree, so that an empty tree cannot pass', () => {
    expect(readSources(plantTree({}))).toEqual([]);
  });
});
