import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';

type Statements = string | readonly string[];

export const hashOf = (statements: Statements): string =>
  createHash('sha256')
    .update(JSON.stringify([statements].flat()))
    .digest('hex');

/** Returns the migrations of a folder as `NNNN-name`, sorted by number. */
export const migrationNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.ts$/.test(name))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();

/**
 * Finds migrations that differ from their released form. `released` has the hash of each released migration by its name, sorted by number;
 * the migrations after the released ones may still change. A changed comment in SQL is a difference too, because SQLite keeps comments in
 * the text of the schema, which a kiosk compares with the migrations.
 */
export function findEdited(
  migrations: readonly Statements[],
  names: readonly string[],
  released: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(released).flatMap(([name, hash], at) => {
    const statements = migrations[at];
    if (names[at] !== name || statements === undefined) return [`${name} is not in its place any more`];
    return hashOf(statements) === hash ? [] : [`${name} is not as it was released: write another migration`];
  });
}
