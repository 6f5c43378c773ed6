import type { Link, LinkTrouble } from './contract.ts';
import { createListeners } from './listeners.ts';

export type DeviceState = 'opening' | 'ready' | 'not-there' | 'no-permission' | 'in-use' | 'not-a-device' | 'failed';

const STATE_OF_TROUBLE: Readonly<Record<LinkTrouble, DeviceState>> = {
  'closed-by-device': 'not-there',
  'no-answer': 'not-there',
  'no-device': 'not-there',
  'no-route': 'not-there',
  refused: 'not-there',
  'no-permission': 'no-permission',
  'in-use': 'in-use',
  'not-a-device': 'not-a-device',
  blocked: 'failed',
  failed: 'failed',
};

/** Derives a device's state from its link, for devices that never answer. The state is `opening` until the link opens or fails. */
export function followDevice(link: Link, on: { opened(): void; lost(): void }) {
  const listeners = createListeners<DeviceState>();
  let state: DeviceState = 'opening';

  function enter(next: DeviceState): void {
    if (next === state) return;
    state = next;
    listeners.tell(next);
  }

  const stop = link.onState((next) => {
    if (next.kind === 'open') {
      enter('ready');
      on.opened();
    } else if (next.kind === 'closed' && next.trouble !== null) {
      on.lost();
      enter(STATE_OF_TROUBLE[next.trouble]);
    }
  });
  return { state: () => state, onState: listeners.add, stop };
}
