import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/storage/database.ts';
import { MIGRATIONS } from '../../../../src-main/storage/migrations/index.ts';
import { newRequestId } from '../../../support/core-process.ts';
import { readImage, writeImage } from '../../../support/image-folder.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { initInProcess, openInProcess } from '../../../support/store-in-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
/** Milliseconds by which housekeeping has made the day's backup. */
const UNTIL_BACKUP_MS = 20_000;

interface Made {
  type: string;
  name: string;
  sql: string;
}

async function start(data: string) {
  const clock = createManualClock(NOON_MS);
  const said: string[] = [];
  const backup = Promise.withResolvers<void>();
  const office = must(
    openInProcess({
      data,
      clock,
      onLog: (event) => {
        said.push(event);
        if (event === 'backup-made') backup.resolve();
      },
    }),
  );
  const take = async (requestId = newRequestId()) => {
    const taken = await office.take({ requestId, serviceId: 'empadronament' });
    return taken.ok ? taken.value.label : taken.error.kind;
  };
  const label = async (requestId: ReturnType<typeof newRequestId>) => {
    const found = await office.find(requestId);
    return found.ok ? found.value.label : found.error.kind;
  };
  const backUp = async () => {
    clock.advance(UNTIL_BACKUP_MS);
    await backup.promise;
  };
  return { said, take, label, backUp, close: office.close };
}

let laid: ReturnType<typeof lay> | undefined;

/** A folder with three tickets, the last one after the day's backup, as a stopped program leaves it. */
async function lived() {
  laid ??= lay();
  const { image, ...rest } = await laid;
  const data = temporaryFolder();
  writeImage(data, image);
  return { ...rest, data, file: join(data, 'torn.db') };
}

async function lay() {
  const data = temporaryFolder();
  initInProcess(data, createManualClock(NOON_MS));
  const requests = [newRequestId(), newRequestId(), newRequestId()] as const;
  const first = await start(data);
  await first.take(requests[0]);
  await first.take(requests[1]);
  await first.backUp();
  await first.take(requests[2]);
  await first.close();
  const image = new Map([...readImage(data)].filter(([path]) => path !== 'ballast'));
  const database = new Database(join(data, 'torn.db'));
  const objects = database.prepare<[], Made>('SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  database.close();
  return { image, objects, requests };
}

/** The file with one bit changed at this offset in the SQL text of an object. */
function withRot(bytes: Buffer, { sql }: Made, at: number): Buffer {
  const text = Buffer.from(sql);
  const place = bytes.indexOf(text);
  expect(place).toBeGreaterThan(0);
  expect(bytes.indexOf(text, place + 1)).toBe(-1);
  const rotten = Buffer.from(bytes);
  rotten[place + at] = (rotten[place + at] ?? 0) ^ 0x04;
  return rotten;
}

/** The offsets of the second letters of the words in a text: names, types, conditions. */
const wordsOf = (sql: string): number[] => [...sql.matchAll(/[A-Za-z]{2,}/g)].map(({ index }) => index + 1);

describe('a corrupt letter in the schema’s text', () => {
  test('is found at the start, in any table or index', async () => {
    const { file, objects } = await lived();
    const bytes = readFileSync(file);
    expect(new Set(objects.map(({ type }) => type))).toEqual(new Set(['table', 'index']));
    const unseen: string[] = [];
    const place = join(temporaryFolder(), 'torn.db');
    for (const [index, object] of objects.entries()) {
      const words = wordsOf(object.sql);
      // The test changes the object's name and every seventh of its other words; the seventh differs between objects.
      for (const at of words.filter((_, word) => word === 2 || word % 7 === index % 7)) {
        writeFileSync(place, withRot(bytes, object, at));
        const opened = openDatabase(place);
        if (opened.ok) opened.value.close();
        if (opened.ok || opened.error.kind !== 'database-damaged') unseen.push(`${object.name}: ${at}`);
      }
    }
    expect(unseen).toEqual([]);
  });

  test.each([
    ['a table’s name', 'CREATE TABLE "ticket"', 'ticket'],
    ['a column', 'CREATE TABLE kiosk', 'last_seq'],
    ['what a column allows', 'CREATE TABLE event', 'payload IS NULL'],
    ['a table that only the centre’s words need', 'CREATE TABLE centre', 'slot_to_take'],
    ['an index', 'CREATE INDEX paper_job_of_ticket', 'ticket_no'],
  ])('in %s is handled as damage: moved aside, logged, and every ticket is known', async (_, begins, word) => {
    const { data, file, objects, requests } = await lived();
    const object = objects.find(({ sql }) => sql.startsWith(begins));
    if (!object) throw new Error(`nothing begins with ${begins}`);
    const rotten = withRot(readFileSync(file), object, object.sql.indexOf(word) + 1);
    writeFileSync(file, rotten);
    const again = await start(data);
    expect(again.said).toContain('database-restored');
    for (const [at, request] of requests.entries()) expect(await again.label(request)).toBe(`A00${at + 1}`);
    expect(await again.take()).toBe('A004');
    await again.close();
    const aside = readdirSync(data).find((name) => name.startsWith('damaged-')) ?? '';
    expect(existsSync(join(data, aside, 'torn.db'))).toBe(true);
    const third = await start(data);
    expect(third.said).toContain('store-clean');
    await third.close();
  });

  test('in a backup makes the start use the earlier backup', async () => {
    const { data, file, objects, requests } = await lived();
    const backups = join(data, 'backups');
    const [name = ''] = readdirSync(backups);
    const [papers] = objects.filter(({ sql }) => sql.startsWith('CREATE TABLE "paper_job"'));
    if (!papers) throw new Error('no such table');
    const sound = readFileSync(join(backups, name));
    writeFileSync(join(backups, 'torn-9999999999999.db'), withRot(sound, papers, papers.sql.indexOf('durable') + 1));
    writeFileSync(file, 'no database');
    const again = await start(data);
    expect(again.said).toContain('database-restored');
    expect(await again.label(requests[2])).toBe('A003');
    await again.close();
  });
});

describe('a trigger of a newer program', () => {
  const withTrigger = async (version: number) => {
    const { data, file } = await lived();
    const newer = new Database(file);
    newer.function('lamp_lit', () => 1);
    newer.exec('CREATE TRIGGER lamp AFTER INSERT ON ticket BEGIN SELECT lamp_lit(); END');
    newer.prepare('UPDATE schema_version SET version = ?').run(version);
    newer.close();
    return { data, file, opened: openDatabase(file) };
  };

  test('that this one cannot run is refused as newer, and nothing is moved', async () => {
    const { data, file, opened } = await withTrigger(MIGRATIONS.length + 1);
    expect(opened).toMatchObject({ ok: false, error: { kind: 'database-from-the-future' } });
    expect(openInProcess({ data })).toMatchObject({ ok: false, error: { kind: 'database-from-the-future' } });
    expect([existsSync(file), readdirSync(data).filter((name) => name.startsWith('damaged-'))]).toEqual([true, []]);
  });

  test('counts as damage if no newer program has used the database', async () => {
    const { opened } = await withTrigger(MIGRATIONS.length);
    expect(opened).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
  });
});
