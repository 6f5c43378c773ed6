import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hubPortOf, writeOfficeWithDesks } from '../../../../build/demonstration/desks.ts';
import { phonePageOf } from '../../../../build/demonstration-centre.ts';
import { OfficeProfile } from '../../../../src-main/contract/shared/office-profile.ts';
import { TicketRecord } from '../../../../src-main/session/contract/kiosk-api.ts';
import { demonstrationOffice, newRequestId, service, startCoreProcess } from '../../../support/core-process.ts';

const read = (file: string) => OfficeProfile.parse(JSON.parse(readFileSync(file, 'utf8')));

test('the demonstration’s office gets two desks and a hub, and an office with desks keeps its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'torn-desks-'));
  const made = read(writeOfficeWithDesks(demonstrationOffice, join(folder, 'data')));
  expect(made.desks.map(({ deskId }) => deskId)).toEqual(['taula-1', 'taula-2']);
  expect(made.hub?.port).toBe(8_443);
  const own = join(folder, 'own.json');
  const desks = [{ deskId: 'sala-2', name: { ca: 'Sala 2' } }];
  writeFileSync(own, JSON.stringify({ ...JSON.parse(readFileSync(demonstrationOffice, 'utf8')), desks }));
  expect(read(writeOfficeWithDesks(own, folder)).desks.map(({ deskId }) => deskId)).toEqual(['sala-2']);
});

test('an office with its own desks gets its hub’s port without an option', () => {
  const folder = mkdtempSync(join(tmpdir(), 'torn-desks-'));
  const office = (name: string, profile: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(profile));
    return join(folder, name);
  };
  const desks = [{ deskId: 'taula-1' }];
  expect(hubPortOf(join(demonstrationOffice, '../oac-dido.json'))).toBe(8_443);
  expect(hubPortOf(office('other-port', { desks, hub: { port: 9_000 } }))).toBe(9_000);
  expect(hubPortOf(office('usual-port', { desks, hub: {} }))).toBe(8_443);
  expect(hubPortOf(office('no-desk', { desks: [], hub: {} }))).toBeNull();
  expect(hubPortOf(demonstrationOffice)).toBeNull();
  expect(hubPortOf(join(folder, 'missing'))).toBeNull();
  expect(hubPortOf(office('null', null))).toBeNull();
});

test('a ticket’s phone page is found by the kiosk’s stored token, and an unknown ticket has none', async () => {
  const data = mkdtempSync(join(tmpdir(), 'torn-phone-'));
  const core = startCoreProcess({ data, profile: withFollowPage(data) });
  const order = { serviceId: service('empadronament'), language: 'ca' } as const;
  const taken = await core.call('takeTicket', { ...order, requestId: newRequestId() });
  await core.stop();
  if (!taken.ok) throw new Error(taken.error.kind);
  const { ticketId, followToken } = TicketRecord.parse(taken.value);
  const centre = { url: 'http://127.0.0.1:8080' };
  expect(phonePageOf(centre, data, ticketId)).toBe(`http://127.0.0.1:8080/t/terrassa/${followToken}`);
  expect(phonePageOf(centre, data, randomUUID())).toBeNull();
});

function withFollowPage(folder: string): string {
  const office = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const file = join(folder, 'office.json');
  writeFileSync(file, JSON.stringify({ ...office, ticket: { ...office.ticket, followPage: 'https://exemple.cat/T' } }));
  return file;
}
