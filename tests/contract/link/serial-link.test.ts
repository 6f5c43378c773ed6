import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ptyDevice } from './device-ends.ts';
import { describeLink } from './link-contract.ts';

describeLink(
  'serial',
  () => ptyDevice(temporaryFolder(), (path) => ({ kind: 'serial', path, baudRate: 115_200, flowControl: 'none' })),
  'no-device',
);
