import type pg from 'pg';

export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

export interface CityShape {
  tables: ReadonlySet<string>;
  /** Indexes whose first column is the city. A search by any other index reads the entries of all cities. */
  indexes: ReadonlySet<string>;
}

const HOLDS_TO_CITY = /\bcity_id = /;
const PART_OF_BITMAP = /^Bitmap(And|Or| Index Scan)$/;

/**
 * Finds scans of a city table that no index limits to one city, and that therefore grow with every city. Each is reported like `ticket by
 * ticket_pkey`.
 */
export function scansOfAllCities(node: PlanNode, shape: CityShape): string[] {
  const below = (node.Plans ?? []).flatMap((one) => scansOfAllCities(one, shape));
  const table = node['Relation Name'];
  if (table === undefined || !node['Node Type'].endsWith('Scan') || !shape.tables.has(table)) return below;
  return keepsToOneCity(node, shape) ? below : [`${table} by ${node['Index Name'] ?? node['Node Type']}`, ...below];
}

/** Bitmaps joined by OR must all be limited to one city; of bitmaps joined by AND one is enough. */
function keepsToOneCity(node: PlanNode, shape: CityShape): boolean {
  const parts = (node.Plans ?? []).filter((one) => PART_OF_BITMAP.test(one['Node Type']));
  const keeps = (part: PlanNode): boolean => keepsToOneCity(part, shape);
  if (parts.length > 0) return node['Node Type'] === 'BitmapOr' ? parts.every(keeps) : parts.some(keeps);
  return shape.indexes.has(node['Index Name'] ?? '') && HOLDS_TO_CITY.test(node['Index Cond'] ?? '');
}

export async function cityShapeOf(client: pg.Client): Promise<CityShape> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'city_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`,
  );
  const { rows: indexes } = await client.query<{ name: string }>(
    `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0] AND a.attname = 'city_id'
      WHERE i.relnamespace = 'public'::regnamespace`,
  );
  const namesOf = (rows: readonly { name: string }[]) => new Set(rows.map(({ name }) => name));
  return { tables: namesOf(tables), indexes: namesOf(indexes) };
}

/** Returns PostgreSQL's plan for a statement with unknown parameters. Indexes are used wherever possible. */
export async function planForAny(client: pg.Client, sql: string): Promise<PlanNode> {
  await client.query('SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off');
  await client.query(`PREPARE asked AS ${sql}`);
  try {
    const { rows: asked } = await client.query<{ count: number }>(
      "SELECT cardinality(parameter_types) AS count FROM pg_prepared_statements WHERE name = 'asked'",
    );
    const none = Array.from({ length: asked[0]?.count ?? 0 }, () => 'NULL').join(', ');
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `EXPLAIN (FORMAT JSON) EXECUTE asked${none === '' ? '' : `(${none})`}`,
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error(`no plan of ${sql}`);
    return plan;
  } finally {
    await client.query('DEALLOCATE asked');
  }
}
