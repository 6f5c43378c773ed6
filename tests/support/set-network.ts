// Usage: set-network.ts ORDERS: gives these orders one after another to the machine's NetworkManager, as the kiosk does. Prints a line of JSON after each.

import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { openNetworks } from '../../src-main/technician/machine/networks.ts';
import type { Networks } from '../../src-main/technician/ports/machine.ts';

type Order = { address: Parameters<Networks['setAddress']>[1] } | { entry: Parameters<Networks['join']>[2] };

const networks = openNetworks({ folder: '/run/torn', clock: createSystemClock(), log: { event: () => undefined } });
const isDone = (): boolean => {
  const { manager, work } = networks.state();
  return manager !== 'unread' && work !== 'setting' && work !== 'looking';
};
const done = async (): Promise<void> => {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (isDone()) resolve();
    };
    networks.onChange(look);
    look();
  });
};

await done();
const orders: Order[] = JSON.parse(process.argv[2] ?? '[]');
for (const order of orders) {
  if ('address' in order) networks.setAddress('enp1s0', order.address);
  else networks.join('enp1s0', null, order.entry);
  await done();
  const { work, cards } = networks.state();
  process.stdout.write(`${JSON.stringify({ work, card: cards.find(({ card }) => card === 'enp1s0') })}\n`);
}
process.exit(0);
