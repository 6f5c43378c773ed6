import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from 'libpg-query';
import pg from 'pg';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { MIGRATIONS } from '../../../src-central/database/migrations/index.ts';
import { cityShapeOf, planForAny, scansOfAllCities } from '../../support/city-plans.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import * as TEXTS from './all-queries.ts';
import { findMemory, findUnboundTables, findWideExists, nodesOf, statementsOf } from './city-queries.ts';
import { findUnspreadable } from './spread-queries.ts';

const room = join(repositoryRoot, 'src-central');
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
const migrations = MIGRATIONS.flat();
const queries = Object.entries(TEXTS).flatMap(([name, value]) => textsIn(value).map((sql) => ({ name, sql })));

beforeAll(() => loadModule());

const columnsOf = (table: { tableElts?: unknown }): string[] =>
  nodesOf(table.tableElts, 'ColumnDef').map(({ colname }) => String(colname));
const tables = () => migrations.flatMap((sql) => nodesOf(statementsOf(sql), 'CreateStmt'));
const nameOf = ({ relation }: Record<string, unknown>): string => String((relation as { relname: unknown }).relname);
const cityTables = () =>
  // A table made LIKE another has the columns of that table, so also `city_id`.
  new Set(
    tables()
      .filter((table) => columnsOf(table).includes('city_id') || nodesOf(table, 'TableLikeClause').length > 0)
      .map(nameOf),
  );

