import { readFileSync } from 'node:fs';
import { replaceFile } from './folders.ts';
import { checksumOf } from './journal-record.ts';

/**
 * Reads a line of JSON preceded by its checksum; `null` when the checksum does not match or the file has another form. Throws disk errors.
 */
export function readCheckedFile(path: string): string | null {
  const [checksum, json, end] = readFileSync(path, 'utf8').split('\n');
  if (json === undefined || end !== '' || checksum !== checksumOf(json)) return null;
  try {
    JSON.parse(json);
    return json;
  } catch {
    return null;
  }
}

export const writeCheckedFile = (path: string, json: string): void =>
  replaceFile(path, `${checksumOf(json)}\n${json}\n`);
