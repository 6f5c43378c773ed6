import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { LinkAddress } from '../../../hardware/link/address.ts';
import { createIntake, type DeviceEnd } from '../../contract/link/device-ends.ts';
import { usbDevice } from './cable.ts';

const PATH = '/dev/ttyACM0';
const WORDS = {
  vendorId: '0x0c2e',
  productId: '0x0b61',
  manufacturer: 'Torn',
  product: 'Serial device',
  serial: 'TORN0003',
};

/** Makes a printer or scanner that appears as a serial port (CDC ACM). */
export async function usbSerialEnd(onBytes: (bytes: Buffer) => void = () => {}): Promise<DeviceEnd> {
  const device = usbDevice(WORDS, [{ name: 'acm.0' }]);
  const intake = createIntake();
  let side: ChildProcessByStdio<Writable, Readable, null> | null = null;
  const address: LinkAddress = { kind: 'serial', path: PATH, baudRate: 115_200, flowControl: 'none' };
  async function plugIn(): Promise<void> {
    intake.forget();
    await device.plugIn(0, () => existsSync(PATH) && existsSync('/dev/ttyGS0'));
    const child = spawn('socat', ['-', 'FILE:/dev/ttyGS0,raw,echo=0'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.on('error', () => {});
    child.stdout.on('data', (bytes: Buffer) => {
      if (side !== child) return;
      intake.take(bytes);
      onBytes(bytes);
    });
    side = child;
  }
  async function unplug(): Promise<void> {
    const child = side;
    side = null;
    await device.unplug(async () => {
      if (child === null) return;
      const closed = once(child, 'close');
      child.stdout.resume();
      child.kill('SIGKILL');
      await closed;
    });
  }
  await plugIn();
  return {
    ...intake,
    address,
    say: (bytes) => void side?.stdin.write(bytes),
    pause: () => void side?.stdout.pause(),
    resume: () => void side?.stdout.resume(),
    plugIn,
    unplug,
    close: unplug,
  };
}
