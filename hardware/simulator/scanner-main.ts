import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ScannerProfile } from '../scanner/profile.ts';
import { CannotOpen } from './pty-host.ts';
import { startVirtualScanner, type VirtualScanner } from './virtual-scanner.ts';

const USAGE =
  'npm run virtual-scanner -- --link PTY [--profile config/scanners/NAME.json] [--aim ]Q1] [--code TEXT | --hex BYTES]\n' +
  'Without --code and --hex, each line of its input is a code. The scanner stays plugged in until it is stopped.';
const EXIT_CODE = { 'bad-arguments': 2, 'profile-invalid': 3, 'cannot-open': 7 } as const;

const tell = (event: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(event)}\n`);

function fail(kind: keyof typeof EXIT_CODE, detail: string): never {
  tell({ event: 'error', kind, detail });
  process.stderr.write(`${detail}\n`);
  process.exit(EXIT_CODE[kind]);
}

function sayUsage(): never {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean' },
        link: { type: 'string' },
        profile: { type: 'string', default: 'config/scanners/generic-cr-silence.json' },
        aim: { type: 'string', default: '' },
        code: { type: 'string' },
        hex: { type: 'string' },
      },
    });
    if (values.help) return sayUsage();
    return values;
  } catch {
    return fail('bad-arguments', USAGE);
  }
}

function readProfile(file: string): ScannerProfile {
  try {
    return ScannerProfile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return fail('profile-invalid', `${file} is not a scanner profile`);
  }
}

async function plugIn(path: string, profile: ScannerProfile): Promise<VirtualScanner> {
  try {
    return await startVirtualScanner({ path, profile });
  } catch (error) {
    if (error instanceof CannotOpen) return fail('cannot-open', error.message);
    throw error;
  }
}

const { link, profile, aim, code, hex } = readArguments();
if (link === undefined || (code !== undefined && hex !== undefined)) fail('bad-arguments', USAGE);
if (hex !== undefined && !/^([0-9a-f]{2})+$/i.test(hex)) fail('bad-arguments', USAGE);
const scanner = await plugIn(link, readProfile(profile));

async function scan(bytes: Uint8Array): Promise<void> {
  const wasRead = await scanner.scan(bytes, { aimIdentifier: aim });
  tell({ event: wasRead ? 'scanned' : 'not-reading', bytes: bytes.length });
}

scanner.onTrigger((isReading) => tell({ event: 'trigger', position: isReading ? 'on' : 'off' }));
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void scanner.close().then(() => process.exit(0)));
tell({ event: 'plugged-in' });
if (code !== undefined) await scan(Buffer.from(code));
else if (hex !== undefined) await scan(Buffer.from(hex, 'hex'));
else for await (const line of createInterface({ input: process.stdin })) await scan(Buffer.from(line));
