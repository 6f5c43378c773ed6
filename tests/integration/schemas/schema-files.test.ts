import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { openDatabase } from '../../../src-main/storage/database.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const postgres = sharedPostgres();

interface Table {
  name: string;
  lines: readonly string[];
  options: string;
  indexes: readonly string[];
}

/** The sentence above each `CREATE TABLE`, which a person wrote and which generating the file again keeps. */
const sentencesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/^-- (.+)\nCREATE TABLE (\w+) /gm)].map(([, sentence = '', name = '']) => [name, sentence]),
  );

const MISSING = 'A sentence is missing here.';

function write(tables: readonly Table[], file: string): string {
  const sentences = sentencesOf(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const written = tables.map(({ name, lines, options, indexes }) =>
    [
      `-- ${sentences.get(name) ?? MISSING}`,
      `CREATE TABLE ${name} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)${options};`,
      ...indexes.map((index) => `${index};`),
    ].join('\n'),
  );
  return `-- What the migrations make, held equal by tests/integration/schemas; \`npm run unit -- tests/integration/schemas --update=all\` writes it anew.\n\n${written.join('\n\n')}\n`;
}

function partsOf(content: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of content.replaceAll(/--[^\n]*/g, '')) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.replaceAll(/\s+/g, ' ').trim());
}

function kioskTables(): Table[] {
  const opened = openDatabase(join(temporaryFolder(), 'torn.db'));
  if (!opened.ok) throw new Error(opened.error.detail);
  const objects = opened.value
    .prepare<[], { type: string; name: string; of: string; sql: string }>(
      `SELECT type, name, tbl_name AS "of", sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all();
  opened.value.close();
  const others = objects.filter(({ type }) => type !== 'table');
  return objects
    .filter(({ type }) => type === 'table')
    .map(({ name, sql }) => ({
      name,
      lines: partsOf(sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))),
      options: sql.slice(sql.lastIndexOf(')') + 1),
      indexes: others.filter(({ of }) => of === name).map((index) => index.sql.replaceAll(/\s+/g, ' ')),
    }));
}

/** The centre's tables from PostgreSQL's catalogue, because the text of pg_dump differs between versions. */
async function centreTables(): Promise<Table[]> {
  const database = openPostgres(await postgres.newDatabase(), { connections: 1, onTrouble: () => {} });
  const tables = await database.query<{ name: string; lines: string[]; options: string; indexes: string[] | null }>(
    `SELECT class.relname AS name,
       (SELECT array_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END ||
                         coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') ORDER BY attnum)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped) ||
       coalesce((SELECT array_agg(pg_get_constraintdef(oid) ORDER BY contype = 'p' DESC, contype, pg_get_constraintdef(oid))
                 FROM pg_constraint WHERE conrelid = class.oid AND contype IN ('p', 'u', 'c', 'f')), '{}') AS lines,
       coalesce(' PARTITION BY ' || pg_get_partkeydef(class.oid), '') AS options,
       (SELECT array_agg(replace(pg_get_indexdef(indexrelid), ' public.', ' ') ORDER BY indexrelid::regclass::text) FROM pg_index
        WHERE indrelid = class.oid AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)) AS indexes
     FROM pg_class AS class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
     ORDER BY class.relname`,
  );
  await database.close();
  return tables.map(({ indexes, ...table }) => ({ ...table, indexes: indexes ?? [] }));
}

it.each([
  ['src-main/storage/schema.sql', kioskTables],
  ['src-central/database/schema.sql', centreTables],
])('%s is what the migrations make, with a sentence for each table', async (name, tables) => {
  const file = join(repositoryRoot, name);
  const text = write(await tables(), file);
  await expect(text).toMatchFileSnapshot(file);
  expect(text).not.toContain(MISSING);
});
