import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PrinterProfile } from '../printer/profile.ts';
import { CannotListen } from './listen.ts';
import type { Paper } from './paper.ts';
import { startVirtualPrinter, type VirtualPrinter } from './virtual-printer.ts';
import { serveWebPage, type WebPage } from './web-page.ts';

const USAGE =
  'node hardware/virtual/main.ts --profile FILE --out DIR [--port PORT] [--http PORT] [--speed MM_PER_S] [--with-parent]';
const EXIT_CODE = {
  'bad-arguments': 2,
  'profile-invalid': 3,
  'port-in-use': 4,
  'cannot-listen': 5,
  'folder-not-writable': 6,
} as const;

class CannotStart extends Error {
  readonly kind: keyof typeof EXIT_CODE;

  constructor(kind: keyof typeof EXIT_CODE, message: string) {
    super(message);
    this.kind = kind;
  }
}

interface Arguments {
  port: number;
  httpPort: number | null;
  profile: PrinterProfile;
  outDir: string;
  speedMmPerS: number;
  withParent: boolean;
}

function readArguments(args: string[]): Arguments {
  const { values } = attempt('bad-arguments', `usage: ${USAGE}`, () =>
    parseArgs({
      args,
      options: {
        port: { type: 'string', default: '9100' },
        http: { type: 'string' },
        profile: { type: 'string' },
        out: { type: 'string' },
        speed: { type: 'string' },
        'with-parent': { type: 'boolean', default: false },
      },
    }),
  );
  if (values.profile === undefined || values.out === undefined)
    throw new CannotStart('bad-arguments', `usage: ${USAGE}`);
  const profile = readProfile(values.profile);
  return {
    port: readNumber('--port', values.port, 0, 65_535),
    httpPort: values.http === undefined ? null : readNumber('--http', values.http, 0, 65_535),
    profile,
    outDir: resolve(values.out),
    speedMmPerS: values.speed === undefined ? profile.speedMmPerS : readNumber('--speed', values.speed, 1, 100_000),
    withParent: values['with-parent'],
  };
}

function readNumber(name: string, value: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CannotStart('bad-arguments', `${name} wants a whole number from ${least} to ${most}, not ${value}`);
}

function readProfile(file: string): PrinterProfile {
  const document: unknown = attempt('profile-invalid', `${file} cannot be read as JSON`, () =>
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const checked = PrinterProfile.safeParse(document);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new CannotStart('profile-invalid', `${file}: ${problems.join('; ')}`);
}

function attempt<T>(kind: keyof typeof EXIT_CODE, message: string, action: () => T): T {
  try {
    return action();
  } catch {
    throw new CannotStart(kind, message);
  }
}

const tell = (event: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(event)}\n`);

/** Numbers go on after those that are there already. */
function openFolder(outDir: string): (paper: Paper) => { png: string; escpos: string } {
  let fileNo = attempt('folder-not-writable', `cannot write to ${outDir}`, () => {
    mkdirSync(outDir, { recursive: true });
    return Math.max(0, ...readdirSync(outDir).map((name) => Number(/^(\d+)\.(?:png|escpos)$/.exec(name)?.[1] ?? 0)));
  });
  return (paper) => {
    fileNo += 1;
    const files = { png: join(outDir, `${fileNo}.png`), escpos: join(outDir, `${fileNo}.escpos`) };
    attempt('folder-not-writable', `cannot write to ${outDir}`, () => {
      writeFileSync(files.escpos, paper.bytes);
      writeFileSync(files.png, paper.toPng());
    });
    return files;
  };
}

async function run(args: string[]): Promise<void> {
  const { port, httpPort, profile, outDir, speedMmPerS, withParent } = readArguments(args);
  const keep = openFolder(outDir);
  const onPaper = (paper: Paper) => {
    try {
      tell({ event: 'paper', ...keep(paper), lines: paper.lines, unknown: paper.unknown });
    } catch (error) {
      fail(error);
    }
  };
  const printer = await startVirtualPrinter({ port, profile, speedMmPerS, onPaper });
  const page =
    httpPort === null ? null : await serveWebPage(printer, { port: httpPort, speedMmPerS, dpi: profile.dpi });
  endWith(printer, page, withParent);
  tell({ event: 'listening', port: printer.port, http: page?.port ?? null });
}

function endWith(printer: VirtualPrinter, page: WebPage | null, withParent: boolean): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void Promise.all([printer.close(), page?.close()]).then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (!withParent) return;
  process.stdin.once('end', end);
  process.stdin.once('error', end);
  process.stdin.resume();
}

function fail(error: unknown): void {
  if (!(error instanceof CannotStart || error instanceof CannotListen)) throw error;
  tell({ event: 'error', kind: error.kind, detail: error.message });
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_CODE[error.kind];
  // Servers may be open already; a pipe's last line is written before the exit.
  process.stdout.write('', () => process.exit());
}

await run(process.argv.slice(2)).catch(fail);
