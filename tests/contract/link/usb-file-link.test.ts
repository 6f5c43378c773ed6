import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ptyDevice } from './device-ends.ts';
import { describeLink } from './link-contract.ts';

describeLink('USB file', () => ptyDevice(temporaryFolder(), (path) => ({ kind: 'usb', path })), 'no-device');
