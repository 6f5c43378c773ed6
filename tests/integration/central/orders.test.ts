import { describe, expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { AuditEntries } from '../../../src-main/contract/centre/administration.ts';
import { GivenOrders, KeptDiagnostics, OrderGiven } from '../../../src-main/contract/centre/orders.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import type { CoreMethod, ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { virtualProfile } from '../../support/printing.ts';
import { startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

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
    centre,
    core,
    data,
    printer,
    params,
    list,
    async orders(action: string, more: Record<string, unknown> = {}) {
      const given = await centre.order('orderKiosk', params, { action, ...more });
      expect(given.status).toBe(201);
      core.call('tryCentre', {});
      return OrderGiven.parse(given.body).orderId;
    },
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

test('a test page ordered at the centre is printed, and the audit says who ordered it and with which result', async () => {
  const { centre, printer, orders, result } = await start();
  const paper = new Promise<readonly string[]>((resolve) => printer.onPaper(({ lines }) => resolve(lines)));
  const orderId = await orders('print-test');
  expect((await paper).join('\n')).toContain('Full de prova');
  expect(await result(orderId)).toBe('done');
  const { entries } = AuditEntries.parse((await centre.order('listAudit', {})).body);
  const ordered = entries.find(({ what }) => what === 'orderKiosk');
  expect(ordered).toMatchObject({ source: 'centre', result: 'done', object: { orderId, action: 'print-test' } });
  expect(entries.find(({ what }) => what === 'print-test')).toMatchObject({
    source: 'kiosk',
    result: 'done',
    tokenId: ordered?.tokenId,
    name: 'Montserrat Prova',
    object: { orderId },
  });
});

test('an order for a test page fails with the state of the printer', async () => {
  const { core, printer, orders, result } = await start();
  await printer.close();
  await core.until(() => core.log.some(({ kind }) => kind === 'printer-unreachable'));
  expect(await result(await orders('print-test'))).toBe('printer-unreachable');
});

test('a kiosk that is paused from the centre gives no tickets in any service until it is resumed', async () => {
  const { core, orders, result } = await start();
  expect(await core.takeTicket()).toBe('printed');
  expect(await result(await orders('pause'))).toBe('done');
  await expect(core.takeTicket()).rejects.toThrow('service-closed');
  expect(await result(await orders('resume'))).toBe('done');
  expect(await core.takeTicket()).toBe('printed');
});

describe('a forgotten PIN', () => {
  const PIN = '271828';
  async function withPin() {
    const place = await start();
    const { centre, core, params } = place;
    const second = await makeToken(centre.database, terrassa, 'Joan Prova', Date.now(), null, { role: 'technician' });
    const touch = <M extends CoreMethod>(method: M, given: Omit<ParamsOf<M>, 'stamp'>) => {
      const { sessionId, stateNo } = core.view();
      return core.call(method, { stamp: { sessionId, stateNo }, ...given } as ParamsOf<M>);
    };
    const stepOfPin = () => {
      const { view } = core.view();
      return view.screen === 'technician-pin' ? view.step : null;
    };
    const entry = () => {
      touch('openTechnician', {});
      const step = stepOfPin();
      touch('finish', {});
      return step;
    };
    touch('openTechnician', {});
    for (const wanted of ['repeat', null]) {
      touch('setPin', { pin: PIN });
      await core.until(() => stepOfPin() === wanted);
    }
    touch('finish', {});
    expect(entry()).toBe('enter');
    const propose = async (more: Record<string, unknown> = {}) => {
      const proposed = await centre.order('proposeOrder', params, { action: 'forget-pin', ...more });
      expect(proposed.status).toBe(201);
      return OrderGiven.parse(proposed.body).orderId;
    };
    const confirm = (orderId: string, token: string) =>
      centre.order('confirmOrder', { ...params, orderId }, undefined, token);
    return { ...place, second, propose, confirm, entry };
  }

  test('is reset once a second person has confirmed the order, and the audit names both', async () => {
    const { centre, list, params, second, propose, confirm, entry, result } = await withPin();
    expect((await centre.order('orderKiosk', params, { action: 'forget-pin' })).problem).toBe('malformed-request');
    const orderId = await propose();
    const { proposals } = GivenOrders.parse((await centre.order('listOrders', params)).body);
    expect(proposals).toMatchObject([{ orderId, action: 'forget-pin', proposedBy: 'Montserrat Prova' }]);
    expect((await confirm(orderId, centre.token)).problem).toBe('needs-another-person');
    const sameName = await makeToken(centre.database, terrassa, 'Montserrat Prova', Date.now(), null, {
      role: 'administrator',
    });
    expect((await confirm(orderId, sameName)).problem).toBe('needs-another-person');
    expect(await list()).toEqual([]);
    expect(entry()).toBe('enter');

    expect((await confirm(orderId, second)).status).toBe(200);
    expect(await result(orderId)).toBe('done');
    expect(entry()).toBe('choose');
    // A repeated confirmation, and one by a third person, send the kiosk no second order.
    expect((await confirm(orderId, second)).status).toBe(200);
    const third = await makeToken(centre.database, terrassa, 'Neus Prova', Date.now(), null, { role: 'technician' });
    expect((await confirm(orderId, third)).problem).toBe('already-decided');
    expect(await list()).toHaveLength(1);
    const { entries } = AuditEntries.parse((await centre.order('listAudit', {})).body);
    const named = (what: string) =>
      entries.filter((one) => one.what === what && one.result === 'done').map(({ name }) => name);
    expect(named('proposeOrder')).toEqual(['Montserrat Prova']);
    expect(named('confirmOrder')).toContain('Joan Prova');
    expect(named('forget-pin')).toEqual(['Montserrat Prova + Joan Prova']);
  });

  test('is not reset by an expired proposal, at another kiosk or with a token of another office', async () => {
    const { centre, params, second, propose, confirm, entry, list } = await withPin();
    const orderId = await propose();
    const other = await centre.enrol(5);
    const elsewhere = await centre.order('confirmOrder', { kioskId: other.kioskId, orderId }, undefined, second);
    expect(elsewhere.problem).toBe('not-found');
    const stranger = await makeToken(centre.database, terrassa, 'Jordi Prova', Date.now(), null, {
      role: 'administrator',
      officeId: OfficeId.parse('oac-districte-2'),
    });
    expect((await confirm(orderId, stranger)).problem).toBe('wrong-office');
    expect((await centre.order('proposeOrder', params, { action: 'restart' })).problem).toBe('malformed-request');
    centre.clock.ms += 15 * 60_000;
    expect((await confirm(orderId, second)).problem).toBe('order-expired');
    expect(await list()).toEqual([]);
    expect(entry()).toBe('enter');
  });
});

test('ordered diagnostics reach the centre, the newest are kept, and they contain no secret', async () => {
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
