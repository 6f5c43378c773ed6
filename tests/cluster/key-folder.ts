import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNewKeyFile } from '../../src-central/key-files.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';

export interface KeyFolder {
  readonly keyFile: string;
  readonly publicKey: PublicKey;
  remove(): void;
}

export function newKeyFolder(): KeyFolder {
  const folder = mkdtempSync(join(tmpdir(), 'torn-centre-key-'));
  const keyFile = join(folder, 'centre.pem');
  const key = writeNewKeyFile(keyFile);
  if (!key.ok) throw new Error(key.error.detail);
  return { keyFile, publicKey: key.value.publicKey, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
