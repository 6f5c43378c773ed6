import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogFiles } from '../../../../../src-main/technician/machine/log-files.ts';
import { createLogHistory } from '../../../../../src-main/technician/machine/log-history.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');

function openHistory(folder: string | null = null, fileBytes?: number) {
  const passedOn: string[] = [];
  let nowMs = NOON_MS;
  const history = createLogHistory({ event: (kind) => void passedOn.push(kind) }, () => nowMs);
  if (folder !== null) history.keepIn(openLogFiles(folder, fileBytes));
  return {
    ...history,
    passedOn,
    kinds: () => history.recent().map(({ kind, times }) => [kind, times]),
    wait(ms: number) {
      nowMs += ms;
    },
  };
}

/** Waits for the end of the current turn of the event loop, at which lines of level `info` are written to the file. */
const turnEnds = () => new Promise((resolve) => setImmediate(resolve));
const linesIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
    .split('\n')
    .filter((line) => line !== '');

test('the log keeps its last events, the newest first, and counts repetitions in a row', () => {
  const { log, kinds, passedOn, recent, wait } = openHistory();
  log.event('core-started');
  log.event('central-unreachable');
  wait(60_000);
  log.event('central-unreachable');
  log.event('backup-made', { file: 'x' });
  expect(passedOn).toEqual(['core-started', 'central-unreachable', 'central-unreachable', 'backup-made']);
  expect(kinds()).toEqual([
    ['backup-made', 1],
    ['central-unreachable', 2],
    ['core-started', 1],
  ]);
  // A line that was repeated has the time of its last repetition.
  expect(recent()[1]?.atMs).toBe(NOON_MS + 60_000);
});

test('the log keeps two hundred events', () => {
  const { log, recent } = openHistory();
  for (let times = 0; times < 300; times += 1) log.event(times % 2 === 0 ? 'ticket-issued' : 'job-printed');
  expect(recent()).toHaveLength(200);
  expect(recent()[0]?.no).toBe(299);
});

test('a log in files keeps the events of the last run, and those before the files were opened', () => {
  const folder = join(temporaryFolder(), 'log');
  const first = openHistory();
  first.log.event('core-started', { version: '1' });
  first.keepIn(openLogFiles(folder));
  first.log.event('store-failed', { detail: 'SQLITE_IOERR' });
  const second = openHistory();
  second.log.event('core-started');
  second.keepIn(openLogFiles(folder));
  expect(second.kinds()).toEqual([
    ['core-started', 1],
    ['store-failed', 1],
    ['core-started', 1],
  ]);
  expect(JSON.parse(linesIn(folder)[1] ?? '')).toEqual({
    detail: 'SQLITE_IOERR',
    at: '2026-11-25T11:00:00.000Z',
    level: 'error',
    event: 'store-failed',
  });
});

test('an error is on the disk at once, a quiet event at the end of its turn', async () => {
  const folder = join(temporaryFolder(), 'log');
  const { log } = openHistory(folder);
  log.event('store-failed');
  expect(linesIn(folder)).toHaveLength(1);
  log.event('core-started');
  expect(linesIn(folder)).toHaveLength(1);
  await turnEnds();
  expect(linesIn(folder)).toHaveLength(2);
});

test('only the kiosk’s own user can read the log files, and their size is limited', () => {
  const folder = join(temporaryFolder(), 'log');
  const { log } = openHistory(folder, 10_000);
  for (let times = 0; times < 2_000; times += 1) log.event('store-failed', { detail: `number ${times}` });
  const files = readdirSync(folder);
  expect(files).toHaveLength(6);
  for (const name of files) {
    const { mode, size } = statSync(join(folder, name));
    expect(mode & 0o777).toBe(0o600);
    expect(size).toBeLessThan(11_000);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(linesIn(folder).some((line) => line.includes('number 1999'))).toBe(true);
});

test('a line that was cut off, and one of a newer program, hide no other line', () => {
  const folder = join(temporaryFolder(), 'log');
  mkdirSync(folder);
  const at = '2026-11-25T11:00:00.000Z';
  writeFileSync(join(folder, 'events.jsonl'), `${JSON.stringify({ event: 'core-started', at })}\n{"event":"disk-l`);
  appendFileSync(join(folder, 'events.jsonl'), `\n${JSON.stringify({ event: 'of-a-newer-program', at })}\n`);
  expect(openHistory(folder).kinds()).toEqual([['core-started', 1]]);
});

test('the first line of a run is complete after half a line that a power cut left', () => {
  const folder = join(temporaryFolder(), 'log');
  mkdirSync(folder);
  writeFileSync(join(folder, 'events.jsonl'), '{"event":"disk-l');
  openHistory(folder).log.event('store-failed');
  expect(openHistory(folder).kinds()).toEqual([['store-failed', 1]]);
});

test('a disk that refuses writes costs only the files: the log is still passed on and kept in memory', () => {
  const blocked = join(temporaryFolder(), 'log');
  writeFileSync(blocked, 'no folder');
  const { log, kinds, passedOn } = openHistory(blocked);
  log.event('store-failed');
  expect([passedOn, kinds()]).toEqual([['store-failed'], [['store-failed', 1]]]);
});
