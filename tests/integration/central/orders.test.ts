import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { AuditEntries } from '../../../src-main/contract/centre/administration.ts';
import { GivenOrders, KeptDiagnostics, OrderGiven } from '../../../src-main/contract/centre/orders.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { virtualProfile } from '../../support/printing.ts';
import { startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

/** A kiosk with a printer, paired and heard, and a person at the centre who orders it about. */
async function start() {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => printer.close());
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const { core, data } = await pairedCore(centre, {
    deviceRoot: createDeviceTree().root,
    printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port ?? 0 } },
  });
  const { kioskId } = await centreWhen(core, ({ lastContactMs }) => lastContactMs !== null);
  const params = { kioskId: kioskId ?? '' };
  const list = async () => GivenOrders.parse((await centre.order('listOrders', params)).body).orders;
  return {
    ...{ centre, core, data, printer, params, list },
    async orders(action: string, more: Record<string, unknown> = {}) {
      const given = await centre.order('orderKiosk', params, { action, ...more });
      expect(given.status).toBe(201);
      core.call('tryCentre', {});
      return OrderGiven.parse(given.body).orderId;
    },
    /** What became of it, as the centre knows it. */
    async result(orderId: string): Promise<string> {
      for (;;) {
        const found = (await list()).find((order) => order.orderId === orderId)?.end;
        if (found) return found.result;
        core.call('tryCentre', {});
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
  };
}

test('a test that is ordered at the centre comes out of the printer, and the audit says who ordered it and what became of it', async () => {
  const { centre, printer, orders, result } = await start();
  const paper = new Promise<readonly string[]>((resolve) => printer.onPaper(({ lines }) => resolve(lines)));
  const orderId = await orders('print-test');
  expect((await paper).join('\n')).toContain('Full de prova');
  expect(await result(orderId)).toBe('done');
  const { entries } = AuditEntries.parse((await centre.order('listAudit', {})).body);
  const ordered = entries.find(({ what }) => what === 'orderKiosk');
  expect(ordered).toMatchObject({ source: 'centre', result: 'done', object: { orderId, action: 'print-test' } });
  expect(entries.find(({ what }) => what === 'print-test')).toMatchObject({
    ...{ source: 'kiosk', result: 'done', tokenId: ordered?.tokenId, name: 'Montserrat Prova', object: { orderId } },
  });
});

test('a printer that does not print is the reason why a test was not done', async () => {
  const { core, printer, orders, result } = await start();
  await printer.close();
  await core.until(() => core.log.some(({ kind }) => kind === 'printer-unreachable'));
  expect(await result(await orders('print-test'))).toBe('printer-unreachable');
});

test('a kiosk that is paused from the centre gives no turns in any service, until it is resumed', async () => {
  const { core, orders, result } = await start();
  expect(await core.takeTicket()).toBe('printed');
  expect(await result(await orders('pause'))).toBe('done');
  await expect(core.takeTicket()).rejects.toThrow('service-closed');
  expect(await result(await orders('resume'))).toBe('done');
  expect(await core.takeTicket()).toBe('printed');
});

test('diagnostics that are ordered come to the centre, the newest are kept, and hold no secret', async () => {
  const { centre, params, orders, result } = await start();
  expect((await centre.order('readDiagnostics', params)).problem).toBe('not-found');
  await result(await orders('send-diagnostics'));
  const orderId = await orders('send-diagnostics');
  expect(await result(orderId)).toBe('done');
  const kept = KeptDiagnostics.parse((await centre.order('readDiagnostics', params)).body);
  expect(kept.orderId).toBe(orderId);
  const parts = kept.lines.trimEnd().split('\n');
  expect(parts.map((line) => String(JSON.parse(line).part))).toEqual(
    expect.arrayContaining(['versions', 'profile', 'health', 'log']),
  );
  expect(kept.lines).not.toContain(centre.token);
});
