import type { LinkAddress } from './address.ts';
import type { Link } from './contract.ts';
import type { LinkTiming } from './reconnecting.ts';
import { openSerialLink } from './serial.ts';
import { openTcpLink } from './tcp.ts';
import { openUsbFileLink } from './usb-file.ts';

/** A link of whatever kind the address is; nothing is tried before its `start`. */
export function openLink(address: LinkAddress, timing: Partial<LinkTiming> = {}): Link {
  switch (address.kind) {
    case 'tcp':
      return openTcpLink({ ...address, timing });
    case 'serial':
      return openSerialLink({ ...address, timing });
    case 'usb':
      return openUsbFileLink({ ...address, timing });
  }
}
