import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EventKind } from '../../../../src-main/session/contract/event-catalogue.ts';
import { suspect } from '../../../../src-main/storage/suspicion.ts';
import { newRequestId } from '../../../support/core-process.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { rotFirstEntry } from '../../../support/rotten-entry.ts';
import { type InProcessOffice, initInProcess, openInProcess } from '../../../support/store-in-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const UNTIL_HOUSEKEEPING_MS = 20_000;

async function lived() {
  const data = join(temporaryFolder(), 'data');
  const clock = createManualClock(NOON_MS);
  initInProcess(data, clock);
  const logged: EventKind[] = [];
  const damaged: string[] = [];
  const heard = new Map<EventKind, () => void>();
  function start(): InProcessOffice {
    const opened = must(
      openInProcess({
        data,
        clock,
        onLog(event) {
          logged.push(event);
          heard.get(event)?.();
        },
        onDamaged: (detail) => damaged.push(detail),
      }),
    );
    onTestFinished(() => opened.close());
    return opened;
  }
  const take = (office: InProcessOffice) => office.take({ requestId: newRequestId(), serviceId: 'empadronament' });
  const office = start();
  const tickets = [await take(office), await take(office), await take(office)];
  await office.close();
  logged.length = 0;
  const until = (event: EventKind) =>
    logged.includes(event) ? Promise.resolve() : new Promise<void>((resolve) => heard.set(event, resolve));
  const aside = () => readdirSync(data).filter((name) => name.startsWith('damaged-'));
  return { data, clock, start, take, tickets, logged, damaged, until, aside };
}

test.each([
  'sqlite_autoindex_ticket_1',
  'sqlite_autoindex_ticket_2',
  'sqlite_autoindex_ticket_3',
  'sqlite_autoindex_event_1',
  'sqlite_autoindex_boot_1',
  'sqlite_autoindex_paper_job_1',
  'paper_job_of_ticket',
])('a corrupt entry of %s does not prevent a start, and no ticket is lost', async (index) => {
  const kiosk = await lived();
  rotFirstEntry(kiosk.data, index);
  const office = kiosk.start();
  for (const ticket of kiosk.tickets) {
    if (!ticket.ok) continue;
    const { requestId, label } = ticket.value;
    const first = await office.find(requestId);
    // A request that meets the damage may be refused. The indexes are rebuilt in the next turn of the event loop, so a second request
    // succeeds.
    await new Promise((resolve) => setImmediate(resolve));
    expect(first.ok ? first : await office.find(requestId)).toMatchObject({ ok: true, value: { label } });
  }
  expect(await kiosk.take(office)).toMatchObject({ ok: true, value: { number: 4 } });
});

test('a third failed start in a row rebuilds the database from the journal and keeps the old one, and a sound backup ends the count', async () => {
  const kiosk = await lived();
  for (let starts = 0; starts < 3; starts += 1) suspect(kiosk.data, 'it could not start');
  const office = kiosk.start();
  expect(kiosk.logged).toContain('database-restored');
  expect(kiosk.aside()).toHaveLength(1);
  expect(await kiosk.take(office)).toMatchObject({ ok: true, value: { number: 4 } });
  kiosk.clock.advance(UNTIL_HOUSEKEEPING_MS);
  await kiosk.until('backup-made');
  await office.close();
  expect(readdirSync(kiosk.data)).not.toContain('suspicion');
});

test('one failed start rebuilds nothing', async () => {
  const kiosk = await lived();
  suspect(kiosk.data, 'it could not start');
  await kiosk.start().close();
  expect(kiosk.logged).toContain('store-clean');
  expect(kiosk.aside()).toEqual([]);
});

test('an index that was corrupted while the kiosk was off is mended and logged before the next backup', async () => {
  const kiosk = await lived();
  const office = kiosk.start();
  await office.close();
  rotFirstEntry(kiosk.data, 'paper_job_of_ticket');
  const again = kiosk.start();
  kiosk.clock.advance(UNTIL_HOUSEKEEPING_MS);
  await kiosk.until('backup-made');
  expect(kiosk.logged).toContain('index-mended');
  expect(kiosk.damaged).toEqual([]);
  await again.close();
});
