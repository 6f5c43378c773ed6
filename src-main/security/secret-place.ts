import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { access, constants, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { KeyPlace } from '../contract/shared/key-place.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';

const OTHERS = 0o077;
const ENCRYPTED_EXTENSION = '.cred';
/** Longest run of `systemd-creds`, which may have to wait for a TPM. */
const TOOL_PATIENCE_MS = 20_000;

export interface KeptSecret {
  text: string;
  place: KeyPlace;
}

/** `exposed`: other users can read the file; it is not used. `unreadable`: the file exists and cannot be opened. */
export type SecretFault = { kind: 'exposed' | 'unreadable'; detail: string };

export type SecretPlace = ReturnType<typeof openSecretPlace>;

/** The machine's folder for all its secrets. `SecretPlace` is the storage of a single secret. */
export interface SecretsPlace {
  folder: string;
  environment: NodeJS.ProcessEnv;
  /**
   * File of the machine's own key, which systemd made when the machine first started. Only a service that can read this file, or that
   * received a systemd credential, can encrypt.
   */
  hostKeyFile?: string;
  tool?: string;
}

/**
 * Opens the storage of one secret of a kiosk: encrypted for this machine by systemd if possible, otherwise in a file that only the kiosk's
 * user can read. The secret never appears in an argument, a log or the journal. `name`: name of the secret and of its credential at
 * systemd.
 */
export function openSecretPlace(place: SecretsPlace, name: string, extension: string) {
  const { folder, environment } = place;
  const { hostKeyFile = '/var/lib/systemd/credential.secret', tool = 'systemd-creds' } = place;
  const plainFile = join(folder, `${name}${extension}`);
  const encryptedFile = join(folder, `${name}${ENCRYPTED_EXTENSION}`);
  const credentials = environment.CREDENTIALS_DIRECTORY;

  /**
   * Whether a secret can be encrypted: `systemd-creds` encrypts for services that received a credential, and for every user who can read
   * the file of the machine's key.
   */
  async function canEncrypt(): Promise<boolean> {
    if (credentials !== undefined) return true;
    return access(hostKeyFile, constants.R_OK).then(
      () => true,
      () => false,
    );
  }

  const encrypt = async (text: string): Promise<Buffer | null> =>
    (await canEncrypt()) ? run(tool, ['encrypt', `--name=${name}`, '-', '-'], Buffer.from(text, 'utf8')) : null;
  const decrypt = (encrypted: Buffer): Promise<Buffer | null> =>
    run(tool, ['decrypt', `--name=${name}`, '-', '-'], encrypted);

  /**
   * Reads the encrypted secret: from the file, which is newer than the credential that systemd passed at the start; if this service may not
   * decrypt the file, from the credential.
   */
  async function readEncrypted(encrypted: Buffer): Promise<Buffer | null> {
    const opened = await decrypt(encrypted);
    if (opened) return opened;
    const given = credentials === undefined ? null : join(credentials, name);
    return given !== null && existsSync(given) ? readFileSync(given) : null;
  }

  return {
    async read(): Promise<Result<KeptSecret | null, SecretFault>> {
      if (!existsSync(encryptedFile)) return readPlain(plainFile);
      const encrypted = readFileSync(encryptedFile);
      const opened = await readEncrypted(encrypted);
      return opened
        ? succeed({ text: opened.toString('utf8'), place: placeOfCredential(encrypted) })
        : refuse({ kind: 'unreadable' as const, detail: name });
    },
    /** Saves the secret; it is on disk when this resolves. Rejects with disk errors. */
    async keep(text: string): Promise<KeyPlace> {
      const encrypted = await encrypt(text);
      // The encrypted form is used only if this service can decrypt it again.
      if (encrypted && (await decrypt(encrypted))?.toString('utf8') === text) {
        await writeWhole(encryptedFile, encrypted);
        erase(plainFile);
        return placeOfCredential(encrypted);
      }
      await writeWhole(plainFile, Buffer.from(text, 'utf8'));
      erase(encryptedFile);
      return 'file';
    },
    wipe(): void {
      for (const file of [plainFile, encryptedFile]) {
        erase(file);
        erase(draftOf(file));
      }
    },
  };
}

function readPlain(file: string): Result<KeptSecret | null, SecretFault> {
  if (!existsSync(file)) return succeed(null);
  if ((statSync(file).mode & OTHERS) !== 0)
    return refuse({
      kind: 'exposed',
      detail: `other users can read ${file}; if none has read it, this protects it: chmod go= '${file}'`,
    });
  return succeed({ text: readFileSync(file, 'utf8'), place: 'file' });
}

/**
 * The kind of key that opens a credential, by the credential's first 16 bytes (systemd, `src/shared/creds-util.h`), because systemd chooses
 * the key itself when it encrypts. `tpm` includes credentials that need the TPM and the host's key.
 */
const OPENED_BY: ReadonlyMap<string, KeyPlace> = new Map([
  ['0c7cc07b117645919c4b0bea08bc20fe', 'tpm'],
  ['faf7eb9341e3412ca1a436f95a29362f', 'tpm'],
  ['93a894094874449090caf2fc93cab553', 'tpm'],
  ['ef4ac13679a9480ea7db68897f9f165d', 'tpm'],
  ['adbc4ca3efb64201ba881b6f2e4095ea', 'tpm'],
  ['5a1c6a86df9d4096b1d5a65e0862f19a', 'host'],
  ['55b9ed1d38594d43a8319d2ebb332ac6', 'host'],
]);
const CREDENTIAL_TYPE_BYTES = 16;

/** Place of the key that opens a credential. `file` for an unknown key or systemd's null key, which protect no better than a plain file. */
function placeOfCredential(encrypted: Buffer): KeyPlace {
  const bytes = Buffer.from(encrypted.toString('latin1'), 'base64');
  return OPENED_BY.get(bytes.toString('hex', 0, CREDENTIAL_TYPE_BYTES)) ?? 'file';
}

/** Names of the secrets in a folder, encrypted or with the plain file's extension, each once. Throws disk errors. */
export function namesOfSecrets(folder: string, extension: string): string[] {
  const files = readdirSync(folder).map((file) => parse(file));
  const secrets = files.filter(({ ext }) => ext === extension || ext === ENCRYPTED_EXTENSION);
  return [...new Set(secrets.map(({ name }) => name))];
}

const draftOf = (path: string): string => `${path}.draft`;

/** Replaces a file atomically, so that a power cut leaves the old file or the new one; then overwrites the old content. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const draft = draftOf(path);
  erase(draft);
  await writeFile(draft, bytes, { flag: 'wx', mode: 0o600, flush: true });
  const replaced = existsSync(path) ? openSync(path, 'r+') : null;
  try {
    await rename(draft, path);
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    if (replaced !== null) overwrite(replaced);
  } finally {
    if (replaced !== null) closeSync(replaced);
  }
}

/** Overwrites the file in place and deletes it. On a disk that moves blocks, such as an SSD, the old content may remain. */
function erase(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    overwrite(file);
  } finally {
    closeSync(file);
  }
  rmSync(path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Overwrites a file with zeros. The file is not truncated first: it would grow into other blocks, and the old blocks would stay readable in
 * free space.
 */
function overwrite(file: number): void {
  writeFileSync(file, Buffer.alloc(fstatSync(file).size));
  fsyncSync(file);
}

/** The program's output for `input`; `null` when the program is missing, fails, or takes too long. */
function run(command: string, args: readonly string[], input: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: TOOL_PATIENCE_MS });
    const output: Buffer[] = [];
    child.on('error', () => resolve(null));
    child.stdin.on('error', () => {
      // Ignored: the program ended before it read everything, and its exit code decides.
    });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(output) : null));
    child.stdin.end(input);
  });
}
