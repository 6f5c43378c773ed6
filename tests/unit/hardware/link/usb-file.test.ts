import { expect, test } from 'vitest';
import { transfersOf } from '../../../../hardware/link/usb-file.ts';

test.each([0, 1, 63, 64, 65, 511, 512, 8_192])(
  '%i bytes go to a USB printer whole, and no transfer ends with a full packet',
  (count) => {
    const piece = Uint8Array.from({ length: count }, (_, index) => index & 0xff);
    const transfers = transfersOf(piece);
    expect(Buffer.concat(transfers).equals(piece)).toBe(true);
    for (const { length } of transfers) expect(length === 0 || length % 64 > 0).toBe(true);
  },
);
