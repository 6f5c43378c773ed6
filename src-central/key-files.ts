import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { messageOf, type Result, refuse, succeed } from '../src-main/domain/result.ts';
import { keyFromPem, keyToPem, newSigningKey, type SigningKey } from '../src-main/security/keys.ts';
import { readPrivateFile } from './private-files.ts';
import type { BadSettings } from './settings.ts';

const wrong = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });

/** An Ed25519 key as `new-key` or `openssl genpkey -algorithm ed25519` writes it. */
export function readKeyFile(path: string): Result<SigningKey, BadSettings> {
  const text = readPrivateFile(path);
  if (!text.ok) return text;
  const key = keyFromPem(text.value);
  return key ? succeed(key) : wrong(`${path} holds no Ed25519 key`);
}

/** Makes a key that only this user can read; never over another one. */
export function writeNewKeyFile(path: string): Result<SigningKey, BadSettings> {
  const key = newSigningKey();
  try {
    writeFileSync(path, keyToPem(key), { mode: 0o600, flag: 'wx' });
    chmodSync(path, 0o600);
    return succeed(key);
  } catch (error) {
    return wrong(`${path} cannot be made: ${messageOf(error)}`);
  }
}

/** The demonstration's: its own, made when there is none; without a file it lives as long as the process. */
export function demonstrationKey(path: string | null): Result<SigningKey, BadSettings> {
  if (path === null) return succeed(newSigningKey());
  return existsSync(path) ? readKeyFile(path) : writeNewKeyFile(path);
}
