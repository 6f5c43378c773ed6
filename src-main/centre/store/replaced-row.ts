import type Database from 'better-sqlite3';
import { z } from 'zod';
import { KioskId } from '../../contract/shared/ids.ts';
import type { ReplacedKiosk } from '../ports/centre-memory.ts';

interface Row {
  kiosk_id: string;
  slot: number;
  name: string;
  incarnation: string;
  last_heard_ms: number | null;
  acknowledged: string;
  sent: number | null;
}

const Acknowledged = z.array(z.object({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() }));

/** The single row about the kiosk this one replaced. Throws disk errors. */
export interface ReplacedRow {
  read(): ReplacedKiosk | null;
  keep(old: ReplacedKiosk | null): void;
  sent(events: number): void;
}

export function openReplacedRow(database: Database.Database): ReplacedRow {
  const read = database.prepare<[], Row>('SELECT * FROM replaced_kiosk');
  const clear = database.prepare('DELETE FROM replaced_kiosk');
  const insert = database.prepare(
    `INSERT INTO replaced_kiosk (id, kiosk_id, slot, name, incarnation, last_heard_ms, acknowledged, sent)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const sent = database.prepare('UPDATE replaced_kiosk SET sent = ?');
  return {
    read() {
      const row = read.get();
      if (!row) return null;
      const acknowledged = Acknowledged.safeParse(JSON.parse(row.acknowledged));
      return {
        kioskId: KioskId.parse(row.kiosk_id),
        slot: row.slot,
        name: row.name,
        incarnation: row.incarnation,
        lastHeardMs: row.last_heard_ms,
        acknowledged: acknowledged.success ? acknowledged.data : [],
        sent: row.sent,
      };
    },
    keep(old) {
      clear.run();
      if (old === null) return;
      const { kioskId, slot, name, incarnation, lastHeardMs, acknowledged } = old;
      insert.run(kioskId, slot, name, incarnation, lastHeardMs, JSON.stringify(acknowledged), old.sent);
    },
    sent: (events) => void sent.run(events),
  };
}
