import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { messageOf, type Result, succeed } from '../src-main/domain/result.ts';
import { keyFromPem, keyToPem, newSigningKey, type SigningKey } from '../src-main/signing/keys.ts';
import { readPrivateFile } from './private-files.ts';
import { type BadSettings, wrong } from './settings.ts';

/** Reads an Ed25519 private key in PEM, as written by `new-key` or `openssl genpkey -algorithm ed25519`. */
export function readKeyFile(path: string): Result<SigningKey, BadSettings> {
  const text = readPrivateFile(path);
  if (!text.ok) return text;
  const key = keyFromPem(text.value);
  return key ? succeed(key) : wrong(`${path} contains no Ed25519 key`);
}

/** Writes a new key to a file that only this user can read. It never overwrites a file. */
export function writeNewKeyFile(path: string): Result<SigningKey, BadSettings> {
  const key = newSigningKey();
  try {
    writeFileSync(path, keyToPem(key), { mode: 0o600, flag: 'wx' });
    chmodSync(path, 0o600);
    return succeed(key);
  } catch (error) {
    return wrong(`${path} cannot be created: ${messageOf(error)}`);
  }
}

/** Reads the demonstration's own key, or creates it. `null`: a key for this process only. */
export function demonstrationKey(path: string | null): Result<SigningKey, BadSettings> {
  if (path === null) return succeed(newSigningKey());
  return existsSync(path) ? readKeyFile(path) : writeNewKeyFile(path);
}
