import { refuse } from '../../src-main/domain/result.ts';
import type { Devices } from '../../src-main/technician/ports/devices.ts';

export const noDevices: Devices = {
  view: () => ({ isSearching: false, asked: null, found: [], proof: null, notKept: false }),
  otherPrinter: () => null,
  list: () => undefined,
  ask: () => undefined,
  prove: () => refuse({ kind: 'unknown-device' }),
  answer: () => refuse({ kind: 'not-possible-here' }),
  keep: () => refuse({ kind: 'not-possible-here' }),
  leave: () => undefined,
  onChange: () => undefined,
};