describe('the centre’s queries', () => {
  it('are all in constants that this test reads', () => {
    const texts = sources.map((name) => ({ name, source: readFileSync(join(room, name), 'utf8') }));
    const literal = /\bquery(<[^;]*?>)?\(\s*[`'"](?!BEGIN|COMMIT|ROLLBACK)/;
    expect(texts.filter(({ source }) => literal.test(source)).map(({ name }) => name)).toEqual([]);
    const words = /[`'"]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s/;
    const constants = texts
      .filter(({ name, source }) => !name.includes('migrations') && words.test(source))
      .flatMap(({ name, source }) =>
        [...source.matchAll(/^export const ([A-Z_]+) = \{/gm)].map((match) => match[1] ?? name),
      );
    expect(constants.sort()).toEqual(Object.keys(TEXTS).sort());
  });

  it('bind each of their tables to the given city, so that tables can be spread by city', () => {
    const known = cityTables();
    expect(known.size).toBeGreaterThan(15);
    const ofOne = queries.filter(({ sql }) => sql !== TEXTS.OFFICE_WATCH.changedOfMany);
    for (const { name, sql } of ofOne) expect(findUnboundTables(sql, known), `${name}: ${sql}`).toEqual([]);
  });

  it('include one query that reads offices of several given cities, and changes nothing', () => {
    const sql = TEXTS.OFFICE_WATCH.changedOfMany;
    expect(findUnboundTables(sql, cityTables())).toEqual(['office is held to no city']);
    expect(statementsOf(sql).map((statement) => Object.keys(statement))).toEqual([['SelectStmt']]);
    expect(sql).toContain('FROM office WHERE city_id = ANY ($1::text[]) AND');
  });

  it('name the city in each EXISTS, so that none reads the rows of all cities', () => {
    const known = cityTables();
    const wide = queries.flatMap(({ name, sql }) => findWideExists(sql, known).map((words) => `${name}: ${words}`));
    expect(wide).toEqual([]);
  });

  it('can all run in a database spread by city', () => {
    const wrong = queries.flatMap(({ name, sql }) => findUnspreadable(sql).map((words) => `${name}: ${words}: ${sql}`));
    expect(wrong).toEqual([]);
  });

  it('rely on nothing that a connection or one machine would have to remember', () => {
    for (const sql of [...queries.map((query) => query.sql), ...migrations]) expect(findMemory(sql), sql).toEqual([]);
  });

  it('only add to the audit and count it up, and change or remove rows only when their retention ends', () => {
    const isAudit = (node: Record<string, unknown>) => /^(audit|technician_action)$/.test(nameOf(node));
    const ofAudit = (tag: string) =>
      queries.flatMap(({ name, sql }) =>
        nodesOf(statementsOf(sql), tag)
          .filter(isAudit)
          .map((node) => ({ name, node })),
      );
    const ends = [...ofAudit('UpdateStmt'), ...ofAudit('DeleteStmt')].map(({ name }) => name);
    expect(ends.filter((name) => name !== 'DUE_ROWS')).toEqual([]);
    const inserts = ofAudit('InsertStmt');
    expect(inserts).toHaveLength(3);
    for (const { name, node } of inserts) {
      const changed = nodesOf(nodesOf(node, 'onConflictClause'), 'ResTarget')
        .map((target) => target.name)
        .filter((column) => column !== undefined);
      expect(['times', 'last_at'], name).toEqual(expect.arrayContaining(changed));
    }
  });

  it('use tables that `operation/spread.sql` spreads by city, each after those it refers to', () => {
    const text = readFileSync(join(room, 'operation', 'spread.sql'), 'utf8');
    const named = (call: RegExp) => [...text.matchAll(call)].map(([, table = '']) => table);
    const spread = named(/create_distributed_table\('(\w+)', 'city_id'\)/g);
    const own = tables().filter((table) => nodesOf(table, 'partbound').length === 0 && table.partbound === undefined);
    const ofCities = cityTables();
    const names = own.map(nameOf);
    expect([...spread].sort()).toEqual(names.filter((name) => ofCities.has(name)).sort());
    expect(named(/create_reference_table\('(\w+)'\)/g).sort()).toEqual(
      [...names.filter((name) => !ofCities.has(name)), 'schema_version'].sort(),
    );
    for (const table of own)
      for (const { pktable, fk_attrs, pk_attrs } of nodesOf(table, 'Constraint').filter(
        ({ contype }) => contype === 'CONSTR_FOREIGN',
      )) {
        const other = String((pktable as { relname: unknown }).relname);
        expect(spread.indexOf(other), `${nameOf(table)} refers to ${other}`).toBeLessThan(
          spread.indexOf(nameOf(table)),
        );
        for (const columns of [fk_attrs, pk_attrs]) expect(nodesOf(columns, 'String')[0]?.sval).toBe('city_id');
      }
  });

  it('have keys and indexes that begin with the city', () => {
    for (const table of tables().filter((table) => columnsOf(table).includes('city_id'))) {
      const keys = nodesOf(table, 'Constraint').filter(
        ({ contype }) => contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE',
      );
      expect(keys.length, nameOf(table)).toBeGreaterThan(0);
      for (const { keys: columns } of keys)
        expect(JSON.stringify(columns), nameOf(table)).toMatch(/^\[\{"String":\{"sval":"city_id"/);
    }
    const indexes = migrations.flatMap((sql) => nodesOf(statementsOf(sql), 'IndexStmt'));
    expect(indexes.length).toBeGreaterThan(0);
    for (const { idxname, indexParams } of indexes)
      expect(nodesOf(indexParams, 'IndexElem')[0]?.name, String(idxname)).toBe('city_id');
  });
});

describe('the check of queries', () => {
  it.each([
    ['SELECT pg_advisory_xact_lock(1)', 'pg_advisory_xact_lock'],
    ["SELECT nextval('a')", 'nextval'],
    ['NOTIFY hints', 'NotifyStmt'],
    ['SET search_path = a', 'VariableSetStmt'],
    ['CREATE TABLE a (b bigserial)', 'bigserial'],
    ['CREATE TEMP TABLE a (b int)', 'temporary table'],
    ['CREATE TABLE a (b int GENERATED ALWAYS AS IDENTITY)', 'CONSTR_IDENTITY'],
  ])('finds what a connection would remember in %s', (sql, found) => {
    expect(findMemory(sql)).toEqual([found]);
  });

  it('allows a setting that ends with its transaction', () => {
    expect(findMemory('SET LOCAL lock_timeout = 0')).toEqual([]);
  });

  const known = new Set(['event', 'ticket']);
  it.each([
    ['SELECT seq FROM event', 'event is held to no city'],
    ["SELECT seq FROM event WHERE city_id = ANY ('{a,b}')", 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id = ANY ($1)', 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id = $1 OR seq = 1', 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id <> $1 AND kiosk_id = $2', 'event is held to no city'],
    [
      'SELECT 1 FROM event JOIN ticket ON ticket.kiosk_id = event.kiosk_id WHERE event.city_id = $1',
      'ticket is held to no city',
    ],
    ['SELECT 1 WHERE EXISTS (SELECT 1 FROM ticket)', 'ticket is held to no city'],
    [
      'SELECT (SELECT max(number) FROM ticket WHERE ticket.kiosk_id = event.kiosk_id) FROM event WHERE city_id = $1',
      'ticket is held to no city',
    ],
    ['UPDATE ticket SET number = 1 WHERE ticket_id = $1', 'ticket is held to no city'],
    ['DELETE FROM ticket', 'ticket is held to no city'],
    ["INSERT INTO ticket (city_id, number) VALUES ('x', 1)", 'ticket gets a row of no given city'],
    ['INSERT INTO ticket (number) SELECT $1', 'ticket gets a row of no given city'],
    [
      'INSERT INTO ticket (city_id) VALUES ($1) ON CONFLICT DO NOTHING',
      'ticket does not name what its conflict is about',
    ],
    ['WITH mine AS (SELECT * FROM event) SELECT 1 FROM mine', 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id = $1 UNION ALL SELECT number FROM ticket', 'ticket is held to no city'],
    ['SELECT seq FROM event EXCEPT SELECT number FROM ticket WHERE city_id = $1', 'event is held to no city'],
    [
      'SELECT 1 FROM (SELECT 1 UNION SELECT 2 UNION SELECT number FROM ticket) AS item WHERE true',
      'ticket is held to no city',
    ],
    ['INSERT INTO ticket (city_id) SELECT $1 FROM event UNION SELECT $1', 'event is held to no city'],
    ["INSERT INTO ticket (city_id) SELECT $1 UNION SELECT 'x'", 'ticket gets a row of no given city'],
  ])('finds what is wrong in %s', (sql, wrong) => {
    expect(findUnboundTables(sql, known)).toEqual([wrong]);
  });

  it('finds an EXISTS that only the outer row binds to a city', () => {
    const among = (inside: string) =>
      `SELECT EXISTS (SELECT 1 FROM ticket AS t WHERE ${inside}) FROM event AS e WHERE e.city_id = $1`;
    expect(findWideExists(among('t.city_id = e.city_id'), known)).toEqual(['t is held to no city']);
    expect(findWideExists(among('t.city_id = $1 AND t.kiosk_id = e.kiosk_id'), known)).toEqual([]);
  });

  it('follows joins and outer queries', () => {
    const good = [
      'SELECT 1 FROM event AS e JOIN ticket AS t ON t.city_id = e.city_id WHERE e.city_id = $1',
      'SELECT seq FROM event WHERE city_id = $1 UNION SELECT number FROM ticket WHERE city_id = $1',
      'SELECT (SELECT max(t.number) FROM ticket AS t WHERE t.city_id = e.city_id) FROM event AS e WHERE e.city_id = $1',
      'INSERT INTO ticket (city_id, number) SELECT $1, item.n FROM unnest($2::int[]) AS item (n) ON CONFLICT (city_id, number) DO NOTHING',
    ];
    for (const sql of good) expect(findUnboundTables(sql, known), sql).toEqual([]);
  });
});

describe('PostgreSQL’s plans for the centre’s queries', () => {
  const postgres = sharedPostgres();

  async function scansOf(statements: readonly { name: string; sql: string }[], before = ''): Promise<string[]> {
    const client = new pg.Client({ connectionString: await postgres.newDatabase() });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(before);
    const known = await cityShapeOf(client);
    const found: string[] = [];
    for (const { name, sql } of statements)
      for (const scan of scansOfAllCities(await planForAny(client, sql), known)) found.push(`${name}: ${scan}: ${sql}`);
    return found;
  }

  it('use index conditions that name the city, and none reads rows of other cities', async () => {
    const planned = queries.filter(({ sql }) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(sql));
    expect(planned.length).toBeGreaterThan(150);
    expect(await scansOf(planned)).toEqual([]);
  });

  it('are found if they read the rows of all cities', async () => {
    const wide = [
      'SELECT number FROM ticket WHERE ticket_id = $1::uuid',
      "SELECT number FROM ticket WHERE city_id || '' = $1",
      'SELECT 1 FROM kiosk JOIN ticket ON ticket.kiosk_id = kiosk.kiosk_id WHERE kiosk.city_id = $1',
      // PostgreSQL reads this table by two indexes, of which only one is limited to the city.
      'SELECT 1 FROM ticket WHERE (city_id = $1 AND ticket_id = $2::uuid) OR number = $3::int',
    ].map((sql) => ({ name: 'wide', sql }));
    const found = await scansOf(wide, 'CREATE INDEX by_number ON ticket (number)');
    expect(found.map((words) => /^wide: ticket by [^:]+: (.*)$/.exec(words)?.[1])).toEqual(wide.map(({ sql }) => sql));
  });
});

describe('a statement that a spread database refuses', () => {
  it.each([
    ['WITH RECURSIVE run (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM run) SELECT n FROM run', 'it is recursive'],
    ['WITH gone AS (DELETE FROM ticket WHERE city_id = $1 RETURNING 1) SELECT 1 FROM gone', 'a WITH changes rows'],
    ['UPDATE office SET changed_at = now() WHERE city_id = $1', 'now is asked while rows change'],
    [
      'UPDATE office SET changed_at = current_timestamp WHERE city_id = $1',
      'SVFOP_CURRENT_TIMESTAMP is asked while rows change',
    ],
    ['UPDATE office SET id = gen_random_uuid() WHERE city_id = $1', 'gen_random_uuid is asked while rows change'],
    [
      "UPDATE office SET changed_at = changed_at + interval '1 day' WHERE city_id = $1",
      'time is reckoned while rows change',
    ],
    ['DELETE FROM event WHERE city_id = $1 AND received_at::date < $2', 'time is reckoned while rows change'],
    ['UPDATE office SET city_id = $2 WHERE city_id = $1', 'a row gets another city'],
    [
      'INSERT INTO office (city_id) VALUES ($1) ON CONFLICT (city_id) DO UPDATE SET changed_at = clock_timestamp()',
      'clock_timestamp is asked while rows change',
    ],
  ])('is found in %s', (sql, wrong) => {
    expect(findUnspreadable(sql)).toEqual([wrong]);
  });

  it('is in none of the program’s queries', () => {
    for (const sql of [
      'UPDATE office SET changed_at = greatest($2::timestamptz, changed_at), n = n + 1 WHERE city_id = $1',
      'INSERT INTO office (city_id, since) SELECT $1, * FROM unnest($2::timestamptz[]) ON CONFLICT (city_id) DO NOTHING',
    ])
      expect(findUnspreadable(sql), sql).toEqual([]);
  });
});
