import { join } from 'node:path';
import { writeNewKeyFile } from '../../src-central/key-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

export function newKeyFile(): string {
  const file = join(temporaryFolder(), 'centre.pem');
  const made = writeNewKeyFile(file);
  if (!made.ok) throw new Error(made.error.detail);
  return file;
}
