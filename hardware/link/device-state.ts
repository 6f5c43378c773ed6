import type { LinkTrouble } from './contract.ts';

export type DeviceState = 'opening' | 'ready' | 'not-there' | 'no-permission' | 'in-use' | 'not-a-device' | 'failed';

export const STATE_OF_TROUBLE: Readonly<Record<LinkTrouble, DeviceState>> = {
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
