// Usage: node build/run.ts [--bundles PART] [--display] [--usage FILE] PROGRAM [ARGUMENTS]. Runs a command of package.json: builds what it
// needs and becomes the program. With --help it does neither: it prints the first lines of the program's file, or passes --help to a
// program that is not of this repository or whose file does not begin with its usage.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../src-main/domain/result.ts';
import { pinnedNode, projectEnv, repositoryRoot } from './runtime.ts';

interface Order {
  bundles: string | null;
  onDisplay: boolean;
  usageFile: string;
  program: string;
  args: string[];
}

function readOrder(words: readonly string[]): Order {
  const rest = [...words];
  const order = { bundles: null as string | null, onDisplay: false, usageFile: null as string | null };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--display') order.onDisplay = true;
    else if (word === '--bundles') order.bundles = rest.shift() ?? null;
    else if (word === '--usage') order.usageFile = rest.shift() ?? null;
    else return { ...order, usageFile: order.usageFile ?? word, program: word, args: rest };
  }
  console.error('usage: node build/run.ts [--bundles PART] [--display] [--usage FILE] PROGRAM [ARGUMENTS]');
  process.exit(2);
}

const isOurs = (program: string): boolean => /\.[jt]s$/.test(program);

/** Returns `null` if the comment at the start of the program does not describe its use. */
function usageIn(file: string): string | null {
  const start = Buffer.alloc(4_096);
  const descriptor = openSync(join(repositoryRoot, file), 'r');
  const length = readSync(descriptor, start);
  closeSync(descriptor);
  const lines = start.toString('utf8', 0, length).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const text = lines.slice(0, end).map((line) => line.replace(/^\/\/ ?/, ''));
  return text[0]?.startsWith('Usage: ') ? text.join('\n') : null;
}

/** Replaces this process by the program, so that signals, exit code and terminal are the program's own. */
function become([command = '', ...args]: readonly string[]): never {
  const program = command.includes('/') ? command : join(repositoryRoot, 'node_modules', '.bin', command);
  const env = Object.entries(projectEnv()).filter((entry): entry is [string, string] => entry[1] !== undefined);
  process.execve?.(program, [program, ...args], Object.fromEntries(env));
  throw new Error(`${program} cannot be run`);
}

async function run({ bundles, onDisplay, usageFile, program, args }: Order): Promise<void> {
  const words = isOurs(program) ? [pinnedNode, program, ...args] : [program, ...args];
  if (args.some((word) => word === '--help' || word === '-h')) {
    const usage = isOurs(usageFile) ? usageIn(usageFile) : null;
    if (usage === null) become(words);
    console.log(usage);
    return;
  }
  if (bundles !== null) {
    const { ALL_PARTS, isPart, provideBundles } = await import('./vite.ts');
    await provideBundles(isPart(bundles) ? [bundles] : ALL_PARTS, (text) => console.error(`Torn: ${text}`));
  }
  become(onDisplay ? [pinnedNode, join('build', 'with-display.ts'), ...words] : words);
}

if (import.meta.main) {
  const order = readOrder(process.argv.slice(2));
  try {
    await run(order);
  } catch (error) {
    console.error(`Torn: ${order.program} was not started: ${messageOf(error)}`);
    process.exit(1);
  }
}
