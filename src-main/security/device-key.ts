import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { access, constants, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { keyFromPem, keyToPem, type SigningKey } from './keys.ts';

const CREDENTIAL = 'torn-device-key';
/** A key that everybody could read has been read. */
const OTHERS = 0o077;
/** `systemd-creds` may have to wait for a TPM. */
const TOOL_PATIENCE_MS = 20_000;

export type KeyPlace = 'systemd-credential' | 'file';

export interface KeptKey {
  key: SigningKey;
  place: KeyPlace;
}

export type KeyFault =
  /** Others can read the file: it is not used. */
  { kind: 'device-key-exposed'; detail: string } | { kind: 'device-key-unreadable'; detail: string };

/**
 * Where a kiosk's private key lies: encrypted for this machine by systemd where systemd can, otherwise in a file that only the kiosk's
 * user can read. It is never in an argument, a log or the journal. One `next` key may lie beside it, while the centre changes over.
 */
export interface DeviceKey {
  /** `null` when there is none. */
  read(which?: WhichKey): Promise<Result<KeptKey | null, KeyFault>>;
  /** On disk when it settles. Rejects with what the disk says. */
  keep(key: SigningKey, which?: WhichKey): Promise<KeyPlace>;
  /** The next key becomes the key. */
  promoteNext(): Promise<void>;
  /** Both are gone. */
  wipe(): void;
}
export type WhichKey = 'current' | 'next';

export interface DeviceKeyParts {
  /** The kiosk's data folder. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Of the machine, made by systemd at its first start; without it nothing can be encrypted for it. */
  hostKeyFile?: string;
  tool?: string;
}

export function openDeviceKey(parts: DeviceKeyParts): DeviceKey {
  const { folder, environment, hostKeyFile = '/var/lib/systemd/credential.secret', tool = 'systemd-creds' } = parts;
  const nameOf = (which: WhichKey): string => (which === 'current' ? CREDENTIAL : `${CREDENTIAL}-next`);
  const plainFile = (which: WhichKey): string => join(folder, `${nameOf(which)}.pem`);
  const sealedFile = (which: WhichKey): string => join(folder, `${nameOf(which)}.cred`);
  const credentials = environment.CREDENTIALS_DIRECTORY;

  /** Systemd hands credentials to its services, and encrypts for whoever can read the machine's key. */
  async function canSeal(): Promise<boolean> {
    if (credentials !== undefined) return true;
    return access(hostKeyFile, constants.R_OK).then(
      () => true,
      () => false,
    );
  }

  const seal = async (pem: string, which: WhichKey): Promise<Buffer | null> =>
    (await canSeal()) ? run(tool, ['encrypt', `--name=${nameOf(which)}`, '-', '-'], Buffer.from(pem, 'utf8')) : null;
  const unseal = (sealed: Buffer, which: WhichKey): Promise<Buffer | null> =>
    run(tool, ['decrypt', `--name=${nameOf(which)}`, '-', '-'], sealed);

  /** The file is newer than what systemd gave this service when it started, but not every service may open it. */
  async function readSealed(which: WhichKey): Promise<Buffer | null> {
    const opened = await unseal(readFileSync(sealedFile(which)), which);
    if (opened) return opened;
    const given = credentials === undefined ? null : join(credentials, nameOf(which));
    return given !== null && existsSync(given) ? readFileSync(given) : null;
  }

  async function read(which: WhichKey = 'current'): Promise<Result<KeptKey | null, KeyFault>> {
    const plain = plainFile(which);
    let pem: Buffer | null;
    let place: KeyPlace;
    if (existsSync(sealedFile(which))) {
      place = 'systemd-credential';
      pem = await readSealed(which);
    } else if (existsSync(plain)) {
      place = 'file';
      if ((statSync(plain).mode & OTHERS) !== 0)
        return refuse({ kind: 'device-key-exposed', detail: `${plain}: others can read it` });
      pem = readFileSync(plain);
    } else return succeed(null);
    const key = pem === null ? null : keyFromPem(pem.toString('utf8'));
    return key ? succeed({ key, place }) : refuse({ kind: 'device-key-unreadable', detail: nameOf(which) });
  }

  async function keep(key: SigningKey, which: WhichKey = 'current'): Promise<KeyPlace> {
    const pem = keyToPem(key);
    const sealed = await seal(pem, which);
    // What cannot be opened again is no place for a key.
    if (sealed && (await unseal(sealed, which))?.toString('utf8') === pem) {
      await writeWhole(sealedFile(which), sealed);
      erase(plainFile(which));
      return 'systemd-credential';
    }
    await writeWhole(plainFile(which), Buffer.from(pem, 'utf8'));
    rmSync(sealedFile(which), { force: true });
    return 'file';
  }

  function forget(which: WhichKey): void {
    erase(plainFile(which));
    rmSync(sealedFile(which), { force: true });
  }

  return {
    read,
    keep,
    async promoteNext() {
      const next = await read('next');
      if (!next.ok || next.value === null) return;
      await keep(next.value.key);
      forget('next');
    },
    wipe() {
      forget('current');
      forget('next');
    },
  };
}

/** The old one or the new one, whenever the power goes. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.draft`;
  rmSync(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Overwritten first: a disk that writes in place then holds nothing of it. */
function erase(path: string): void {
  if (!existsSync(path)) return;
  writeFileSync(path, Buffer.alloc(statSync(path).size), { flush: true });
  rmSync(path);
}

/** What a program answers to its input; `null` when it is not there, fails, or takes too long. */
function run(command: string, args: readonly string[], input: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: TOOL_PATIENCE_MS });
    const output: Buffer[] = [];
    child.on('error', () => resolve(null));
    child.stdin.on('error', () => {
      // It ended before it read; its exit code tells.
    });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(output) : null));
    child.stdin.end(input);
  });
}
