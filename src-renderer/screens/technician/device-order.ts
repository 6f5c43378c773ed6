import type { ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import type { DevicesView } from '../../../src-main/technician/contract/devices.ts';
import type { PictogramName } from '../../components/pictogram.tsx';

type Device = Pick<DevicesView['found'][number], 'kind' | 'usedAs'>;
type Wanted = ParamsOf<'proveDevice'>['role'] | null;

/** Whether the device is likely to be a code reader: readers are always on a serial line, printers seldom. */
const isReader = ({ kind, usedAs }: Device): boolean => usedAs === 'scanner' || (kind === 'serial' && usedAs === null);

/** Sorts the likely devices first: readers come first for a scanner, and last for a printer or if no role is wanted. */
export function likelyFirst<D extends Device>(found: readonly D[], wanted: Wanted): D[] {
  const [readers, others] = [found.filter(isReader), found.filter((device) => !isReader(device))];
  return wanted === 'scanner' ? [...readers, ...others] : [...others, ...readers];
}

export const pictogramOf = (device: Device): PictogramName =>
  device.kind === 'network' ? 'network' : isReader(device) ? 'reader' : 'printer';
