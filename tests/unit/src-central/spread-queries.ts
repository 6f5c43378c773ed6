import { nodesOf, statementsOf } from './city-queries.ts';

type Node = Record<string, unknown>;

/**
 * Functions in our statements that PostgreSQL declares IMMUTABLE, as Citus requires where rows change. GREATEST, LEAST, COALESCE and CASE
 * are not functions.
 */
const IMMUTABLE = new Set(['unnest', 'max']);
/** Types whose value depends on the session's time zone. */
const TIME = /^(date|time|timetz|timestamp|timestamptz|interval)$/;

const lastWord = (names: unknown): string => String(nodesOf(names, 'String').at(-1)?.sval);
const namesIn = (root: unknown, tag: string, part: string): string[] =>
  nodesOf(root, tag).map((node) => lastWord(node[part]));

/** The parts of a statement that change existing rows or choose them: all of UPDATE and DELETE, and the conflict clause of INSERT. */
function changesIn(statement: Node): unknown[] {
  return [
    ...nodesOf(statement, 'UpdateStmt'),
    ...nodesOf(statement, 'DeleteStmt'),
    ...nodesOf(statement, 'onConflictClause'),
  ];
}

function wrongInChange(change: unknown): string[] {
  const functions = namesIn(change, 'FuncCall', 'funcname').filter((name) => !IMMUTABLE.has(name));
  const clocks = nodesOf(change, 'SQLValueFunction').map(({ op }) => String(op));
  const casts = nodesOf(change, 'TypeCast');
  const ofColumns = casts.filter(
    ({ arg, typeName }) => nodesOf(arg, 'ColumnRef').length > 0 && TIME.test(lastWord(Object(typeName).names)),
  );
  const intervals = casts.filter(({ typeName }) => lastWord(Object(typeName).names) === 'interval');
  const targets = nodesOf(change, 'ResTarget').map(({ name }) => name);
  return [
    ...[...functions, ...clocks].map((name) => `${name} is asked while rows change`),
    ...(ofColumns.length > 0 || intervals.length > 0 ? ['time is reckoned while rows change'] : []),
    ...(targets.includes('city_id') ? ['a row gets another city'] : []),
  ];
}

/**
 * The parts of a statement that a PostgreSQL spread by city, such as Citus, refuses even if the statement keeps to one city. Statements
 * that read several cities are found by `findUnboundTables`. Empty: none.
 */
export function findUnspreadable(sql: string): string[] {
  return statementsOf(sql).flatMap((statement) => {
    const withs = nodesOf(statement, 'withClause');
    return [
      ...(withs.some(({ recursive }) => recursive === true) ? ['it is recursive'] : []),
      ...(withs.some((clause) => changesIn(clause).length + nodesOf(clause, 'InsertStmt').length > 0)
        ? ['a WITH changes rows']
        : []),
      ...changesIn(statement).flatMap(wrongInChange),
    ];
  });
}
