import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCheckedFile } from '../../../../src-main/storage/checked-file.ts';
import {
  endSuspicion,
  isHopeless,
  mustRebuild,
  noteRebuilt,
  readSuspicion,
  suspect,
} from '../../../../src-main/storage/suspicion.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a folder without a note is not suspected', () => {
  const folder = temporaryFolder();
  expect(readSuspicion(folder)).toBeNull();
  endSuspicion(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('each failure raises the count and replaces the detail, and the next start reads them', () => {
  const folder = temporaryFolder();
  expect(suspect(folder, 'no start')).toEqual({ times: 1, detail: 'no start', rebuilt: false });
  expect(suspect(folder, 'malformed')).toEqual({ times: 2, detail: 'malformed', rebuilt: false });
  expect(readSuspicion(folder)).toEqual({ times: 2, detail: 'malformed', rebuilt: false });
});

test('a rebuilt database stays noted as rebuilt, however many starts fail after it', () => {
  const folder = temporaryFolder();
  noteRebuilt(folder, suspect(folder, 'malformed'));
  expect(readSuspicion(folder)).toEqual({ times: 1, detail: 'malformed', rebuilt: true });
  expect(suspect(folder, 'again')).toEqual({ times: 2, detail: 'again', rebuilt: true });
});

test('the end of a suspicion deletes the note: the next failure is the first again', () => {
  const folder = temporaryFolder();
  noteRebuilt(folder, suspect(folder, 'malformed'));
  endSuspicion(folder);
  expect(readdirSync(folder)).toEqual([]);
  expect(readSuspicion(folder)).toBeNull();
  expect(suspect(folder, 'new')).toEqual({ times: 1, detail: 'new', rebuilt: false });
});

test('the third failure rebuilds the database, once; the fourth after that is hopeless', () => {
  const tried = (rebuilt: boolean) =>
    [1, 2, 3, 4, 5].map((times) => {
      const suspicion = { times, detail: '', rebuilt };
      return [mustRebuild(suspicion), isHopeless(suspicion)];
    });
  const [no, rebuild, hopeless] = [
    [false, false],
    [true, false],
    [false, true],
  ];
  expect(tried(false)).toEqual([no, no, rebuild, rebuild, rebuild]);
  expect(tried(true)).toEqual([no, no, no, hopeless, hopeless]);
});

test.each([
  ['a count of zero', { times: 0, detail: '', rebuilt: false }],
  ['no words', { times: 1, rebuilt: false }],
  ['a member of a newer program', { times: 1, detail: '', rebuilt: false, more: 1 }],
  ['a text', 'suspicion'],
])('a note with %s is ignored', (_what, note) => {
  const folder = temporaryFolder();
  writeCheckedFile(join(folder, 'suspicion'), JSON.stringify(note));
  expect(readSuspicion(folder)).toBeNull();
});

test('a note that is corrupt, or not a readable file, is ignored', () => {
  const folder = temporaryFolder();
  suspect(folder, 'malformed');
  const path = join(folder, 'suspicion');
  writeFileSync(path, readFileSync(path, 'utf8').replace('malformed', 'malfarmed'));
  expect(readSuspicion(folder)).toBeNull();
  const other = temporaryFolder();
  mkdirSync(join(other, 'suspicion'));
  expect(readSuspicion(other)).toBeNull();
});

test('a disk that refuses the note stops nothing, and the next failure counts as the first again', () => {
  const folder = temporaryFolder();
  // A folder with the name of the draft keeps the note from being written.
  mkdirSync(join(folder, 'suspicion.draft'));
  expect(suspect(folder, 'full')).toEqual({ times: 1, detail: 'full', rebuilt: false });
  expect(existsSync(join(folder, 'suspicion'))).toBe(false);
  expect(suspect(folder, 'full')).toMatchObject({ times: 1 });
});
