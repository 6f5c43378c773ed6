import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  isSegment,
  JournalFailure,
  openJournal,
  readJournal,
  segmentName,
  syncJournal,
} from '../../../../src-main/storage/journal.ts';
import { lineOf } from '../../../../src-main/storage/journal-record.ts';
import { readReached } from '../../../../src-main/storage/reached.ts';
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
  // The process may write no file beyond 1 KiB, so the write that crosses the limit is cut off there.
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
  // /dev/null accepts every byte and cannot be synced.
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

const CUT = '1234abcd {"epoch":1,"seq":9,"ev';

function journalOf(...days: readonly (readonly [day: string, seq: number])[]) {
  const folder = temporaryFolder();
  const journal = openJournal(folder);
  onTestFinished(() => journal.close());
  for (const [day, seq] of days) journal.append(record(seq), day);
  const file = (day: string) => join(folder, segmentName(day));
  const segments = () => readdirSync(folder).filter(isSegment).toSorted();
  return { folder, journal, file, segments };
}
const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-11-23', '2026-11-24', '2026-11-25'];
const openFilesIn = (folder: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd)).startsWith(folder);
    } catch {
      // The descriptor with which the list was read is closed by now.
      return false;
    }
  }).length;

const seqs = (folder: string) => {
  const reading = readJournal(folder);
  return reading.state === 'good' ? reading.records.map(({ seq }) => seq) : reading.state;
};

describe('a journal', () => {
  test('has a segment for each service day, which only the kiosk’s user can read', () => {
    const { segments, file, folder } = journalOf([MONDAY, 1], [MONDAY, 2], [TUESDAY, 3]);
    expect(segments()).toEqual([segmentName(MONDAY), segmentName(TUESDAY)]);
    expect(statSync(file(MONDAY)).mode & 0o777).toBe(0o600);
    expect(seqs(folder)).toEqual([1, 2, 3]);
    expect(readFileSync(file(TUESDAY), 'utf8').split('\n')).toHaveLength(2);
  });

  test('never goes back a day, whatever the clock shows, also after a restart', () => {
    const { folder, journal, segments } = journalOf([TUESDAY, 1], [MONDAY, 2]);
    journal.close();
    const again = openJournal(folder);
    again.append(record(3), MONDAY);
    again.append(record(4), WEDNESDAY);
    again.append(record(5), TUESDAY);
    again.close();
    expect(segments()).toEqual([segmentName(TUESDAY), segmentName(WEDNESDAY)]);
    expect(seqs(folder)).toEqual([1, 2, 3, 4, 5]);
  });

  test('makes its folder, and has one file open until it is closed', () => {
    const folder = join(temporaryFolder(), 'new', 'journal');
    const journal = openJournal(folder);
    for (const [at, day] of [MONDAY, TUESDAY, WEDNESDAY].entries()) {
      journal.append(record(at + 1), day);
      expect(openFilesIn(folder)).toBe(1);
    }
    appendFileSync(join(folder, segmentName(WEDNESDAY)), CUT);
    syncJournal(folder);
    openJournal(folder).close();
    expect(openFilesIn(folder)).toBe(1);
    journal.close();
    expect([openFilesIn(folder), seqs(folder)]).toEqual([0, [1, 2, 3]]);
  });

  test('takes records after it was closed', () => {
    const { folder, journal } = journalOf([MONDAY, 1]);
    journal.close();
    journal.append(record(2), MONDAY);
    expect(seqs(folder)).toEqual([1, 2]);
  });

  test('is empty without a folder, and in one with other files alone', () => {
    const folder = temporaryFolder();
    expect(readJournal(join(folder, 'none'))).toEqual({ state: 'empty' });
    for (const name of ['identity', 'x2026-11-23.journal', '2026-11-23.journal.old', '2026-1-23.journal'])
      writeFileSync(join(folder, name), 'rubbish');
    expect(readJournal(folder)).toEqual({ state: 'empty' });
    expect(openJournal(folder).oldest()).toBeNull();
    expect(() => syncJournal(folder)).not.toThrow();
    expect(() => syncJournal(join(folder, 'none'))).not.toThrow();
  });

  test('names the place of its first and last record, past a segment without one', () => {
    const { folder, journal, file } = journalOf([TUESDAY, 3], [WEDNESDAY, 4]);
    writeFileSync(file(MONDAY), '');
    expect(journal.oldest()).toEqual({ epoch: 1, seq: 3 });
    expect(readJournal(folder)).toMatchObject({ state: 'good', last: { epoch: 1, seq: 4 }, tornTail: false });
    writeFileSync(file(WEDNESDAY), '');
    rmSync(file(TUESDAY));
    expect(readJournal(folder)).toEqual({ state: 'good', records: [], last: null, tornTail: false });
  });

  test('notes how far it has come with each new segment, and when asked', () => {
    const { folder, journal } = journalOf();
    journal.note();
    expect(existsSync(join(folder, 'reached'))).toBe(false);
    journal.append(record(1), MONDAY);
    journal.append(record(2), MONDAY);
    expect(readReached(folder)).toEqual({ epoch: 1, seq: 1 });
    journal.note();
    expect(readReached(folder)).toEqual({ epoch: 1, seq: 2 });
    journal.append(record(3), TUESDAY);
    expect(readReached(folder)).toEqual({ epoch: 1, seq: 3 });
    journal.append(record(4), TUESDAY);
    journal.close();
    const again = openJournal(folder);
    again.note();
    expect(readReached(folder)).toEqual({ epoch: 1, seq: 4 });
  });

  test('that cannot note how far it has come is broken, unless the disk is full', () => {
    const { folder, journal } = journalOf();
    mkdirSync(join(folder, 'reached', 'in-the-way'), { recursive: true });
    expect(() => journal.append(record(1), MONDAY)).toThrow(expect.objectContaining({ kind: 'broken' }));
    expect(() => openJournal(folder).note()).toThrow();
  });

  test('deletes the segments of earlier days', () => {
    const { journal, segments } = journalOf([MONDAY, 1], [TUESDAY, 2], [WEDNESDAY, 3]);
    journal.deleteBefore(MONDAY);
    expect(segments()).toHaveLength(3);
    journal.deleteBefore(TUESDAY);
    expect(segments()).toEqual([segmentName(TUESDAY), segmentName(WEDNESDAY)]);
  });

  test('keeps its newest segment, however old all are', () => {
    const { journal, segments } = journalOf([MONDAY, 1], [TUESDAY, 2], [WEDNESDAY, 3]);
    journal.deleteBefore('2027-01-01');
    expect(segments()).toEqual([segmentName(WEDNESDAY)]);
  });

  test('that cannot open a segment refuses the record as on a full disk, and takes the next one', () => {
    const { journal, folder, file } = journalOf([MONDAY, 1]);
    symlinkSync(join(folder, 'no-folder', 'file'), file(TUESDAY));
    expect(() => journal.append(record(2), TUESDAY)).toThrow(expect.objectContaining({ kind: 'full' }));
    rmSync(file(TUESDAY));
    journal.append(record(2), TUESDAY);
    expect(seqs(folder)).toEqual([1, 2]);
  });

  test('keeps the cause of a failure', () => {
    const cause = new Error('ENOSPC');
    expect(new JournalFailure('full', cause)).toMatchObject({ kind: 'full', cause, message: 'ENOSPC' });
  });
});

