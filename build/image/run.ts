import { spawnSync } from 'node:child_process';

interface RunOptions {
  env?: Record<string, string>;
  input?: string;
}

const MOST_OUTPUT_BYTES = 1 << 28;

/** Runs one of Debian's programs to its end and returns its stdout. @throws Error with its output if it fails */
export function run(command: string, args: readonly string[], { env = {}, input }: RunOptions = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
    // PATH has only Debian's folders, because Debian's programs need Debian's own Python. Language and time zone are fixed, so that they do
    // not change the output.
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env },
    ...(input === undefined ? {} : { input }),
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}${error?.message ?? ''}`);
}
