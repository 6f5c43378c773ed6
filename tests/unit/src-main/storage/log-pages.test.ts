import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newestFirstPage } from '../../../../src-main/storage/log-pages.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const HEADER_BYTES = 32;
const FRAME_BYTES = 24 + 4_096;
/** The offset of `user_version` in the first page. */
const USER_VERSION_AT = 60;

/** A database whose commits stay in its write-ahead log. */
function logged() {
  const file = join(temporaryFolder(), 'some.db');
  const database = new Database(file);
  onTestFinished(() => {
    database.close();
  });
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  database.exec('CREATE TABLE visit (note TEXT)');
  return { file, database, log: () => readFileSync(`${file}-wal`) };
}

/** The `user_version` in the page that `newestFirstPage` finds in these bytes; `null`: it finds no page. */
function versionIn(log: Buffer): number | null {
  const file = join(temporaryFolder(), 'log');
  writeFileSync(file, log);
  return newestFirstPage(file)?.readUInt32BE(USER_VERSION_AT) ?? null;
}

/** The `user_version` that SQLite reads from the database `file` with these bytes as its write-ahead log. */
function versionForSqlite(file: string, log: Buffer): unknown {
  const copy = join(temporaryFolder(), 'copy.db');
  copyFileSync(file, copy);
  writeFileSync(`${copy}-wal`, log);
  const database = new Database(copy);
  try {
    return database.pragma('user_version', { simple: true });
  } finally {
    database.close();
  }
}

/** The same log as a machine with the other byte order writes it. */
function inOtherOrder(log: Buffer): Buffer {
  const other = Buffer.from(log);
  other.writeUInt32BE(log.readUInt32BE(0) ^ 1, 0);
  const isBig = (other.readUInt32BE(0) & 1) === 1;
  const sum = (bytes: Buffer, from: readonly [number, number]): [number, number] => {
    let [one, two] = from;
    for (let at = 0; at < bytes.length; at += 4) {
      const word = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
      if (at % 8 === 0) one = (one + word + two) % 2 ** 32;
      else two = (two + word + one) % 2 ** 32;
    }
    return [one, two];
  };
  let sums = sum(other.subarray(0, 24), [0, 0]);
  const write = (at: number) => {
    other.writeUInt32BE(sums[0], at);
    other.writeUInt32BE(sums[1], at + 4);
  };
  write(24);
  for (let at = HEADER_BYTES; at < other.length; at += FRAME_BYTES) {
    sums = sum(other.subarray(at, at + 8), sums);
    sums = sum(other.subarray(at + 24, at + FRAME_BYTES), sums);
    write(at + 16);
  }
  return other;
}

describe('the first page of a log', () => {
  test('is the page of the last commit that wrote a first page', () => {
    const { file, database, log } = logged();
    database.pragma('user_version = 7');
    expect(versionIn(log())).toBe(7);
    database.pragma('user_version = 8');
    database.exec("INSERT INTO visit VALUES ('a')");
    expect([versionIn(log()), versionForSqlite(file, log())]).toEqual([8, 8]);
  });

  test('is not taken from a transaction cut off before its last frame', () => {
    const { file, database, log } = logged();
    database.pragma('user_version = 7');
    const before = log().length;
    database.exec(`BEGIN; INSERT INTO visit VALUES ('${'x'.repeat(9_000)}'); PRAGMA user_version = 8; COMMIT`);
    const whole = log();
    expect(whole.length).toBeGreaterThan(before + FRAME_BYTES);
    for (const cut of [whole.subarray(0, whole.length - FRAME_BYTES), whole.subarray(0, whole.length - 1)])
      expect([versionIn(cut), versionForSqlite(file, cut)]).toEqual([7, 7]);
    expect(versionIn(whole)).toBe(8);
  });

  test('is found once its one frame is complete', () => {
    const { database, log } = logged();
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma('user_version = 9');
    const whole = log();
    expect(whole).toHaveLength(HEADER_BYTES + FRAME_BYTES);
    expect(versionIn(whole)).toBe(9);
    expect(versionIn(whole.subarray(0, whole.length - 1))).toBeNull();
    expect(versionIn(whole.subarray(0, HEADER_BYTES))).toBeNull();
  });

  test('is missing if no commit wrote it', () => {
    const { database, log } = logged();
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.exec("INSERT INTO visit VALUES ('a')");
    expect(log().length).toBeGreaterThan(0);
    expect(versionIn(log())).toBeNull();
  });

  test('is not taken from an earlier round of the same log', () => {
    const { file, database, log } = logged();
    for (const version of [3, 4, 5]) database.pragma(`user_version = ${version}`);
    const long = log().length;
    database.pragma('wal_checkpoint(RESTART)');
    database.pragma('user_version = 6');
    expect(log()).toHaveLength(long);
    expect([versionIn(log()), versionForSqlite(file, log())]).toEqual([6, 6]);
  });

  test('is the page before the first frame with a changed page, number, size or checksum', () => {
    const { database, log } = logged();
    database.pragma('user_version = 7');
    const at = log().length;
    database.pragma('user_version = 8');
    for (const byte of [at + 3, at + 7, at + 8, at + 15, at + 16, at + 20, at + 24, at + FRAME_BYTES - 1]) {
      const rotten = Buffer.from(log());
      rotten[byte] = (rotten[byte] ?? 0) ^ 1;
      expect(versionIn(rotten), `byte ${byte - at}`).toBe(7);
    }
  });

  test('is found in either byte order', () => {
    const { file, database, log } = logged();
    database.pragma('user_version = 7');
    const other = inOtherOrder(log());
    expect(other).not.toEqual(log());
    expect([versionIn(other), versionForSqlite(file, other)]).toEqual([7, 7]);
    expect(inOtherOrder(other)).toEqual(log());
  });
});

describe('an invalid log', () => {
  test('has no page: a missing file, an empty one, a corrupt header or a cut one', () => {
    const { database, log } = logged();
    database.pragma('user_version = 7');
    expect(newestFirstPage(join(temporaryFolder(), 'none'))).toBeNull();
    expect(versionIn(Buffer.alloc(0))).toBeNull();
    expect(versionIn(log().subarray(0, HEADER_BYTES - 1))).toBeNull();
    for (const byte of [0, 3, 4, 8, 16, 24, 28]) {
      const rotten = Buffer.from(log());
      rotten[byte] = (rotten[byte] ?? 0) ^ 2;
      expect(versionIn(rotten), `byte ${byte}`).toBeNull();
    }
  });
});
