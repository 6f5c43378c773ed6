import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { slotOf } from '../../../src-main/domain/numbering.ts';
import { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import type { KioskWithDesks } from '../../support/office-hub.ts';
import { officeOfTwo, pairKiosks } from '../../support/office-of-kiosks.ts';

/**
 * Collects the numbers of an office with two kiosks. `line`: the numbers of the shared sequence; `own`: the numbers that a kiosk took from
 * its own sequence because the other kiosk answered too late.
 */
function ledger() {
  const [line, own]: [number[], number[]] = [[], []];
  const note = (ticket: unknown): void => {
    const { number } = TicketRecord.parse(ticket);
    (slotOf(number) === 1 ? line : own).push(number);
  };
  const give = async (kiosk: KioskWithDesks, wish: object = {}): Promise<void> => {
    const request = {
      requestId: newRequestId(),
      serviceId: service('empadronament'),
      language: 'ca' as const,
      ...wish,
    };
    const answer = await kiosk.core.call('takeTicket', request);
    if (!answer.ok) throw new Error(answer.error.kind);
    note(answer.value);
  };
  return {
    own,
    line,
    give,
    /** Takes tickets until one has a number of the shared sequence. Waits before each new try, because a kiosk was too slow to answer. */
    async giveOfLine(kiosk: KioskWithDesks): Promise<void> {
      const before = line.length;
      for (;;) {
        await give(kiosk);
        if (line.length > before) return;
        await pause(500);
      }
    },
    check(): void {
      expect(line).toEqual([...new Set(line)].toSorted((one, other) => one - other));
      expect(own).toEqual(own.map((_, at) => 400 + at));
    },
  };
}

test('kiosks that hear each other share one line of numbers, and otherwise give their own; no number comes twice after any kill', async () => {
  const office = await officeOfTwo();
  const { one, other } = office;
  await pairKiosks(office);
  const { give, giveOfLine, line, own, check } = ledger();
  for (const kiosk of [one, other, other, one, other]) await giveOfLine(kiosk.kiosk());

  // The citizen touches twice for one ticket while the kiosk asks the other for a number.
  const wish = { requestId: newRequestId() };
  const [lines, owns] = [line.length, own.length];
  await Promise.all([give(other.kiosk(), wish), give(other.kiosk(), wish)]);
  const twice = [...line.splice(lines), ...own.splice(owns)];
  expect([twice.length, new Set(twice).size]).toEqual([2, 1]);
  (slotOf(twice[0] ?? 0) === 1 ? line : own).push(twice[0] ?? 0);

  await one.kill();
  const before = own.length;
  for (let times = 0; times < 2; times += 1) await give(other.kiosk());
  expect(own).toHaveLength(before + 2);
  await one.start();
  for (let times = 0; times < 2; times += 1) await giveOfLine(one.kiosk());

  // The kiosk's own numbers continue from its last one, although its journal also contains numbers of other kiosks.
  await one.kill();
  await other.kill();
  await other.start();
  await give(other.kiosk());
  expect(own).toHaveLength(before + 3);
  await one.start();
  await giveOfLine(other.kiosk());
  await giveOfLine(one.kiosk());
  check();
});

test('if the profile gives each kiosk its own numbers, each kiosk uses them even if it hears the other one', async () => {
  const office = await officeOfTwo({ numbers: 'own' });
  await pairKiosks(office);
  const { give, own } = ledger();
  await give(office.one.kiosk());
  await give(office.other.kiosk());
  expect(own).toEqual([400]);
});
