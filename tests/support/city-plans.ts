import type pg from 'pg';

/** A node of EXPLAIN (FORMAT JSON): what of it is read. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

const HOLDS_TO_CITY = /\bcity_id = /;

/** What in a plan looks at rows of a city's table, and no condition of its index says of which city: it grows with all others. Each as `ticket by ticket_pkey`. */
export function scansOfAllCities(node: PlanNode, cityTables: ReadonlySet<string>): string[] {
  const below = (node.Plans ?? []).flatMap((one) => scansOfAllCities(one, cityTables));
  const table = node['Relation Name'];
  if (table === undefined || !node['Node Type'].endsWith('Scan') || !cityTables.has(table)) return below;
  // A bitmap is made of indexes below it, of which one is enough.
  const conditions = [node, ...(node['Node Type'] === 'Bitmap Heap Scan' ? bitmapsBelow(node) : [])];
  if (conditions.some((one) => HOLDS_TO_CITY.test(one['Index Cond'] ?? ''))) return below;
  return [`${table} by ${node['Index Name'] ?? node['Node Type']}`, ...below];
}

const bitmapsBelow = (node: PlanNode): PlanNode[] =>
  (node.Plans ?? []).flatMap((one) => (one['Node Type'].startsWith('Bitmap') ? [one, ...bitmapsBelow(one)] : []));

/** Every table with a city, its partitions too. */
export async function cityTablesOf(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT c.relname AS table FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'city_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`,
  );
  return new Set(rows.map(({ table }) => table));
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
