import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatLink, type LinkAddress, parseLink } from '../../hardware/link/address.ts';
import type { Link } from '../../hardware/link/contract.ts';
import { openLink } from '../../hardware/link/open.ts';
import type { Printer } from '../../hardware/printer/contract.ts';
import { encodeJob } from '../../hardware/printer/dialects.ts';
import { openPrinter } from '../../hardware/printer/driver.ts';
import { layOut } from '../../hardware/printer/layout.ts';
import { PrinterProfile } from '../../hardware/printer/profile.ts';
import { converse, firstTurn } from '../../hardware/proving/conversation.ts';
import { firstWord } from '../../hardware/proving/prove-printer.ts';
import { testPage } from '../../hardware/proving/test-page.ts';
import { readDocument } from '../configuration/document.ts';
import { loadPrinterProfile } from '../configuration/load.ts';
import { toHex } from './name-commands.ts';
import { showBytes } from './show.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { badLink, HELP, printResultSentence, TEST_PAGE, TEXTS, troubleSentence } from './texts.ts';

const EXIT = { good: 0, bad: 1, arguments: 2, file: 3, link: 4, silent: 5 } as const;
type Exit = (typeof EXIT)[keyof typeof EXIT];

const CONFIG_DIR = join(import.meta.dirname, '../../config');
class CannotGoOn extends Error {
  readonly exit: Exit;

  constructor(exit: Exit, sentence: string) {
    super(sentence);
    this.exit = exit;
  }
}

interface Options {
  link: string | undefined;
  profile: string | undefined;
  yes: boolean;
  show: boolean;
  timeoutMs: number;
  file: string | undefined;
}

const COMMANDS: Record<string, (options: Options, terminal: Terminal) => Promise<Exit>> = {
  test: runTest,
  bytes: runBytes,
};

async function run(args: string[], terminal: Terminal): Promise<Exit> {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.good;
  }
  const [name, file, ...more] = positionals;
  if (name === undefined) throw new CannotGoOn(EXIT.arguments, TEXTS.noCommand);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new CannotGoOn(EXIT.arguments, TEXTS.unknownCommand(name));
  if (more.length > 0 || (file !== undefined && name !== 'bytes')) throw new CannotGoOn(EXIT.arguments, TEXTS.tooMany);
  const timeoutMs = /^\d{2,5}$/.test(values.timeout) ? Number(values.timeout) : 0;
  if (timeoutMs < 50 || timeoutMs > 60_000) throw new CannotGoOn(EXIT.arguments, TEXTS.badTimeout);
  const { link, profile, yes, show } = values;
  return command({ link, profile, yes, show, timeoutMs, file }, terminal);
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        link: { type: 'string' },
        profile: { type: 'string' },
        yes: { type: 'boolean', default: false },
        show: { type: 'boolean', default: false },
        timeout: { type: 'string', default: '1000' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new CannotGoOn(EXIT.arguments, error instanceof Error ? error.message : String(error));
  }
}

function wantLink({ link }: Options): LinkAddress {
  if (link === undefined) throw new CannotGoOn(EXIT.arguments, TEXTS.noLink);
  const address = parseLink(link);
  if (!address.ok) throw new CannotGoOn(EXIT.arguments, badLink(link, address.error.kind));
  return address.value;
}

function readProfile(given: string): PrinterProfile {
  const profile = given.endsWith('.json')
    ? readDocument(resolve(given), PrinterProfile)
    : loadPrinterProfile({ profileId: given, configDir: CONFIG_DIR, schema: PrinterProfile });
  if (!profile.ok) throw new CannotGoOn(EXIT.file, profile.error.detail);
  return profile.value;
}

function wantProfile({ profile }: Options): PrinterProfile {
  if (profile === undefined) throw new CannotGoOn(EXIT.arguments, TEXTS.noProfile);
  return readProfile(profile);
}

async function startLink(link: Link): Promise<void> {
  const first = firstTurn(link);
  link.start();
  const trouble = await first;
  if (trouble !== null) throw new CannotGoOn(EXIT.link, troubleSentence(trouble));
}

async function reachPrinter(options: Options, profile: PrinterProfile, terminal: Terminal): Promise<Printer> {
  const address = wantLink(options);
  terminal.say(TEXTS.opening(formatLink(address)));
  const link = openLink(address);
  const first = firstTurn(link);
  const printer = openPrinter({ link, profile, timing: { answerTimeoutMs: options.timeoutMs } });
  const trouble = await first;
  if (trouble === null) return printer;
  await printer.close();
  throw new CannotGoOn(EXIT.link, troubleSentence(trouble));
}

async function runTest(options: Options, terminal: Terminal): Promise<Exit> {
  const profile = wantProfile(options);
  if (options.show) {
    const rows = layOut(testPage(profile, TEST_PAGE), profile);
    const bytes = encodeJob({ rows, profile, processId: 'Torn', cutFirst: false });
    for (const line of showBytes(bytes, profile.commandSet)) terminal.say(line);
    return EXIT.good;
  }
  const printer = await reachPrinter(options, profile, terminal);
  try {
    if (profile.status.dialect !== 'none') await firstWord(printer, options.timeoutMs);
    terminal.say(TEXTS.printing);
    const result = await printer.print(testPage(profile, TEST_PAGE));
    terminal.say(printResultSentence(result));
    if (result.kind === 'not-sent') return result.cause === 'printer-unreachable' ? EXIT.silent : EXIT.bad;
    if (result.kind === 'cancelled') return EXIT.bad;
    if (options.yes) return result.kind === 'printed' ? EXIT.good : EXIT.bad;
    const isGood = await terminal.agrees(TEXTS.hasItComeOut);
    terminal.say(isGood ? TEXTS.personSaysYes : TEXTS.personSaysNo);
    return isGood ? EXIT.good : EXIT.bad;
  } finally {
    await printer.close();
  }
}

async function runBytes(options: Options, terminal: Terminal): Promise<Exit> {
  if (options.file === undefined) throw new CannotGoOn(EXIT.arguments, TEXTS.noFile);
  const address = options.show ? null : wantLink(options);
  const commandSet = options.profile === undefined ? 'escpos' : readProfile(options.profile).commandSet;
  const bytes = readBytes(options.file);
  if (address === null) {
    for (const line of showBytes(bytes, commandSet)) terminal.say(line);
    return EXIT.good;
  }
  const link = openLink(address);
  terminal.say(TEXTS.opening(formatLink(address)));
  try {
    await startLink(link);
    const answer = await converse(link, options.timeoutMs + wireMs(bytes.length, link.bytesPerS)).ask(
      bytes,
      () => false,
    );
    terminal.say(TEXTS.sent(bytes.length));
    terminal.say(answer.length > 0 ? TEXTS.answered(toHex(Uint8Array.from(answer))) : TEXTS.noAnswer);
    return EXIT.good;
  } finally {
    await link.close();
  }
}

const wireMs = (byteCount: number, bytesPerS: number | null): number =>
  bytesPerS === null ? 0 : (byteCount / bytesPerS) * 1_000;

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file);
  } catch {
    throw new CannotGoOn(EXIT.file, TEXTS.fileUnreadable(file));
  }
}

try {
  process.exitCode = await run(process.argv.slice(2), openTerminal());
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exit;
}
