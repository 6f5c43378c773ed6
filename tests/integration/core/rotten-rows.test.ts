import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RequestId } from '../../../src-main/contract/shared/ids.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { EXIT_START_TO_MEND, TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { type CoreProcess, newRequestId, service, startCoreProcess } from '../../support/core-process.ts';
import { openTicketStore } from '../../support/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PAGE_BYTES = 4_096;
/** The type byte of an SQLite page with the rows of a table. */
const TABLE_LEAF = 0x0d;
/** This many tickets of a kilobyte each exceed SQLite's cache, so the first ones are read from the disk again. */
const OLD_TICKETS = 24_000;
const OLD_REQUEST = RequestId.parse('00000001-0000-4000-8000-000000000001');

/** A data folder with tickets of an earlier day, which the journal no longer contains. */
function folderWithOldTickets(): string {
  const data = join(temporaryFolder(), 'data');
  const { opened, close } = openTicketStore(data, createSystemClock());
  opened.database
    .prepare(
      `WITH RECURSIVE old(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM old WHERE n < ?)
       INSERT INTO ticket (ticket_no, ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms, desk_id)
       SELECT n - 1000000, printf('%08x-0000-4000-9000-%012x', n, n), printf('%08x-0000-4000-8000-%012x', n, n), 'A', '2026-01-07', n,
         'empadronament', 'walk-in', 'ca', 1767780000000.0, printf('%1000s', n) FROM old`,
    )
    .run(OLD_TICKETS);
  opened.database
    .prepare(
      `INSERT INTO paper_job (job_id, kind, ticket_no, duplicate, asked_at_ms, state)
       SELECT ticket_id, 'ticket', ticket_no, 0, issued_at_ms, 'printed' FROM ticket WHERE request_id = ?`,
    )
    .run(OLD_REQUEST);
  close();
  return data;
}

/** Damages the page with the first old tickets, so that SQLite cannot read their rows. */
function rotFirstRows(data: string): void {
  const file = join(data, 'torn.db');
  const bytes = readFileSync(file);
  const pages: number[] = [];
  for (let at = bytes.indexOf(OLD_REQUEST); at !== -1; at = bytes.indexOf(OLD_REQUEST, at + 1))
    if (bytes[at - (at % PAGE_BYTES)] === TABLE_LEAF) pages.push(at - (at % PAGE_BYTES));
  expect(pages).toHaveLength(1);
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.from([0x7f]), 0, 1, pages[0] ?? 0);
  closeSync(fd);
}

function start(data: string): CoreProcess {
  const core = startCoreProcess({ data, slot: null });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

async function give(core: CoreProcess): Promise<TicketRecord> {
  const given = await core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca' as const,
  });
  if (!given.ok) throw new Error(given.error.kind);
  return TicketRecord.parse(given.value);
}

test('a kiosk whose rows are damaged while it runs ends with the code for a mending start, which keeps every ticket of the day', async () => {
  const data = folderWithOldTickets();
  const core = start(data);
  await core.waitFor('ready');
  const given = [await give(core), await give(core)];
  rotFirstRows(data);
  expect(await core.call('getTicket', { requestId: OLD_REQUEST })).toMatchObject({
    ok: false,
    error: { kind: 'store-failed' },
  });
  expect(await core.ended).toMatchObject({ code: EXIT_START_TO_MEND });
  expect(core.log()).toContain('store-damaged');

  const mended = start(data);
  await mended.waitFor('ready');
  expect(mended.log()).toContain('database-restored');
  for (const { requestId, label } of given)
    expect(await mended.call('getTicket', { requestId })).toMatchObject({ ok: true, value: { label } });
  expect((await give(mended)).label).toBe('A003');
  await mended.stop();
});
