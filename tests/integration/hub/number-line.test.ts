import { expect, test } from 'vitest';
import { TicketRecord } from '../../../src-main/contract/kiosk/kiosk-api.ts';
import { formatLabel } from '../../../src-main/domain/numbering.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import type { KioskWithDesks } from '../../support/office-hub.ts';
import { officeOfTwo, pairKiosks } from '../../support/office-of-kiosks.ts';

const label = (number: number): string => formatLabel('A', number);

/** Tickets of an office of two kiosks, and what must hold of them however busy the machine is: an answer that comes late is a number less, and the kiosk gives its own. */
function ledger() {
  const [line, own]: [string[], string[]] = [[], []];
  const give = async (kiosk: KioskWithDesks): Promise<string> => {
    const { label: given } = await kiosk.giveTicket();
    (given < label(400) ? line : own).push(given);
    return given;
  };
  return {
    own,
    give,
    /** Until one is of the line. */
    async giveOfLine(kiosk: KioskWithDesks): Promise<void> {
      const before = line.length;
      while (line.length === before) await give(kiosk);
    },
    check(): void {
      expect(line).toEqual([...new Set(line)].toSorted());
      expect(own).toEqual(own.map((_, at) => label(400 + at)));
    },
  };
}

test('kiosks that hear each other give one line of numbers; each its own while they do not, and none comes twice whoever is killed when', {
  timeout: 90_000,
}, async () => {
  const office = await officeOfTwo();
  const { one, other } = office;
  await pairKiosks(office);
  const { give, giveOfLine, own, check } = ledger();
  for (const kiosk of [one, other, other, one, other]) await giveOfLine(kiosk.kiosk());

  // Two touches of one wish, while the other kiosk is asked.
  const wish = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' } as const;
  const twice = await Promise.all([1, 2].map(() => other.kiosk().core.call('takeTicket', wish)));
  const labels = twice.map((answer) => (answer.ok ? TicketRecord.parse(answer.value).label : answer.error.kind));
  expect(new Set(labels).size).toBe(1);

  await one.kill();
  const before = own.length;
  for (let times = 0; times < 2; times += 1) await give(other.kiosk());
  expect(own).toHaveLength(before + 2);
  await one.start();
  for (let times = 0; times < 2; times += 1) await giveOfLine(one.kiosk());

  // Its own numbers go on where they were, whatever of others its journal has.
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

test('where an office says so each kiosk gives its own numbers, also to whoever hears the other', {
  timeout: 60_000,
}, async () => {
  const office = await officeOfTwo({ numbers: 'own' });
  await pairKiosks(office);
  const { give, own } = ledger();
  await give(office.one.kiosk());
  await give(office.other.kiosk());
  expect(own).toEqual([label(400)]);
});
