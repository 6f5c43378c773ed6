import { readFileSync } from 'node:fs';
import { sayProblems } from '../../src-main/contract/shared/problems.ts';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { readPrivateFile } from '../private-files.ts';
import type { BadSettings } from '../settings.ts';
import { DirectoryFile, type DirectoryOptions } from './directory.ts';

/** Only this service may be able to read the secret's file. */
export function readDirectory(files: { file: string; secret: string }): Result<DirectoryOptions, BadSettings> {
  const secret = readPrivateFile(files.secret);
  if (!secret.ok) return secret;
  const wrong = (detail: string) =>
    refuse({ kind: 'bad-settings' as const, detail: `OIDC_FILE ${files.file}: ${detail}` });
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(files.file, 'utf8'));
  } catch (error) {
    return wrong(messageOf(error));
  }
  const read = DirectoryFile.safeParse(text);
  if (!read.success) return wrong(sayProblems(read.error, 3, 'the file'));
  return succeed({ ...read.data, clientSecret: secret.value.trim() });
}
