import type pg from 'pg';
import type { Database, Queries } from '../../src-central/database/database.ts';

/** A statement as it was asked last, and with what. */
export type Recorded = Map<string, readonly unknown[]>;

/** The same database; what it is asked is kept in `recorded`. */
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
  /** The fastest of several runs. */
  ms: number;
  /**
   * Pages of 8 kB that it looks at where it goes by indexes, the same whatever else the machine does. The planner goes otherwise only where it
   * reckons that to be cheaper, so this bounds what is to come: a small table is read whole until it has grown.
   */
  pages: number;
  /** How it finds its rows, from the top: `ModifyTable 224, Index Scan by appointment_pkey 224`, with the pages of each and what is below. */
  plan: string;
}

const RUNS = 3;

interface Plan {
  'Execution Time': number;
  Plan: Node;
}

interface Node {
  'Node Type': string;
  'Index Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

const pagesOf = (node: Node): number => node['Shared Hit Blocks'] + node['Shared Read Blocks'];

function inWords(node: Node): string {
  const index = node['Index Name'] === undefined ? '' : ` by ${node['Index Name']}`;
  return [`${node['Node Type']}${index} ${pagesOf(node)}`, ...(node.Plans ?? []).map(inWords)].join(', ');
}

/** What each of these costs by EXPLAIN (ANALYZE), undone afterwards; those that the database refuses a second time are left out. */
export async function costsOf(client: pg.Client, recorded: Recorded): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost>();
  for (const [sql, parameters] of recorded) {
    const cost = await costOf(client, sql, parameters);
    if (cost !== null) costs.set(sql, cost);
  }
  return costs;
}

async function costOf(client: pg.Client, sql: string, parameters: readonly unknown[]): Promise<Cost | null> {
  const byIndexes = await explain(client, sql, parameters, BY_INDEXES);
  if (byIndexes === null) return null;
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const plan = await explain(client, sql, parameters, AS_IT_IS);
    if (plan) times.push(plan['Execution Time']);
  }
  return { ms: Math.min(...times), pages: pagesOf(byIndexes.Plan), plan: inWords(byIndexes.Plan) };
}

const AS_IT_IS = 'BEGIN';
const BY_INDEXES = 'BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off';

async function explain(
  client: pg.Client,
  sql: string,
  parameters: readonly unknown[],
  begin: string,
): Promise<Plan | null> {
  await client.query(begin);
  try {
    const text = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`;
    const { rows } = await client.query<{ 'QUERY PLAN': Plan[] }>({ text, values: [...parameters] });
    return rows[0]?.['QUERY PLAN'][0] ?? null;
  } catch {
    // A row that is there already, a statement that is none to be explained.
    return null;
  } finally {
    await client.query('ROLLBACK');
  }
}
