import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startCoreProcess } from '../../../build/core-process.ts';
import { GivenOrders, OrderGiven } from '../../../src-main/contract/centre/orders.ts';
import { TechnicianCodeMade } from '../../../src-main/contract/centre/technician-codes.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { buildEarlierCore, hasCommit } from '../../support/earlier-core.ts';
import { centreStatusWhen, startPairing } from '../../support/paired-core.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OFFICE, startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

/** The last commit whose kiosk knows neither technicians' codes of named persons nor events about the disk. */
const EARLIER = 'aa53bb81';
const KioskNamed = z.object({ kioskId: z.string() });
const DAY_MS = 86_400_000;

test.skipIf(!hasCommit(EARLIER))(
  'a kiosk of an earlier release keeps working with this centre after named codes were made and withdrawn, and the state of its machine is unknown',
  async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
    await centre.makeOffice(OFFICE);
    const { file, root } = buildEarlierCore(EARLIER);
    const options = {
      file,
      data: join(temporaryFolder(), 'data'),
      profile: join(root, 'config/offices/demonstration.json'),
      args: ['--centre', `${centre.url}/${terrassa}`],
    };
    const run = () => {
      const core = startCoreProcess(options);
      onTestFinished(async () => {
        core.child.kill('SIGKILL');
        await core.ended;
      });
      return core;
    };
    const first = run();
    const { pairing } = await startPairing(first);
    const confirmation = { code: pairing?.code, fingerprint: pairing?.fingerprint, officeId: OFFICE, slot: 1 };
    const confirmed = await centre.order('confirmEnrolment', {}, { ...confirmation, name: 'antic' });
    const { kioskId } = KioskNamed.parse(confirmed.body);
    await first.ended;

    const core = run();
    await centreStatusWhen(core, ({ lastContactMs }) => lastContactMs !== null);
    const order = { name: 'Marta Prova', role: 'technician', officeIds: [OFFICE] };
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const made = await centre.order('makeTechnicianCode', {}, { ...order, until });
    const { codeId } = TechnicianCodeMade.parse(made.body);
    // The kiosk skipped an unknown change without stopping if it still carries out the next order.
    const carriesOut = async () => {
      const ordered = await centre.order('orderKiosk', { kioskId }, { action: 'send-diagnostics' });
      const { orderId } = OrderGiven.parse(ordered.body);
      for (;;) {
        await core.call('tryCentre', {});
        const { orders } = GivenOrders.parse((await centre.order('listOrders', { kioskId })).body);
        const end = orders.find((one) => one.orderId === orderId)?.end;
        if (end) return end.result;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    expect(await carriesOut()).toBe('done');
    expect((await centre.order('withdrawTechnicianCode', { codeId })).status).toBe(204);
    expect(await carriesOut()).toBe('done');
    const asked = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' } as const;
    expect(await core.call('takeTicket', asked)).toMatchObject({ ok: true });
    const { trouble } = await centreStatusWhen(core, ({ lastContactMs }) => lastContactMs !== null);
    expect(trouble).toBeNull();
    expect(await centre.database.query('SELECT 1 FROM kiosk_machine')).toEqual([]);
    expect(core.log()).not.toContain('"level":50');
    await core.stop();
  },
);
