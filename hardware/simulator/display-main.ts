import { parseArgs } from 'node:util';
import { CannotOpen } from './pty-host.ts';
import { DISPLAY_KINDS, type DisplayKind, startVirtualDisplay, type VirtualDisplay } from './virtual-display.ts';

const KINDS = Object.keys(DISPLAY_KINDS) as DisplayKind[];
const USAGE =
  `npm run virtual-display -- --link PTY [--as ${KINDS.join('|')}]\n` +
  'Prints the text that the display shows, one line of JSON for each change, until it is stopped.';
const EXIT_CODE = { 'bad-arguments': 2, 'cannot-open': 7 } as const;

const tell = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);

function fail(kind: keyof typeof EXIT_CODE, detail: string): never {
  tell({ event: 'error', kind, detail });
  process.stderr.write(`${detail}\n`);
  process.exit(EXIT_CODE[kind]);
}

function sayUsage(): never {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

function readArguments(): { link: string; kind: DisplayKind } {
  try {
    const { values } = parseArgs({
      options: { help: { type: 'boolean' }, link: { type: 'string' }, as: { type: 'string', default: 'alpha-led' } },
    });
    if (values.help) return sayUsage();
    const kind = KINDS.find((one) => one === values.as);
    if (values.link !== undefined && kind !== undefined) return { link: values.link, kind };
  } catch {
    // Bad arguments are reported by `fail` below.
  }
  return fail('bad-arguments', USAGE);
}

async function plugIn(path: string, kind: DisplayKind): Promise<VirtualDisplay> {
  try {
    return await startVirtualDisplay({ path, kind });
  } catch (error) {
    if (error instanceof CannotOpen) return fail('cannot-open', error.message);
    throw error;
  }
}

const { link, kind } = readArguments();
const display = await plugIn(link, kind);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void display.close().then(() => process.exit(0)));
tell({ event: 'plugged-in', ...display.face() });
display.onFace((face) => tell({ event: 'shows', ...face }));
