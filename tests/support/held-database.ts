import type { Database, Queries } from '../../src-central/database/database.ts';

export interface HeldDatabase extends Database {
  hold(words: string): void;
  waiting(): number;
  release(): void;
}

export function heldDatabase(database: Database): HeldDatabase {
  let held: { words: string; gate: PromiseWithResolvers<void> } | null = null;
  let waiting = 0;
  const over = (queries: Queries): Queries => ({
    async query(sql, parameters) {
      if (held !== null && sql.includes(held.words)) {
        waiting += 1;
        await held.gate.promise;
        waiting -= 1;
      }
      return queries.query(sql, parameters);
    },
  });
  return {
    ...over(database),
    transaction: (work) => database.transaction((queries) => work(over(queries))),
    close: () => database.close(),
    hold(words) {
      held = { words, gate: Promise.withResolvers() };
    },
    waiting: () => waiting,
    release() {
      held?.gate.resolve();
      held = null;
    },
  };
}
