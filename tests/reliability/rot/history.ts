import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RequestId } from '../../../src-main/contract/shared/ids.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId } from '../../support/core-process.ts';
import type { Image } from '../../support/image-folder.ts';
import type { Base as LaidBase } from '../corrupt/bases.ts';

export interface Base {
  image: Image;
  shown: readonly TicketRecord[];
  /** The database file. All its content is in this file, so it needs no write-ahead log. */
  bytes: Buffer;
  /** The request ids of one in `ASKED_FOR` of the tickets of two months, oldest first. */
  history: readonly RequestId[];
}

const DAY_MS = 86_400_000;
const DAYS = 60;
const TICKETS_A_DAY = 800;
/** One ticket in this many is looked up, which reads most pages of the table and of its index. */
const ASKED_FOR = 40;

/**
 * Adds two months of tickets, so that the database exceeds the 16 MB that better-sqlite3 caches and a core reads from
 * the disk.
 */
export function withHistory({ image, shown }: LaidBase, folder: string): Base {
  const file = join(folder, 'with-history.db');
  writeFileSync(file, image.get('torn.db') ?? Buffer.alloc(0));
  const database = new Database(file);
  const ticket = database.prepare(
    `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms, config_version)
     VALUES (?, ?, 'A', ?, ?, 'empadronament', 'walk-in', 'ca', ?, 1)`,
  );
  const paper = database.prepare(
    `INSERT INTO paper_job (job_id, kind, ticket_no, duplicate, asked_at_ms, state, printer, ended_at_ms)
     VALUES (?, 'ticket', ?, 0, ?, 'printed', 'main', ?)`,
  );
  const history: RequestId[] = [];
  const firstMs = Date.now() - (DAYS + 5) * DAY_MS;
  database.transaction(() => {
    for (let day = 0; day < DAYS; day += 1) {
      const serviceDay = new Date(firstMs + day * DAY_MS).toISOString().slice(0, 10);
      for (let number = 1; number <= TICKETS_A_DAY; number += 1) {
        const ticketId = randomUUID();
        const requestId = newRequestId();
        const atMs = firstMs + day * DAY_MS + number * 60_000;
        const { lastInsertRowid } = ticket.run(ticketId, requestId, serviceDay, number, atMs);
        paper.run(ticketId, lastInsertRowid, atMs, atMs + 900);
        if (number % ASKED_FOR === 0) history.push(requestId);
      }
    }
  })();
  database.close();
  const bytes = readFileSync(file);
  return { image: new Map([...image, ['torn.db', bytes]]), shown, bytes, history };
}
