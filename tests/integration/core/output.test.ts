import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';

const OUTPUT = join(import.meta.dirname, '../../../src-main/core/output.ts');

/** Starts a program that writes `log` and `say` as a core does, and runs the code `work`. */
function startProgram(work: string) {
  const program = `
    import { createCoreOutput } from ${JSON.stringify(OUTPUT)};
    const { log, say } = createCoreOutput();
    ${work}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, exited: once(child, 'exit') };
}

test('output of the turn in which a core ends is written', async () => {
  const { child } = startProgram(`
    setImmediate(() => {
      say({ push: 'heartbeat' });
      process.exit(0);
    });`);
  expect(await text(child.stdout)).toBe('{"push":"heartbeat"}\n');
});

test('a fault is written at once with all earlier log lines, so that no kill can lose it', async () => {
  const { child } = startProgram(`
    for (let times = 0; times < 100; times += 1) log.event('core-started', { version: 'x'.repeat(1_000) });
    log.event('store-broken', { detail: 'the first' });
    log.event('store-broken', { detail: 'the second' });
    process.kill(process.pid, 'SIGKILL');`);
  const lines = (await text(child.stderr)).trim().split('\n');
  expect(lines).toHaveLength(102);
  expect(lines.slice(-2).map((line) => JSON.parse(line).detail)).toEqual(['the first', 'the second']);
});

test('a core whose shell has died ends although its log is no longer read, and releases its folder', async () => {
  const { child, exited } = startProgram(`
    process.stdout.on('error', () => {});
    process.stdin.resume().on('end', () => {
      log.event('core-stopped', { reason: 'stdin-closed' });
      process.exit(0);
    });
    say({ push: 'heartbeat' });`);
  await once(child.stdout, 'data');
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.destroy();
    await once(pipe, 'close');
  }
  child.stdin.end();
  expect(await exited).toEqual([0, null]);
});
