import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeIdentity } from '../../../../../src-main/storage/identity.ts';
import { findJournal, readLeftBehind } from '../../../../../src-main/technician/store/left-behind.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const INCARNATION = '0b7c9a52-6f0e-4c1c-8d5a-3f2b1e0d9c8b';

function journalIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeIdentity(folder, { slot: 1, incarnation: INCARNATION, epoch: 1, floors: { counters: [], sessions: [] } });
  return folder;
}

test('links, pipes and invalid segments that a stranger put on a memory stick are not followed', async () => {
  const elsewhere = journalIn(join(temporaryFolder(), 'journal'));
  const memory = temporaryFolder();
  mkdirSync(join(memory, 'linked'));
  symlinkSync(join(elsewhere, 'identity'), join(memory, 'linked', 'identity'));
  symlinkSync(elsewhere, join(memory, 'folder'));
  mkdirSync(join(memory, 'pipe'));
  execFileSync('mkfifo', [join(memory, 'pipe', 'identity')]);
  expect(await findJournal(memory, INCARNATION)).toEqual({ state: 'not-there', unreadable: false });
  cpSync(elsewhere, join(memory, 'copy'), { recursive: true });
  const found = await findJournal(memory, INCARNATION);
  expect(found).toEqual({ state: 'found', folder: join(memory, 'copy') });
  expect(readLeftBehind(join(memory, 'copy'), INCARNATION, [])).toEqual({ events: [], unread: 0 });
  const segment = join(memory, 'copy', '2026-11-25.journal');
  symlinkSync('/etc/hostname', segment);
  expect(() => readLeftBehind(join(memory, 'copy'), INCARNATION, [])).toThrow('2026-11-25.journal is not a file');
  rmSync(segment);
  execFileSync('mkfifo', [segment]);
  expect(() => readLeftBehind(join(memory, 'copy'), INCARNATION, [])).toThrow('2026-11-25.journal is not a file');
});
