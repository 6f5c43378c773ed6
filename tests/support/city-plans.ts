import type pg from 'pg';

/** A node of EXPLAIN (FORMAT JSON): what of it is read. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

/** What of the schema has a city. */
export interface CityShape {
  /** Tables, their partitions too. */
  tables: ReadonlySet<string>;
  /** Indexes whose first column is the city: of another one the whole is looked through for it. */
  indexes: ReadonlySet<string>;
}

const HOLDS_TO_CITY = /\bcity_id = /;
const PART_OF_BITMAP = /^Bitmap(And|Or| Index Scan)$/;

/** What in a plan looks at rows of a city's table, and no condition of its index says of which city: it grows with all others. Each as `ticket by ticket_pkey`. */
export function scansOfAllCities(node: PlanNode, shape: CityShape): string[] {
  const below = (node.Plans ?? []).flatMap((one) => scansOfAllCities(one, shape));
  const table = node['Relation Name'];
  if (table === undefined || !node['Node Type'].endsWith('Scan') || !shape.tables.has(table)) return below;
  return keepsToOneCity(node, shape) ? below : [`${table} by ${node['Index Name'] ?? node['Node Type']}`, ...below];
}

/** Of bitmaps that are joined by OR, each brings rows of its own; by AND, one of them is enough. */
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

/** How PostgreSQL would go about a statement for any parameters at all, by indexes wherever there is one. */
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