describe('a record that cannot be read', () => {
  const damagedBy = (detail: string, remains: number) => ({
    state: 'damaged',
    detail: expect.stringContaining(detail),
    remains: { length: remains },
  });

  test('at the end is a write that was cut off, and is removed before the next record', () => {
    const { folder, journal, file } = journalOf([MONDAY, 1], [TUESDAY, 2], [WEDNESDAY, 3]);
    journal.close();
    const whole = readFileSync(file(WEDNESDAY), 'utf8');
    for (const cut of [CUT, `${CUT}\n${CUT}`]) {
      appendFileSync(file(WEDNESDAY), cut);
      expect(readJournal(folder)).toMatchObject({ state: 'good', records: { length: 3 }, tornTail: true });
      openJournal(folder).close();
      expect(readFileSync(file(WEDNESDAY), 'utf8')).toBe(whole);
    }
  });

  test('that is longer than the longest record is damage, even at the end', () => {
    const { folder, file } = journalOf([MONDAY, 1]);
    appendFileSync(file(MONDAY), 'x'.repeat(32_768));
    expect(readJournal(folder)).toMatchObject({ state: 'good', tornTail: true });
    appendFileSync(file(MONDAY), 'x');
    expect(readJournal(folder)).toMatchObject(damagedBy(`${segmentName(MONDAY)}: `, 1));
  });

  test('in an earlier segment is damage', () => {
    const { folder, file } = journalOf([MONDAY, 1], [TUESDAY, 2]);
    appendFileSync(file(MONDAY), CUT);
    expect(readJournal(folder)).toMatchObject(damagedBy('a record that cannot be read after 1', 1));
  });

  test('before a good one is damage', () => {
    const { folder, file } = journalOf([MONDAY, 1]);
    appendFileSync(file(MONDAY), `${CUT}\n${lineOf(record(2))}`);
    expect(readJournal(folder)).toMatchObject(damagedBy('a record that cannot be read after 1', 1));
  });

  test('can be a record out of sequence: one is missing or written twice; each epoch counts anew', () => {
    const { folder, file } = journalOf([MONDAY, 1], [MONDAY, 2]);
    appendFileSync(file(MONDAY), lineOf({ ...record(1), epoch: 2 }));
    expect(seqs(folder)).toEqual([1, 2, 1]);
    for (const seq of [1, 3]) {
      const wrong = journalOf([MONDAY, 1], [MONDAY, seq]);
      expect(readJournal(wrong.folder)).toMatchObject(damagedBy(`record ${seq} follows 1`, 2));
    }
  });

  test('of a newer program holds its place', () => {
    const { folder, file } = journalOf([MONDAY, 1]);
    appendFileSync(file(MONDAY), lineOf({ epoch: 1, seq: 2, kind: 'checkpoint' }));
    expect(readJournal(folder)).toMatchObject({ records: { length: 1 }, last: { epoch: 1, seq: 2 } });
    const again = openJournal(folder);
    again.append(record(3), MONDAY);
    again.close();
    expect(seqs(folder)).toEqual([1, 3]);
  });
});
