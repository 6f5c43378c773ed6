import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HUB_PATHS, PairingBegun } from '../../../src-main/contract/hub/pairing.ts';
import type { TicketRecord } from '../../../src-main/contract/kiosk/kiosk-api.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { createHubBrowser, freePort, officeWithDesks } from '../../support/office-hub.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

test('as soon as a desk calls, the centre has how many are before each number that waits, and before no other', {
  timeout: 60_000,
}, async () => {
  // The kiosk goes by the centre's time, which must not stand still here.
  const centre = await startTestCentre(await postgres.newDatabase(), {
    clock: {
      get ms() {
        return Date.now();
      },
    },
  });
  const port = await freePort();
  const profile = officeWithDesks(temporaryFolder(), port);
  const office = JSON.parse(readFileSync(profile, 'utf8')) as { ticket: object };
  const followed = { ...office, ticket: { ...office.ticket, followPage: 'https://torn.example/T' } };
  writeFileSync(profile, JSON.stringify(followed));
  const { core, data } = await pairedCore(centre, { profile, deviceRoot: temporaryFolder() });
  onTestFinished(() => core.close());
  await centreWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  const asked = <Method extends Parameters<typeof core.call>[0]>(
    method: Method,
    params: Parameters<typeof core.call<Method>>[1],
  ): unknown => {
    const answer = core.call(method, params);
    if (!answer.ok) throw new Error(answer.error.kind);
    return answer.value;
  };
  const [, second, third] = Array.from({ length: 3 }, () => {
    const order = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' as const };
    return asked('takeTicket', order) as TicketRecord;
  });
  const desk = createHubBrowser(port, readFileSync(join(data, 'hub-certificate.pem'), 'utf8'));
  const { code, claim } = PairingBegun.parse((await desk.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  asked('pairBrowser', { code, deskId: 'taula-1' });
  await desk.post(HUB_PATHS.claimPairing, { claim });
  const stated = async () => {
    const rows = await centre.database.query<{ tickets: object }>('SELECT tickets FROM queue_statement');
    return rows[0]?.tickets ?? null;
  };
  expect(await stated()).toBeNull();
  await desk.order({ kind: 'call-next' });
  const { waiting } = await desk.view();
  expect(waiting).toContainEqual(expect.objectContaining({ count: 2, comer: { waiting: 2, minutes: null } }));
  while ((await stated()) === null) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await stated()).toEqual({
    [second?.ticketId ?? '']: { waiting: 0, minutes: null },
    [third?.ticketId ?? '']: { waiting: 1, minutes: null },
  });
});
