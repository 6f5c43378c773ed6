import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { classesOf, DEFAULT_TERMS, RETENTION, TermSettings, termsWith } from '../../../src-main/contract/retention.ts';
import { openDatabase } from '../../../src-main/storage/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { postgresOfThisFile } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTestStore } from '../../support/test-store.ts';

const postgres = postgresOfThisFile();
const FILE = 'src-main/contract/retention.json';

/** What has to be written into the file, line by line. */
function differences(where: 'kiosk' | 'centre', real: readonly string[]): string[] {
  const classed = Object.keys(RETENTION[where]);
  return [
    ...real
      .filter((column) => !classed.includes(column))
      .map((column) => `add to "${where}" of ${FILE}: "${column}": "CLASS"`),
    ...classed
      .filter((column) => !real.includes(column))
      .map((column) => `take out of "${where}" of ${FILE}, no migration makes it: "${column}"`),
  ];
}

function kioskColumns(): string[] {
  const opened = openDatabase(join(temporaryFolder(), 'torn.db'));
  if (!opened.ok) throw new Error(opened.error.detail);
  const columns = opened.value
    .prepare<[], string>(
      `SELECT master.name || '.' || info.name FROM sqlite_schema AS master, pragma_table_info(master.name) AS info
       WHERE master.type = 'table' AND master.name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
  opened.value.close();
  return columns;
}

async function centreColumns(): Promise<string[]> {
  const database = openPostgres(await postgres.newDatabase(), { connections: 1, onTrouble: () => {} });
  const rows = await database.query<{ name: string }>(
    `SELECT found.table_name || '.' || found.column_name AS name FROM information_schema.columns AS found
     JOIN pg_class AS class ON class.relname = found.table_name AND NOT class.relispartition
     WHERE found.table_schema = 'public'`,
  );
  await database.close();
  return rows.map(({ name }) => name);
}

test('every column of the kiosk’s real schema has a class, and every class is of a column that exists', () => {
  const real = kioskColumns();
  expect(real.length).toBeGreaterThan(100);
  expect(differences('kiosk', real)).toEqual([]);
});

test('every column of the centre’s real schema has a class, and every class is of a column that exists', async () => {
  const real = await centreColumns();
  expect(real.length).toBeGreaterThan(200);
  expect(differences('centre', real)).toEqual([]);
}, 30_000);

test('the comparison says which line is missing and which is too much', () => {
  const [first = '', ...others] = Object.keys(RETENTION.kiosk);
  expect(differences('kiosk', [...others, 'ticket.name'])).toEqual([
    `add to "kiosk" of ${FILE}: "ticket.name": "CLASS"`,
    `take out of "kiosk" of ${FILE}, no migration makes it: "${first}"`,
  ]);
});

test('no class is without a column or a file', () => {
  const used = [RETENTION.kiosk, RETENTION.centre, RETENTION.kioskFiles].flatMap((list) =>
    Object.values(list).flatMap(classesOf),
  );
  expect(Object.keys(RETENTION.classes).filter((name) => !used.some((one) => one === name))).toEqual([]);
});

test('every file that a kiosk at work has in its data folder is named', async () => {
  const data = temporaryFolder();
  const { opened } = openTestStore(data, createManualClock(Date.parse('2026-11-25T11:00:00Z')));
  await opened.backups.make(opened.database, 1);
  const patterns = Object.keys(RETENTION.kioskFiles).map(
    (name) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
  );
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(data, name)).isFile(),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((name) => !patterns.some((pattern) => pattern.test(relative('.', name))))).toEqual([]);
});

test('a term is a setting within its bounds; what is kept has none', () => {
  expect(DEFAULT_TERMS.audit).toBe(730);
  expect(termsWith(TermSettings.parse({ need: 0 }))).toMatchObject({ need: 0, audit: 730 });
  const refused = (settings: unknown) => TermSettings.safeParse(settings).error?.issues.map(({ message }) => message);
  expect(refused({ audit: 30 })).toEqual(['expected 365 to 1830 days']);
  expect(refused({ need: 8 })).toEqual(['expected 0 to 7 days']);
  expect(refused({ numbers: 1 })).toEqual(['has no term: it is kept']);
  expect(refused({ nonsense: 1 })).toHaveLength(1);
});
