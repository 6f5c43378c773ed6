import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './folders.ts';
import { checksumOf } from './journal-record.ts';

/** A line of JSON after a line with its checksum; `null` when it is not as it was written. */
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

/** Replaces it as a whole: on disk when it returns, with every name of its folder, and after a power cut the old one or the new one. */
export function writeCheckedFile(path: string, json: string): void {
  const draft = `${path}.draft`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeSync(fd, `${checksumOf(json)}\n${json}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}
