import Database from 'better-sqlite3';
import { MIGRATIONS } from './migrations/index.ts';

interface SchemaObject {
  type: string;
  name: string;
  tableName: string;
  /** The statement that made the object; `null` for an automatic index of SQLite. */
  sql: string | null;
}

/** SQLite's own table of counters; `VACUUM INTO` omits it while it is empty. */
const OF_SQLITE = 'sqlite_sequence';

/**
 * The first difference from the schema that the first `version` migrations make; `null` if there is none. Objects and columns that a newer
 * program added are no difference. Only this check finds a rotten letter in the schema's text, which makes every statement fail.
 */
export function findSchemaFault(database: Database.Database, version: number): string | null {
  const found = new Map(schemaOf(database).map((object) => [nameOf(object), object]));
  for (const made of madeBy(version)) {
    const there = found.get(nameOf(made));
    if (!there && made.name === OF_SQLITE) continue;
    if (!there) return `the ${made.type} ${made.name} is missing`;
    if (there.tableName !== made.tableName || !isSameOrLonger(made.sql, there.sql))
      return `the ${made.type} ${made.name} differs from its definition`;
  }
  return null;
}

/**
 * The first table of the migrations that cannot be written and read, for example because of a newer program's additions; `null`: all can.
 */
export function findUnusableTable(database: Database.Database): string | null {
  for (const { type, name } of madeBy(MIGRATIONS.length)) {
    if (type !== 'table' || name === OF_SQLITE) continue;
    try {
      const columns = database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(name);
      const settings = columns.map((column) => `"${column}" = NULL`).join(', ');
      for (const sql of [
        `SELECT * FROM "${name}"`,
        `INSERT INTO "${name}" DEFAULT VALUES`,
        `UPDATE "${name}" SET ${settings}`,
        `DELETE FROM "${name}"`,
      ])
        database.prepare(sql);
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      return `the table ${name} cannot be used: ${error.message}`;
    }
  }
  return null;
}

const nameOf = ({ type, name }: SchemaObject): string => `${type} ${name}`;

const schemaOf = (database: Database.Database): SchemaObject[] =>
  database
    .prepare<[], SchemaObject>('SELECT type, name, tbl_name AS tableName, sql FROM sqlite_schema ORDER BY rowid')
    .all();

const made = new Map<number, readonly SchemaObject[]>();

function madeBy(version: number): readonly SchemaObject[] {
  const known = made.get(version);
  if (known) return known;
  const scratch = new Database(':memory:');
  try {
    for (const sql of MIGRATIONS.slice(0, version)) scratch.exec(sql);
    const objects = schemaOf(scratch);
    made.set(version, objects);
    return objects;
  } finally {
    scratch.close();
  }
}

/** Whether `there` equals `wanted`, or has one more piece in it, as after `ALTER TABLE … ADD COLUMN`. Rot never adds text. */
function isSameOrLonger(wanted: string | null, there: string | null): boolean {
  if (wanted === null || there === null) return wanted === there;
  const [short, long] = [withoutQuotes(wanted), withoutQuotes(there)];
  if (long.length <= short.length) return long === short;
  let before = 0;
  while (before < short.length && short[before] === long[before]) before += 1;
  return long.endsWith(short.slice(before));
}

/** Quotes are ignored, because SQLite's version decides which names it quotes when it renames a table. */
const withoutQuotes = (sql: string): string => sql.replaceAll('"', '');
