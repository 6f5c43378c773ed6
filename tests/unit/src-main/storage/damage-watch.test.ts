import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { careForDamage } from '../../../../src-main/storage/damage-watch.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ROWS = 400;
const INDEX_LEAF = 0x0a;
const TABLE_LEAF = 0x0d;
const LEAF_HEADER_BYTES = 8;

/** A database whose rows fill some pages. Its cache is tiny, so that SQLite reads the damaged pages of the file instead of cached ones. */
function watched() {
  const file = join(temporaryFolder(), 'some.db');
  const database = new Database(file);
  onTestFinished(() => {
    database.close();
  });
  database.pragma('cache_size = 1');
  database.exec('CREATE TABLE visit (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, note TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO visit (name, note) VALUES (?, ?)');
  database.transaction(() => {
    for (let n = 0; n < ROWS; n += 1) insert.run(`name ${n}`, 'x'.repeat(200));
  })();
  const heard: string[] = [];
  const details: string[] = [];
  const turns: (() => void)[] = [];
  const care = careForDamage(database, {
    onFirst(detail) {
      heard.push('first');
      details.push(detail);
    },
    onIndexMended: () => void heard.push('index-mended'),
    onBeyondMending: () => void heard.push('asks for a start'),
    afterTurn: (work) => void turns.push(work),
  });
  /** Overwrites bytes of each leaf page of this kind, at the offsets that `rottenIn` returns. */
  function rotLeaves(kind: number, rottenIn: (page: Buffer) => readonly number[]): void {
    const bytes = readFileSync(file);
    const pageBytes = Number(database.pragma('page_size', { simple: true }));
    const fd = openSync(file, 'r+');
    for (let start = pageBytes; start < bytes.length; start += pageBytes)
      if (bytes[start] === kind)
        for (const at of rottenIn(bytes.subarray(start, start + pageBytes)))
          writeSync(fd, Buffer.from([0x7f]), 0, 1, start + at);
    closeSync(fd);
  }
  return {
    database,
    care,
    heard,
    details,
    rotIndex(): void {
      rotLeaves(INDEX_LEAF, (page) =>
        Array.from(
          { length: page.readUInt16BE(3) },
          (_, entry) => page.readUInt16BE(LEAF_HEADER_BYTES + 2 * entry) + 1,
        ),
      );
    },
    rotRows: () => rotLeaves(TABLE_LEAF, () => [0]),
    byName: (n: number) => database.prepare('SELECT id FROM visit WHERE name = ?').pluck().get(`name ${n}`),
    noteOf: (id: number) => database.prepare('SELECT note FROM visit WHERE id = ?').pluck().get(id),
    endTurn(): number {
      const due = turns.splice(0);
      for (const work of due) work();
      return due.length;
    },
  };
}

describe('a running kiosk whose database is damaged', () => {
  it('rebuilds a corrupt index once the turn is over, and requests no restart', () => {
    const { byName, rotIndex, heard, endTurn } = watched();
    rotIndex();
    expect(() => byName(7)).toThrow(/malformed/);
    expect(() => byName(300)).toThrow(/malformed/);
    expect(heard).toEqual(['first']);
    expect(endTurn()).toBe(1);
    expect(heard).toEqual(['first', 'index-mended']);
    expect(byName(7)).toBe(8);
  });

  it('requests a restart once for damaged rows, and not before the turn is over', () => {
    const { noteOf, rotRows, heard, endTurn } = watched();
    rotRows();
    expect(() => noteOf(200)).toThrow(/malformed/);
    expect(heard).toEqual(['first']);
    endTurn();
    expect(heard).toEqual(['first', 'asks for a start']);
    expect(() => noteOf(200)).toThrow(/malformed/);
    expect(endTurn()).toBe(0);
    expect(heard).toHaveLength(2);
  });

  it('requests a restart when a rebuilt index is damaged once more', () => {
    const { byName, rotIndex, heard, endTurn } = watched();
    rotIndex();
    expect(() => byName(7)).toThrow();
    endTurn();
    rotIndex();
    expect(() => byName(7)).toThrow();
    endTurn();
    expect(heard).toEqual(['first', 'index-mended', 'asks for a start']);
  });

  it('does not rebuild an index again that was rebuilt elsewhere in the same turn', () => {
    const { database, byName, rotIndex, heard, endTurn } = watched();
    rotIndex();
    expect(() => byName(7)).toThrow();
    database.exec('REINDEX');
    rotIndex();
    endTurn();
    expect(heard).toEqual(['first', 'index-mended']);
    expect(() => byName(7)).toThrow();
    endTurn();
    expect(heard).toEqual(['first', 'index-mended', 'asks for a start']);
  });

  it('requests a restart at once when a copy was unsound, and only once', () => {
    const { care, noteOf, rotRows, heard, endTurn } = watched();
    care.isUnsound('a copy');
    care.isUnsound('a copy');
    expect(heard).toEqual(['first', 'asks for a start']);
    rotRows();
    expect(() => noteOf(200)).toThrow();
    endTurn();
    expect(heard).toHaveLength(2);
  });

  it('requests a restart if the disk has no room for a new index', () => {
    const { database, byName, rotIndex, heard, endTurn } = watched();
    rotIndex();
    expect(() => byName(7)).toThrow();
    database.exec = () => {
      throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    };
    endTurn();
    expect(heard).toEqual(['first', 'asks for a start']);
  });

  it('lets a fault that is neither damage nor a full disk end the program', () => {
    const { database, byName, rotIndex, endTurn } = watched();
    rotIndex();
    expect(() => byName(7)).toThrow();
    database.exec = () => {
      throw new TypeError('a fault of the program');
    };
    expect(endTurn).toThrow('a fault of the program');
  });

  it('rebuilds after an unrelated statement all the same, and reports what SQLite found', () => {
    const { database, byName, rotIndex, heard, details, endTurn } = watched();
    rotIndex();
    expect(() => byName(7)).toThrow();
    expect(details).toEqual([expect.stringMatching(/^SQLITE_CORRUPT.*: .*malformed/)]);
    database.exec('CREATE TABLE other (id INTEGER)');
    endTurn();
    expect(heard).toEqual(['first', 'index-mended']);
    expect(byName(7)).toBe(8);
  });

  it('does nothing if the program ended in that turn', () => {
    const { database, noteOf, rotRows, heard, endTurn } = watched();
    rotRows();
    expect(() => noteOf(200)).toThrow();
    database.close();
    endTurn();
    expect(heard).toEqual(['first']);
  });

  it('ignores a statement that fails for another reason', () => {
    const { database, heard, endTurn } = watched();
    const insert = database.prepare("INSERT INTO visit (name, note) VALUES ('name 1', '')");
    expect(() => insert.run()).toThrow(/UNIQUE/);
    expect(() => database.prepare('SELECT age FROM visit')).toThrow(/no such column/);
    expect(endTurn()).toBe(0);
    expect(heard).toEqual([]);
  });
});
