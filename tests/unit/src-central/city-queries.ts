import { parseSync } from 'libpg-query';

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const child = (node: unknown, name: string): Node => (isNode(node) && isNode(node[name]) ? node[name] : {});
const list = (node: unknown, name: string): unknown[] => {
  const value = isNode(node) ? node[name] : undefined;
  return Array.isArray(value) ? value : [];
};
const text = (node: unknown, name: string): string => {
  const value = isNode(node) ? node[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** The statements of an SQL text, as PostgreSQL's own parser returns them: `{ SelectStmt: … }`. */
export const statementsOf = (sql: string): Node[] =>
  list(parseSync(sql), 'stmts').map((statement) => child(statement, 'stmt'));

export function nodesOf(root: unknown, tag: string): Node[] {
  if (Array.isArray(root)) return root.flatMap((item) => nodesOf(item, tag));
  if (!isNode(root)) return [];
  return Object.entries(root).flatMap(([name, value]) => [
    ...(name === tag && isNode(value) ? [value] : []),
    ...nodesOf(value, tag),
  ]);
}

const wordsOf = (nodes: unknown[]): string[] => nodes.map((node) => text(child(node, 'String'), 'sval'));

/** `city_id` → `['', 'city_id']`, `event.city_id` → `['event', 'city_id']`. */
function columnOf(node: unknown): [table: string, column: string] | null {
  const words = wordsOf(list(child(node, 'ColumnRef'), 'fields'));
  return words.length === 0 ? null : [words.length > 1 ? (words[0] ?? '') : '', words.at(-1) ?? ''];
}

/** The comparisons that must all hold. A condition under OR or NOT is left out, because it limits nothing. */
function conditionsOf(node: unknown): Node[] {
  const both = child(node, 'BoolExpr');
  if (text(both, 'boolop') === 'AND_EXPR') return list(both, 'args').flatMap(conditionsOf);
  const expression = child(node, 'A_Expr');
  // `city_id = ANY ($1)` binds to no single city, and a database spread by city runs no statement over several cities.
  const isComparison = text(expression, 'kind') === 'AEXPR_OP';
  return isComparison && wordsOf(list(expression, 'name'))[0] === '=' ? [expression] : [];
}

interface Scope {
  /** Table names by alias. */
  tables: Map<string, string>;
  conditions: Node[];
  subqueries: unknown[];
}

function readFrom(item: unknown, scope: Scope): void {
  const range = child(item, 'RangeVar');
  const table = text(range, 'relname');
  if (table !== '') scope.tables.set(text(child(range, 'alias'), 'aliasname') || table, table);
  const join = child(item, 'JoinExpr');
  for (const side of ['larg', 'rarg']) if (isNode(join[side])) readFrom(join[side], scope);
  scope.conditions.push(...conditionsOf(join.quals));
  scope.subqueries.push(join.quals, child(item, 'RangeSubselect').subquery, child(item, 'RangeFunction').functions);
}

/**
 * The faults that a statement would have in a database spread by city. Each city table that it reads must be bound to one city by a
 * parameter, directly or through a join; each row that it writes must get its city from a parameter. Empty: none.
 */
export function findUnboundTables(sql: string, cityTables: ReadonlySet<string>): string[] {
  return statementsOf(sql).flatMap((statement) => findIn(statement, new Set(), cityTables));
}

function findIn(root: unknown, outer: ReadonlySet<string>, cityTables: ReadonlySet<string>): string[] {
  if (Array.isArray(root)) return root.flatMap((item) => findIn(item, outer, cityTables));
  if (!isNode(root)) return [];
  return Object.entries(root).flatMap(([tag, value]) => {
    if (!isNode(value)) return findIn(value, outer, cityTables);
    if (tag === 'InsertStmt')
      return [...findInInsert(value, cityTables), ...findIn({ ...value, relation: null }, outer, cityTables)];
    if (tag === 'SelectStmt' || tag === 'UpdateStmt' || tag === 'DeleteStmt')
      return findInScope(value, outer, cityTables);
    return findIn(value, outer, cityTables);
  });
}

/**
 * The faults of each EXISTS, judged alone. PostgreSQL may read the table of an EXISTS once and look rows up in the result; if only the
 * outer row names the city, it then reads the rows of all cities. Empty: none.
 */
export const findWideExists = (sql: string, cityTables: ReadonlySet<string>): string[] =>
  nodesOf(statementsOf(sql), 'SubLink')
    .filter(({ subLinkType }) => subLinkType === 'EXISTS_SUBLINK')
    .flatMap(({ subselect }) => findInScope(child(subselect, 'SelectStmt'), new Set(), cityTables));

function findInScope(query: Node, outer: ReadonlySet<string>, cityTables: ReadonlySet<string>): string[] {
  const scope: Scope = { tables: new Map(), conditions: conditionsOf(query.whereClause), subqueries: [] };
  for (const item of [...list(query, 'fromClause'), ...list(query, 'usingClause')]) readFrom(item, scope);
  if (isNode(query.relation)) readFrom({ RangeVar: query.relation }, scope);
  const ofCities = [...scope.tables].filter(([, table]) => cityTables.has(table)).map(([alias]) => alias);
  const bound = new Set(outer);
  const bind = (left: unknown, right: unknown): boolean => {
    const [alias, column] = columnOf(left) ?? ['', ''];
    const owner = alias === '' && ofCities.length === 1 ? (ofCities[0] ?? '') : alias;
    if (column !== 'city_id' || owner === '' || bound.has(owner)) return false;
    const [otherAlias, otherColumn] = columnOf(right) ?? ['', ''];
    const isGiven = isNode(child(right, 'ParamRef')) && Object.hasOwn(isNode(right) ? right : {}, 'ParamRef');
    if (!isGiven && !(otherColumn === 'city_id' && bound.has(otherAlias))) return false;
    bound.add(owner);
    return true;
  };
  const pairs = scope.conditions.flatMap(({ lexpr, rexpr }) => [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ]);
  while (pairs.some(([left, right]) => bind(left, right)));
  const wrong = ofCities.filter((alias) => !bound.has(alias)).map((alias) => `${alias} is held to no city`);
  const { relation: _, fromClause: __, usingClause: ___, larg: ____, rarg: _____, ...rest } = query;
  // Both sides of UNION, EXCEPT and INTERSECT are SELECT statements without a tag.
  const sides = [query.larg, query.rarg].filter(isNode);
  return [
    ...wrong,
    ...sides.flatMap((side) => findInScope(side, outer, cityTables)),
    ...findIn([rest, scope.subqueries], bound, cityTables),
  ];
}

function leavesOf(select: Node): Node[] {
  const sides = [select.larg, select.rarg].filter(isNode);
  return sides.length === 0 ? [select] : sides.flatMap(leavesOf);
}

function findInInsert(insert: Node, cityTables: ReadonlySet<string>): string[] {
  const table = text(child(insert, 'relation'), 'relname');
  if (!cityTables.has(table)) return [];
  const columns = list(insert, 'cols').map((column) => text(child(column, 'ResTarget'), 'name'));
  const at = columns.indexOf('city_id');
  const select = child(child(insert, 'selectStmt'), 'SelectStmt');
  const targets = leavesOf(select).flatMap((leaf) => {
    const rows = list(leaf, 'valuesLists').map((row) => list(child(row, 'List'), 'items')[at]);
    return rows.length > 0 ? rows : [child(list(leaf, 'targetList')[at], 'ResTarget').val];
  });
  const isGiven = at >= 0 && targets.every((value) => isNode(value) && Object.hasOwn(value, 'ParamRef'));
  const conflict = list(child(child(insert, 'onConflictClause'), 'infer'), 'indexElems').map((element) =>
    text(child(element, 'IndexElem'), 'name'),
  );
  const isNamed = !isNode(insert.onConflictClause) || conflict[0] === 'city_id';
  return [
    ...(isGiven ? [] : [`${table} gets a row of no given city`]),
    ...(isNamed ? [] : [`${table} does not name what its conflict is about`]),
  ];
}

const REMEMBERING = [
  'ListenStmt',
  'NotifyStmt',
  'PrepareStmt',
  'DeclareCursorStmt',
  'VariableSetStmt',
  'CreateSeqStmt',
  'LockStmt',
];
const REMEMBERING_FUNCTION = /^(pg_advisory|pg_try_advisory|nextval|currval|setval|lastval|pg_notify|set_config)/;

/** Parts of an SQL text that rely on a session, which a pooler does not keep, or on a counter, which a spread database does not share. */
export function findMemory(sql: string): string[] {
  const statements = statementsOf(sql);
  const lastWord = (nodes: unknown): string => String(nodesOf(nodes, 'String').at(-1)?.sval);
  const functions = nodesOf(statements, 'FuncCall').map(({ funcname }) => lastWord(funcname));
  const types = nodesOf(statements, 'typeName').map(({ names }) => lastWord(names));
  return [
    // A setting made for a transaction ends with the transaction.
    ...REMEMBERING.filter((tag) => nodesOf(statements, tag).some((node) => node.is_local !== true)),
    ...functions.filter((name) => REMEMBERING_FUNCTION.test(name)),
    ...types.filter((name) => /serial/.test(name)),
    ...nodesOf(statements, 'relation').flatMap(({ relpersistence }) =>
      relpersistence === 't' ? ['temporary table'] : [],
    ),
    ...nodesOf(statements, 'Constraint').flatMap(({ contype }) => (contype === 'CONSTR_IDENTITY' ? [contype] : [])),
  ];
}
