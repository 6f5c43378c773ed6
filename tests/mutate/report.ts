import type { Mutant } from './mutants.ts';

/** Percent of the mutants that the tests must notice. */
export const LEAST_SCORE = 85;

/** The kind of mistake that a mutant represents, by Stryker's name of the change. */
const FAMILIES: Readonly<Record<string, string>> = {
  EqualityOperator: 'bounds',
  ArithmeticOperator: 'bounds',
  UpdateOperator: 'bounds',
  UnaryOperator: 'bounds',
  ConditionalExpression: 'conditionals',
  LogicalOperator: 'conditionals',
  BooleanLiteral: 'conditionals',
  OptionalChaining: 'conditionals',
  BlockStatement: 'removed statements',
  ArrowFunction: 'removed statements',
  MethodExpression: 'other calls',
  AssignmentOperator: 'other assignments',
  StringLiteral: 'strings',
  Regex: 'strings',
  ArrayDeclaration: 'values',
  ObjectLiteral: 'values',
};

const SHOWN = 90;

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
};

const count = (mutants: readonly Mutant[], result: Mutant['result']): number =>
  mutants.filter((mutant) => mutant.result === result).length;

/** Percent of the mutants that were noticed, without `void` mutants; 100 if only `void` mutants are left. */
export function scoreOf(mutants: readonly Mutant[]): number {
  const noticed = count(mutants, 'noticed');
  const all = mutants.length - count(mutants, 'void');
  return all === 0 ? 100 : (100 * noticed) / all;
}

function summary(name: string, mutants: readonly Mutant[]): string {
  const [survived, unreached] = [count(mutants, 'survived'), count(mutants, 'unreached')];
  const noticed = count(mutants, 'noticed');
  return `${name}: ${scoreOf(mutants).toFixed(1)} % noticed (${noticed} noticed, ${survived} survived, ${unreached} unreached)`;
}

/** The report's lines: the missed mutants by family, then one line for each file and one for all files. */
export function linesOf(mutants: readonly Mutant[]): string[] {
  const missed = mutants.filter(({ result }) => result === 'survived' || result === 'unreached');
  const byFamily = Map.groupBy(missed, ({ mutator }) => FAMILIES[mutator] ?? mutator);
  const byFile = Map.groupBy(mutants, ({ file }) => file);
  return [
    ...[...byFamily].flatMap(([family, ones]) => [
      `${family}: ${ones.length}`,
      ...ones.map(({ file, line, result, was, is }) => `  ${file}:${line} ${result}: ${short(was)}  →  ${short(is)}`),
    ]),
    ...[...byFile].map(([file, ones]) => summary(file, ones)),
    ...(byFile.size > 1 ? [summary('all', mutants)] : []),
  ];
}
