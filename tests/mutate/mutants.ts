import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { pinnedNode, projectEnv } from '../../build/runtime.ts';
import { CHOSEN_TESTS } from './chosen-tests.ts';

/**
 * A mutant counts as noticed if its tests take longer than `times` times their duration without a mutant, plus `ms` milliseconds: the
 * mutant loops, or a test waits for an event that never comes.
 */
const LOOPS_AFTER = { ms: 10_000, times: 4 };

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          status: z.string(),
          replacement: z.string().optional(),
          location: z.object({
            start: z.object({ line: z.number(), column: z.number() }),
            end: z.object({ line: z.number(), column: z.number() }),
          }),
        }),
      ),
    }),
  ),
});

export interface Mutant {
  file: string;
  /** The first line is 1. */
  line: number;
  /** Stryker's name of the kind of change. */
  mutator: string;
  /** `unreached`: no chosen test runs the line. `void`: Stryker could not run the mutant, for example because it does not parse. */
  result: 'noticed' | 'survived' | 'unreached' | 'void';
  was: string;
  is: string;
}

const RESULTS: Readonly<Record<string, Mutant['result']>> = {
  Killed: 'noticed',
  Timeout: 'noticed',
  Survived: 'survived',
  NoCoverage: 'unreached',
};

export interface Mutation {
  /** The copy of the tree in which Stryker changes files. */
  root: string;
  /** Product files, as paths from the root; `FILE:FIRST-LAST` mutates these lines only. */
  files: readonly string[];
  tests: readonly string[];
  /** The path of vitest's settings from the root. The settings read the test files from `CHOSEN_TESTS` in the environment. */
  config: string;
  /** Shows Stryker's progress on stderr. */
  tells: boolean;
}

/** Runs Stryker. `mutants` is `null` if Stryker made no report, for example because a chosen test fails without a mutant. */
export function mutate({ root, files, tests, config, tells }: Mutation): {
  end(): void;
  mutants: Promise<Mutant[] | null>;
} {
  const report = join(root, 'mutants.json');
  // The tests' temporary folders lie inside the copy and are removed with it, even if Stryker killed the worker that made them.
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  writeFileSync(
    join(root, 'stryker.json'),
    JSON.stringify({
      mutate: files,
      inPlace: true,
      tempDirName: 'stryker',
      testRunner: 'vitest',
      checkers: [],
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: config, related: false, pool: 'forks' },
      coverageAnalysis: 'perTest',
      disableTypeChecks: false,
      concurrency: availableParallelism(),
      timeoutMS: LOOPS_AFTER.ms,
      timeoutFactor: LOOPS_AFTER.times,
      dryRunTimeoutMinutes: 60,
      reporters: ['json', 'progress-append-only'],
      jsonReporter: { fileName: report },
      logLevel: 'warn',
      allowConsoleColors: false,
    }),
  );
  const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const child = spawn(pinnedNode, [stryker, 'run', 'stryker.json'], {
    cwd: root,
    env: { ...projectEnv(), TMPDIR: temporary, [CHOSEN_TESTS]: tests.join('\n') },
    stdio: ['ignore', tells ? process.stderr : 'ignore', tells ? process.stderr : 'ignore'],
    detached: true,
  });
  return {
    end() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    },
    mutants: new Promise((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', () => resolve(existsSync(report) ? read(readFileSync(report, 'utf8')) : null));
    }),
  };
}

function read(report: string): Mutant[] {
  const mutants = Object.entries(Report.parse(JSON.parse(report)).files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ mutatorName, status, replacement, location: { start, end } }): Mutant => {
      const lines = source.split('\n').slice(start.line - 1, end.line);
      lines.push((lines.pop() ?? '').slice(0, end.column - 1));
      lines[0] = (lines[0] ?? '').slice(start.column - 1);
      return {
        file,
        line: start.line,
        mutator: mutatorName,
        result: RESULTS[status] ?? 'void',
        was: lines.join('\n'),
        is: replacement ?? '',
      };
    }),
  );
  return mutants.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
