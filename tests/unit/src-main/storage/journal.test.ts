import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal, readJournal } from '../../../../src-main/storage/journal.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY = '2026-11-24';
const record = (seq: number) => ({
  epoch: 1,
  seq,
  eventId: randomUUID(),
  requestId: null,
  atMs: 0,
  event: { type: 'x', v: 1, payload: {} },
});

test('a record that only half fits leaves no part of it', () => {
  const folder = temporaryFolder();
  const journal = openJournal(folder);
  for (const seq of [1, 2, 3]) journal.append(record(seq), DAY);
  journal.close();
  const segment = join(folder, `${DAY}.journal`);
  const before = readFileSync(segment);
  // A process that may write no file beyond 1 KiB: the write that crosses the limit is cut there.
  const program = `
    import { openJournal } from '${join(import.meta.dirname, '../../../../src-main/storage/journal.ts')}';
    const journal = openJournal(process.argv[1]);
    const payload = { text: 'x'.repeat(2_000) };
    const fact = { epoch: 1, seq: 4, eventId: '${randomUUID()}', requestId: null, atMs: 0, event: { type: 'x', v: 1, payload } };
    try { journal.append(fact, '${DAY}'); } catch (error) { process.stdout.write(error.kind); }`;
  const limited = ['-c', 'ulimit -f 1; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, program, folder];
  expect(before.length).toBeLessThan(1_024);
  expect(spawnSync('bash', limited, { encoding: 'utf8' })).toMatchObject({ stdout: 'full' });
  expect(readFileSync(segment)).toEqual(before);
  expect(readJournal(folder)).toMatchObject({ state: 'good', tornTail: false, records: { length: 3 } });
});

test('after a failed sync every further record is refused, even if its sync could succeed', () => {
  const folder = temporaryFolder();
  // A file that accepts every byte and cannot be synced.
  symlinkSync('/dev/null', join(folder, `${DAY}.journal`));
  const journal = openJournal(folder);
  expect(() => journal.append(record(1), DAY)).toThrow(expect.objectContaining({ kind: 'broken' }));
  expect(() => journal.append(record(2), '2026-11-25')).toThrow(expect.objectContaining({ kind: 'broken' }));
  expect(readJournal(folder)).toMatchObject({ state: 'good', records: [] });
  journal.close();
});

test('after a holiday longer than backups are kept, the newest segment stays, and numbering continues after it', () => {
  const folder = temporaryFolder();
  const journal = openJournal(folder);
  journal.append(record(1), '2026-07-30');
  journal.append(record(2), '2026-07-31');
  journal.deleteBefore('2026-09-01');
  expect(readJournal(folder)).toMatchObject({ state: 'good', records: [{ seq: 2 }], last: { epoch: 1, seq: 2 } });
  journal.append(record(3), '2026-09-01');
  expect(readJournal(folder)).toMatchObject({ state: 'good', records: [{ seq: 2 }, { seq: 3 }] });
  journal.close();
});
