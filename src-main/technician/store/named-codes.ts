import type Database from 'better-sqlite3';
import { CODE_ROLES } from '../../contract/centre/technician-codes.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { guard } from '../../storage/guard.ts';
import type { KeptCode, NamedCodeStore, SealedCode } from '../ports/technician.ts';

export const runOn = (statement: Database.Statement, ...values: string[]): Result<null, StoreFailure> =>
  guard(() => {
    statement.run(...values);
    return null;
  });

/** Counts the wrong tries in the single row of a table. */
export function triesIn(database: Database.Database, table: 'technician' | 'staff_code' | 'named_code_lock') {
  const count = database.prepare<[], number>(`UPDATE ${table} SET failures = failures + 1 RETURNING failures`).pluck();
  const reset = database.prepare(`UPDATE ${table} SET failures = 0`);
  return {
    // `all` runs the statement to its end, so that the change is committed when it returns.
    countTry: () => guard(() => count.all()[0] ?? 0),
    forgetTries: () => runOn(reset),
  };
}

export interface NamedCodeRows {
  /** Replaces the known codes. A code that stays also keeps its count of wrong tries. */
  replace(codes: readonly SealedCode[], nowMs: number): void;
  /** Deletes all codes, so that no code is accepted; does not change whether the PIN is accepted. False: there was no code. */
  drop(): boolean;
  /**
   * Deletes all codes, because the kiosk was enrolled anew or is not enrolled any more: no code is accepted, and the PIN is accepted again.
   */
  clear(): void;
}

/** Writes named persons' codes within the transactions of the centre's memory. Throws disk errors. */
export function openNamedCodeRows(database: Database.Database): NamedCodeRows {
  const put = database.prepare<[string, string, string, number, string]>(
    `INSERT INTO named_code (code_id, role, starts, until_ms, sealed) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (code_id) DO UPDATE SET
       role = excluded.role, starts = excluded.starts, until_ms = excluded.until_ms, sealed = excluded.sealed`,
  );
  const shorten = database.prepare<[number, string]>('UPDATE named_code SET until_ms = ? WHERE code_id = ?');
  const dropOthers = database.prepare<[string]>(
    'DELETE FROM named_code WHERE code_id NOT IN (SELECT value FROM json_each(?))',
  );
  const closePin = database.prepare<[number]>(
    `UPDATE named_code_lock SET pin_closed = 1
     WHERE EXISTS (SELECT 1 FROM named_code WHERE role = 'technician' AND until_ms > ?)`,
  );
  const drop = database.prepare('DELETE FROM named_code');
  const openPin = database.prepare('UPDATE named_code_lock SET failures = 0, pin_closed = 0');
  return {
    replace(codes, nowMs) {
      dropOthers.run(JSON.stringify(codes.map(({ codeId }) => codeId)));
      for (const { codeId, role, starts, untilMs, sealed } of codes)
        if (sealed === null) shorten.run(untilMs, codeId);
        else put.run(codeId, role, starts, untilMs, sealed);
      closePin.run(nowMs);
    },
    drop: () => drop.run().changes > 0,
    clear() {
      drop.run();
      openPin.run();
    },
  };
}

const isKnown = (row: Omit<KeptCode, 'role'> & { role: string }): row is KeptCode =>
  CODE_ROLES.some((one) => one === row.role);

export function createNamedCodeStore(database: Database.Database): NamedCodeStore {
  const all = database.prepare<[], Omit<KeptCode, 'role'> & { role: string }>(
    `SELECT code_id AS codeId, role, starts, until_ms AS untilMs, sealed AS hash, failures FROM named_code ORDER BY code_id`,
  );
  const count = database
    .prepare<[string], number>('UPDATE named_code SET failures = failures + 1 WHERE code_id = ? RETURNING failures')
    .pluck();
  const reset = database.prepare('UPDATE named_code SET failures = 0 WHERE code_id = ?');
  const lock = database.prepare<[], { failures: number; pin_closed: 0 | 1 }>(
    'SELECT failures, pin_closed FROM named_code_lock',
  );
  const ofKiosk = triesIn(database, 'named_code_lock');
  return {
    all: () => guard(() => all.all().filter(isKnown)),
    countTry: (codeId) => guard(() => count.all(codeId)[0] ?? 0),
    forgetTries: (codeId) => runOn(reset, codeId),
    kiosk: () =>
      guard(() => {
        const row = lock.get();
        return { failures: row?.failures ?? 0, isPinClosed: row?.pin_closed === 1 };
      }),
    countKioskTry: ofKiosk.countTry,
    forgetKioskTries: ofKiosk.forgetTries,
  };
}
