import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { auditCsv } from '../../../src-central/administration/audit-list.ts';
import { AuditEntries, type AuditEntry } from '../../../src-main/contract/centre/administration.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { staffAt } from '../../support/staff-at-screen.ts';
import { newEvents, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

async function auditOf(centre: TestCentre, query: Record<string, string> = {}): Promise<AuditEntry[]> {
  const path = `${pathOf('listAudit', { cityId: terrassa })}?${new URLSearchParams(query)}`;
  const response = await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${centre.token}` } });
  return AuditEntries.parse(await response.json()).entries;
}

async function csvOf(centre: TestCentre, query: { subject?: string } = {}): Promise<Record<string, string>[]> {
  let text = '';
  for await (const piece of auditCsv(centre.database, terrassa, query)) text += piece;
  return parse(text, { columns: true });
}

test('the audit names the actor of each act at a kiosk, its ticket or service, and the person behind an order', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const { core } = await pairedCore(centre, { deviceRoot: createDeviceTree().root });
  const staff = await staffAt(core);
  const taken = core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  if (!taken.ok) throw new Error(taken.error.kind);
  const { ticketId } = taken.value as TicketRecord;
  await staff.enter();
  staff.does('showStaff', { to: { page: 'staff-service', serviceId: service('empadronament') } });
  staff.does('pauseService', { serviceId: service('empadronament'), reason: 'full' });
  staff.does('showStaff', { to: { page: 'staff-number', typed: 1 } });
  staff.does('voidNumber', { ticketId });
  staff.does('finish', {});
  const { kioskId } = await centreWhen(core, ({ unsent }) => unsent === 0);
  await centre.order('orderKiosk', { kioskId: kioskId ?? '' }, { action: 'resume' });
  core.call('tryCentre', {});
  const found = async () => (await auditOf(centre)).map(({ what, actor }) => `${what} ${actor}`);
  await expect.poll(found).toContain('resume order');
  const entries = await auditOf(centre);
  const by = (what: string) => entries.find((entry) => entry.what === what);
  expect(by('choose-pin')).toMatchObject({ actor: 'no-pin', subject: null });
  expect(by('choose-staff-code')).toMatchObject({ actor: 'technician' });
  expect(by('staff-enter')).toMatchObject({ actor: 'staff' });
  expect(by('staff-pause-service')).toMatchObject({ actor: 'staff', subject: 'empadronament', result: 'done' });
  expect(by('staff-void')).toMatchObject({ actor: 'staff', subject: ticketId, result: 'done' });
  expect(by('resume')).toMatchObject({ actor: 'order', name: 'Montserrat Prova', role: 'administrator' });
  expect(by('confirmEnrolment')).toMatchObject({ actor: 'token', name: 'Montserrat Prova' });

  await centre.order('voidTicket', { ticketId });
  const ofTicket = await auditOf(centre, { subject: ticketId });
  expect(ofTicket.map(({ what, actor }) => `${what} ${actor}`).toSorted()).toEqual([
    'staff-void staff',
    'voidTicket token',
  ]);
  const rows = await csvOf(centre, { subject: ticketId });
  expect(rows.map(({ what, actor, subject }) => [what, actor, subject])).toEqual(
    ofTicket.map(({ what, actor, subject }) => [what, actor, subject]),
  );
});

test('a wrong PIN has the actor not-let-in, and an act of an older kiosk gets its actor from its name', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const acted = (action: string, more: Record<string, unknown> = {}) =>
    make.next('technician-acted', { visitId: '6f1d2f0a-7a3e-4c59-9a58-3a7d2c1b0e02', action, result: 'done', ...more });
  await kiosk.send([
    acted('enter-pin', { result: 'wrong', actor: 'not-let-in' }),
    acted('staff-reprint'),
    acted('forget-pin'),
    acted('run-self-test'),
  ]);
  const actors = Object.fromEntries((await auditOf(centre)).map(({ what, actor }) => [what, actor]));
  expect(actors).toMatchObject({
    'enter-pin': 'not-let-in',
    'staff-reprint': 'staff',
    'forget-pin': 'machine',
    'run-self-test': 'technician',
  });
});

test('the CSV keeps its content in spreadsheets over all pages, and no name is a formula there', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await centre.database.query(
    `INSERT INTO audit (city_id, audit_id, at, token_name, what, detail, result)
      SELECT $1, gen_random_uuid(), now() + number * interval '1 ms', $2, 'listKiosks', '{"a": "b, \\"c\\""}', 'done'
      FROM generate_series(1, 450) AS number`,
    [terrassa, '=HYPERLINK("x")'],
  );
  const rows = await csvOf(centre);
  expect(rows).toHaveLength(450);
  expect(rows[0]).toMatchObject({ name: `'=HYPERLINK("x")`, object: '{"a":"b, \\"c\\""}', actor: 'machine' });
  expect(new Set(rows.map(({ auditId }) => auditId)).size).toBe(450);
});
