import type Database from 'better-sqlite3';
import { guard } from '../../storage/guard.ts';
import type { KeptPin, StaffCodeStore, TechnicianStore } from '../ports/technician.ts';
import { createNamedCodeStore, runOn, triesIn } from './named-codes.ts';

export function createTechnicianStore(database: Database.Database): TechnicianStore {
  const find = database.prepare<[], KeptPin>('SELECT pin_hash AS hash, failures FROM technician');
  const insert = database.prepare('INSERT INTO technician (id, pin_hash, failures) VALUES (1, ?, 0)');
  const forget = database.prepare('DELETE FROM technician');
  const openPin = database.prepare('UPDATE named_code_lock SET pin_closed = 0');
  const forgetBoth = database.transaction(() => {
    forget.run();
    openPin.run();
    return null;
  });

  return {
    pin: () => guard(() => find.get() ?? null),
    keepPin: (hash) => runOn(insert, hash),
    ...triesIn(database, 'technician'),
    forgetPin: () => guard(forgetBoth),
    staff: createStaffCodeStore(database),
    named: createNamedCodeStore(database),
  };
}

function createStaffCodeStore(database: Database.Database): StaffCodeStore {
  const find = database.prepare<[], KeptPin>('SELECT code_hash AS hash, failures FROM staff_code');
  const put = database.prepare(
    `INSERT INTO staff_code (id, code_hash, failures) VALUES (1, ?, 0)
     ON CONFLICT (id) DO UPDATE SET code_hash = excluded.code_hash, failures = 0`,
  );
  const forget = database.prepare('DELETE FROM staff_code');
  return {
    code: () => guard(() => find.get() ?? null),
    keepCode: (hash) => runOn(put, hash),
    ...triesIn(database, 'staff_code'),
    forgetCode: () => runOn(forget),
  };
}
