import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ScannerProfile } from '../scanner/profile.ts';
import { fail, plugIn, sayUsage, tell } from './program.ts';
import { startVirtualScanner } from './virtual-scanner.ts';

const USAGE =
  'npm run virtual-scanner -- --link PTY [--profile config/scanners/NAME.json] [--aim ]Q1] [--code TEXT | --hex BYTES]\n' +
  'Without --code and --hex, each line of its input is a code. The scanner stays plugged in until it is stopped.';

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
    if (values.help) return sayUsage(USAGE);
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

const { link, profile, aim, code, hex } = readArguments();
if (link === undefined || (code !== undefined && hex !== undefined)) fail('bad-arguments', USAGE);
if (hex !== undefined && !/^([0-9a-f]{2})+$/i.test(hex)) fail('bad-arguments', USAGE);
const scanner = await plugIn(startVirtualScanner({ path: link, profile: readProfile(profile) }));

async function scan(bytes: Uint8Array): Promise<void> {
  const wasRead = await scanner.scan(bytes, { aimIdentifier: aim });
  tell({ event: wasRead ? 'scanned' : 'not-reading', bytes: bytes.length });
}

scanner.onTrigger((isReading) => tell({ event: 'trigger', position: isReading ? 'on' : 'off' }));
tell({ event: 'plugged-in' });
if (code !== undefined) await scan(Buffer.from(code));
else if (hex !== undefined) await scan(Buffer.from(hex, 'hex'));
else for await (const line of createInterface({ input: process.stdin })) await scan(Buffer.from(line));
