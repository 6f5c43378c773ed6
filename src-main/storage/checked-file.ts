import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './folders.ts';
import { checksumOf } from './journal-record.ts';

/** Reads a line of JSON preceded by its checksum; `null` when the checksum does not match. */
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

/**
 * Replaces the file atomically: when it returns, file and folder entry are on disk; after a power cut the file is the old or the new one.
 */
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
