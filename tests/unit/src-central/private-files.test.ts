import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readKeyFile, writeNewKeyFile } from '../../../src-central/key-files.ts';
import { checkPrivateFolder, readGroupFile, readPrivateFile } from '../../../src-central/private-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const isRoot = process.getuid?.() === 0;
const sentenceOf = (result: { ok: true } | { ok: false; error: { detail: string } }): string =>
  result.ok ? 'fine' : result.error.detail;

/** Runs the shell command that follows the last colon of a message. */
const obey = (sentence: string) => execFileSync('sh', ['-c', sentence.slice(sentence.lastIndexOf(': ') + 2)]);

/** The path of a key file whose name has a quote that a shell would misread. */
function keyFile(): string {
  const path = join(temporaryFolder(), 'la clau d’en Pere; centre.pem');
  expect(writeNewKeyFile(path).ok).toBe(true);
  return path;
}

describe('a key file', () => {
  it('is read if only this user may read it', () => {
    const path = keyFile();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const mode of [0o600, 0o400]) {
      chmodSync(path, mode);
      expect(sentenceOf(readKeyFile(path))).toBe('fine');
    }
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o666])(
    'of mode %o is refused with the command that repairs it',
    (mode) => {
      const path = keyFile();
      chmodSync(path, mode);
      const sentence = sentenceOf(readKeyFile(path));
      expect(sentence).toContain('can be read or written by others: chmod 600 ');
      obey(sentence);
      expect(sentenceOf(readKeyFile(path))).toBe('fine');
    },
  );

  it('of another user is refused with the command that repairs it', () => {
    const path = isRoot ? keyFile() : '/etc/hostname';
    if (isRoot) chownSync(path, 65_534, 65_534);
    const sentence = sentenceOf(readPrivateFile(path));
    expect(sentence).toMatch(/belongs to another user, who could change it: chown \S+ /);
    if (!isRoot) return;
    obey(sentence);
    expect(sentenceOf(readKeyFile(path))).toBe('fine');
  });

  it('is refused if it is a link, a pipe, a folder or missing', () => {
    const path = keyFile();
    const link = `${path}.link`;
    symlinkSync(path, link);
    expect(sentenceOf(readKeyFile(link))).toContain('is a link');
    const pipe = `${path}.pipe`;
    execFileSync('mkfifo', ['-m', '600', pipe]);
    expect(sentenceOf(readKeyFile(pipe))).toContain('is not a plain file');
    const folder = `${path}.d`;
    mkdirSync(folder, { mode: 0o700 });
    expect(sentenceOf(readKeyFile(folder))).toContain('is not a plain file');
    expect(sentenceOf(readKeyFile(`${path}.none`))).toContain('cannot be read');
  });

  it('with another kind of secret is refused without repeating it', () => {
    const path = keyFile();
    writeFileSync(path, 'paraula-secreta');
    expect(sentenceOf(readKeyFile(path))).toMatch(/contains no Ed25519 key$/);
    expect(sentenceOf(readKeyFile(path))).not.toContain('paraula-secreta');
  });
});

test('a TLS key may belong to a group and be a link; a key that everybody can read is refused with the command that repairs it', () => {
  const path = keyFile();
  const link = `${path}.link`;
  symlinkSync(path, link);
  chmodSync(path, 0o640);
  expect(sentenceOf(readGroupFile(link))).toBe('fine');
  chmodSync(path, 0o644);
  const sentence = sentenceOf(readGroupFile(link));
  expect(sentence).toContain('can be read or written by everybody: chmod o= ');
  obey(sentence);
  expect(sentenceOf(readGroupFile(link))).toBe('fine');
  expect(sentenceOf(readGroupFile(`${path}.none`))).toContain('cannot be read');
});

describe('a data folder', () => {
  const folder = (mode = 0o700): string => {
    const path = join(temporaryFolder(), 'dades del centre');
    mkdirSync(join(path, 'database'), { recursive: true });
    chmodSync(path, mode);
    return path;
  };

  it('is accepted if no other user can enter it, or if it does not exist yet', () => {
    expect(sentenceOf(checkPrivateFolder(folder()))).toBe('fine');
    expect(sentenceOf(checkPrivateFolder(join(temporaryFolder(), 'none')))).toBe('fine');
  });

  it.each([0o755, 0o750, 0o701, 0o770])('of mode %o is refused with the command that repairs it', (mode) => {
    const path = folder(mode);
    const sentence = sentenceOf(checkPrivateFolder(path));
    expect(sentence).toContain('can be read or written by others: chmod -R go= ');
    obey(sentence);
    expect(sentenceOf(checkPrivateFolder(path))).toBe('fine');
    expect(statSync(join(path, 'database')).mode & 0o077).toBe(0);
  });

  it('is refused if it is a link or a file', () => {
    const path = folder();
    symlinkSync(path, `${path}.link`);
    expect(sentenceOf(checkPrivateFolder(`${path}.link`))).toContain('is a link');
    writeFileSync(`${path}.txt`, '', { mode: 0o600 });
    expect(sentenceOf(checkPrivateFolder(`${path}.txt`))).toContain('is not a plain folder');
  });
});
