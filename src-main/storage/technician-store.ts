import type Database from 'better-sqlite3';
import type { KeptPin, TechnicianStore } from '../ports/technician.ts';
import { guard } from './guard.ts';

/** The technician's PIN on the store's one connection; each method is one durable statement. Nothing of it is a fact for the journal. */
export function createTechnicianStore(database: Database.Database): TechnicianStore {
  const find = database.prepare<[], KeptPin>('SELECT pin_hash AS hash, failures FROM technician');
  const insert = database.prepare('INSERT INTO technician (id, pin_hash, failures) VALUES (1, ?, 0)');
  const count = database
    .prepare<[], number>('UPDATE technician SET failures = failures + 1 RETURNING failures')
    .pluck();
  const reset = database.prepare('UPDATE technician SET failures = 0');
  const forget = database.prepare('DELETE FROM technician');
  const run = (statement: Database.Statement, ...values: string[]) =>
    guard(() => {
      statement.run(...values);
      return null;
    });

  return {
    pin: () => guard(() => find.get() ?? null),
    keepPin: (hash) => run(insert, hash),
    // `all` runs the statement to its end, so that it is committed when it returns.
    countTry: () => guard(() => count.all()[0] ?? 0),
    forgetTries: () => run(reset),
    forgetPin: () => run(forget),
  };
}
