import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { madeOnce, whileUnwritten } from '../../../../src-main/storage/while-unwritten.ts';

function openRows() {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  database.exec('CREATE TABLE row (day TEXT NOT NULL, text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO row (day, text) VALUES (?, ?)');
  const ofDay = database.prepare<[string], string>('SELECT text FROM row WHERE day = ?').pluck();
  const read = whileUnwritten(database, (day) => ofDay.all(day));
  return { database, read, put: (day: string, text: string) => insert.run(day, text) };
}

test('a reading is reused until something is written, and then made anew', () => {
  const { read, put, database } = openRows();
  put('today', 'one');
  const before = read('today');
  expect(before).toEqual(['one']);
  expect(read('today')).toBe(before);
  put('today', 'two');
  expect(read('today')).toEqual(['one', 'two']);
  expect(read('yesterday')).toEqual([]);
  expect(read('today')).toEqual(['one', 'two']);
  database.exec("UPDATE row SET text = 'three' WHERE text = 'two'");
  expect(read('today')).toEqual(['one', 'three']);
  database.exec('DELETE FROM row');
  expect(read('today')).toEqual([]);
});

test('a reading inside a transaction is dropped when the transaction is rolled back', () => {
  const { read, put, database } = openRows();
  database.exec('BEGIN');
  put('today', 'one');
  expect(read('today')).toEqual(['one']);
  database.exec('ROLLBACK');
  expect(read('today')).toEqual([]);
});

test('unchanged rows give the same objects again, other rows new ones', () => {
  const make = madeOnce(({ text }: { text: string }) => (text === '' ? undefined : { text }));
  const [one, none, two] = make([{ text: 'one' }, { text: '' }, { text: 'two' }]);
  const again = make([{ text: 'two' }, { text: '' }, { text: 'three' }, { text: 'one' }]);
  expect(again).toEqual([two, none, { text: 'three' }, one]);
  expect(again[0]).toBe(two);
  expect(again[3]).toBe(one);
});
