import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PrinterProfile } from '../printer/profile.ts';
import { announcePrinter } from './announce.ts';
import { ScriptedFault } from './faults.ts';
import { CannotListen } from './listen.ts';
import type { Paper } from './paper.ts';
import { CannotOpen } from './pty-host.ts';
import {
  DIALECTS,
  type DialectName,
  type Roll,
  startVirtualPrinter,
  type Transport,
  type VirtualPrinterOptions,
} from './virtual-printer.ts';
import { serveWebPage } from './web-page.ts';

const USAGE =
  'Usage: npm run virtual-printer -- --profile FILE --out DIR [--port PORT | --pty PATH] [--http PORT] [--speed MM_PER_S] ' +
  '[--baud RATE] [--roll MM] [--near-end MM] [--dialect epson|star|custom] [--faults FILE] [--announce NAME] [--with-parent]';
const EXIT_CODE = {
  'bad-arguments': 2,
  'profile-invalid': 3,
  'port-in-use': 4,
  'cannot-listen': 5,
  'folder-not-writable': 6,
  'cannot-open': 7,
} as const;

class CannotStart extends Error {
  readonly kind: keyof typeof EXIT_CODE;

  constructor(kind: keyof typeof EXIT_CODE, message: string) {
    super(message);
    this.kind = kind;
  }
}

interface Arguments {
  behaviour: Pick<VirtualPrinterOptions, 'baudRate' | 'dialect' | 'faults' | 'roll'>;
  transport: Transport;
  httpPort: number | null;
  profile: PrinterProfile;
  outDir: string;
  speedMmPerS: number;
  /** The name to announce over multicast DNS; `null`: none. */
  announce: string | null;
  withParent: boolean;
}

function readArguments(args: string[]): Arguments {
  const { values } = attempt('bad-arguments', USAGE, () =>
    parseArgs({
      args,
      options: {
        port: { type: 'string', default: '9100' },
        http: { type: 'string' },
        profile: { type: 'string' },
        out: { type: 'string' },
        speed: { type: 'string' },
        pty: { type: 'string' },
        baud: { type: 'string' },
        roll: { type: 'string' },
        'near-end': { type: 'string', default: '0' },
        dialect: { type: 'string' },
        faults: { type: 'string' },
        announce: { type: 'string' },
        'with-parent': { type: 'boolean', default: false },
      },
    }),
  );
  if (values.profile === undefined || values.out === undefined) throw new CannotStart('bad-arguments', USAGE);
  const profile = readProfile(values.profile);
  return {
    transport:
      values.pty === undefined
        ? { kind: 'tcp', port: readNumber('--port', values.port, 0, 65_535) }
        : { kind: 'pty', path: values.pty },
    behaviour: {
      ...(values.baud === undefined ? {} : { baudRate: readNumber('--baud', values.baud, 300, 1_000_000) }),
      ...(values.roll === undefined ? {} : { roll: readRoll(values.roll, values['near-end']) }),
      ...(values.dialect === undefined ? {} : { dialect: readDialect(values.dialect) }),
      ...(values.faults === undefined ? {} : { faults: readFaults(values.faults) }),
    },
    httpPort: values.http === undefined ? null : readNumber('--http', values.http, 0, 65_535),
    profile,
    outDir: resolve(values.out),
    speedMmPerS: values.speed === undefined ? profile.speedMmPerS : readNumber('--speed', values.speed, 1, 100_000),
    announce: values.announce ?? null,
    withParent: values['with-parent'],
  };
}

function readNumber(name: string, value: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CannotStart('bad-arguments', `${name} must be a whole number from ${least} to ${most}, not ${value}`);
}

const readRoll = (length: string, nearEnd: string): Roll => ({
  lengthMm: readNumber('--roll', length, 1, 1_000_000),
  nearEndMm: readNumber('--near-end', nearEnd, 0, 1_000_000),
});

function readDialect(name: string): DialectName {
  const found = DIALECTS.find((dialect) => dialect === name);
  if (found !== undefined) return found;
  throw new CannotStart('bad-arguments', `--dialect must be one of ${DIALECTS.join(', ')}, not ${name}`);
}

function readFaults(file: string): ScriptedFault[] {
  return attempt('bad-arguments', `${file} is not a list of faults`, () =>
    z.array(ScriptedFault).parse(JSON.parse(readFileSync(file, 'utf8'))),
  );
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

/** Returns a function that writes a paper to two numbered files; the numbers continue after those of existing files. */
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
  const { transport, behaviour, httpPort, profile, outDir, speedMmPerS, announce, withParent } = readArguments(args);
  const keep = openFolder(outDir);
  const onPaper = (paper: Paper) => {
    try {
      tell({ event: 'paper', ...keep(paper), lines: paper.lines, unknown: paper.unknown });
    } catch (error) {
      fail(error);
    }
  };
  const printer = await startVirtualPrinter({ transport, profile, speedMmPerS, onPaper, ...behaviour });
  const page =
    httpPort === null ? null : await serveWebPage(printer, { port: httpPort, speedMmPerS, dpi: profile.dpi });
  const announced = announce === null ? null : announcePrinter(announce, printer.port);
  endWith([printer, ...(page ? [page] : []), ...(announced ? [announced] : [])], withParent);
  tell({ event: 'listening', port: printer.port, http: page?.port ?? null });
}

function endWith(parts: readonly { close(): Promise<void> }[], withParent: boolean): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void Promise.all(parts.map((part) => part.close())).then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (!withParent) return;
  process.stdin.once('end', end);
  process.stdin.once('error', end);
  process.stdin.resume();
}

function fail(error: unknown): void {
  if (!(error instanceof CannotStart || error instanceof CannotListen || error instanceof CannotOpen)) throw error;
  tell({ event: 'error', kind: error.kind, detail: error.message });
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_CODE[error.kind];
  // Servers may already be open, so the process must exit; the empty write waits for a pipe's last line.
  process.stdout.write('', () => process.exit());
}

// The files show citizens' tickets, so only this user may read them.
process.umask(0o077);
const words = process.argv.slice(2);
if (words.includes('--help')) process.stdout.write(`${USAGE}\n`);
else await run(words).catch(fail);
