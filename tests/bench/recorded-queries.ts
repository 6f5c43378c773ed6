import type pg from 'pg';
import type { Database, Queries } from '../../src-central/database/database.ts';
import { cityShapeOf, type PlanNode, scansOfAllCities } from '../support/city-plans.ts';

/** Statements, each with the parameters of its last run. */
export type Recorded = Map<string, readonly unknown[]>;

/** Wraps a database so that its statements are added to `recorded`. */
export function recording(database: Database, recorded: Recorded): Database {
  const kept = (queries: Queries): Queries => ({
    query: (sql, parameters = []) => {
      recorded.set(sql, parameters);
      return queries.query(sql, parameters);
    },
  });
  return {
    ...database,
    ...kept(database),
    transaction: (work) => database.transaction((queries) => work(kept(queries))),
  };
}

export interface Cost {
  ms: number;
  /**
   * The rows that the statement reads if PostgreSQL must use indexes: normally it would read a small table whole,
   * because that is cheaper. Unlike `ms`, the machine's other work does not affect this count.
   */
  rows: number;
  /** The plan from the top, with the rows of each scan: `ModifyTable, Index Scan by appointment_pkey 224`. */
  plan: string;
  /** The scans that would read rows of every city, as `scansOfAllCities` reports them. */
  wide: readonly string[];
}

const RUNS = 3;

interface Plan {
  'Execution Time': number;
  Plan: Node;
}

interface Node extends PlanNode {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

/** Scans that read rows of a table. A bitmap index scan reads none: the bitmap heap scan above it does. */
const READS_ROWS = /^(Seq|Index|Index Only|Bitmap Heap) Scan$/;

function rowsAt(node: Node): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return READS_ROWS.test(node['Node Type']) ? (node['Actual Rows'] + removed) * node['Actual Loops'] : 0;
}

const rowsOf = (node: Node): number => rowsAt(node) + (node.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);

function inWords(node: Node): string {
  const index = node['Index Name'] === undefined ? '' : ` by ${node['Index Name']}`;
  const rows = READS_ROWS.test(node['Node Type']) ? ` ${rowsAt(node)}` : '';
  return [`${node['Node Type']}${index}${rows}`, ...(node.Plans ?? []).map(inWords)].join(', ');
}

/**
 * Measures each recorded statement by EXPLAIN (ANALYZE) and undoes its effect. Statements that the database refuses a
 * second time are left out.
 */
export async function costsOf(client: pg.Client, recorded: Recorded): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost>();
  const shape = await cityShapeOf(client);
  for (const [sql, parameters] of recorded) {
    const byIndexes = await explain(client, sql, parameters, BY_INDEXES);
    if (byIndexes === null) continue;
    const wide = scansOfAllCities(byIndexes.Plan, shape);
    const ms = await fastestOf(client, sql, parameters);
    costs.set(sql, { ms, rows: rowsOf(byIndexes.Plan), plan: inWords(byIndexes.Plan), wide });
  }
  return costs;
}

async function fastestOf(client: pg.Client, sql: string, parameters: readonly unknown[]): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const plan = await explain(client, sql, parameters, AS_IT_IS);
    if (plan) times.push(plan['Execution Time']);
  }
  return Math.min(...times);
}

const AS_IT_IS = 'BEGIN';
const BY_INDEXES = 'BEGIN; SET LOCAL enable_seqscan = off';

async function explain(
  client: pg.Client,
  sql: string,
  parameters: readonly unknown[],
  begin: string,
): Promise<Plan | null> {
  await client.query(begin);
  try {
    const text = `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`;
    const { rows } = await client.query<{ 'QUERY PLAN': Plan[] }>({ text, values: [...parameters] });
    return rows[0]?.['QUERY PLAN'][0] ?? null;
  } catch {
    // The statement's row exists already, or the statement cannot be explained.
    return null;
  } finally {
    await client.query('ROLLBACK');
  }
}
