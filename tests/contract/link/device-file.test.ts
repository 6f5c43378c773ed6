import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { FlowControl, LinkAddress } from '../../../hardware/link/address.ts';
import type { Link, LinkTrouble } from '../../../hardware/link/contract.ts';
import { openLink } from '../../../hardware/link/open.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type DeviceEnd, ptyDevice } from './device-ends.ts';
import { nextTrouble, QUICK, reached } from './link-contract.ts';

const serial = (path: string): LinkAddress => ({ kind: 'serial', path, baudRate: 9_600, flowControl: 'none' });
const usb = (path: string): LinkAddress => ({ kind: 'usb', path });

describe.each([
  ['serial', serial],
  ['USB file', usb],
])('the device file of a %s link', (_, address) => {
  const links: Link[] = [];
  const linkTo = (path: string): Link => {
    const link = openLink(address(path), QUICK);
    links.push(link);
    return link;
  };
  const troubleAt = (path: string): Promise<LinkTrouble> => {
    const link = linkTo(path);
    const trouble = nextTrouble(link);
    link.start();
    return trouble;
  };
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close();
  });

  test('is never created when it is missing', async () => {
    const path = join(temporaryFolder(), 'lp0');
    expect(await troubleAt(path)).toBe('no-device');
    expect(existsSync(path)).toBe(false);
  });

  test('must be a device: a plain file, a folder and a broken link are refused', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plain'), 'left by another program');
    mkdirSync(join(folder, 'folder'));
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
    expect(await troubleAt(join(folder, 'plain'))).toBe('not-a-device');
    expect(await troubleAt(join(folder, 'folder'))).toBe('not-a-device');
    expect(await troubleAt(join(folder, 'dangling'))).toBe('no-device');
  });

  test('reports that this user may not open it, and opens once permission is given', async () => {
    const folder = temporaryFolder();
    const device = await ptyDevice(folder, address);
    onTestFinished(device.close);
    if (device.address.kind === 'tcp') throw new Error('a device file has a path');
    const { path } = device.address;
    chmodSync(folder, 0o755);
    chmodSync(path, 0);
    const giveBack = becomeNobody();
    const link = linkTo(path);
    const trouble = nextTrouble(link);
    link.start();
    const seen = await trouble;
    giveBack();
    chmodSync(path, 0o600);
    expect(seen).toBe('no-permission');
    await reached(link, 'open');
  });
});

/** Drops root's rights, because root may open every file. Returns a function that gives them back. */
function becomeNobody(): () => void {
  const nobody = 65_534;
  if (process.geteuid?.() !== 0) return () => {};
  process.seteuid?.(nobody);
  const giveBack = () => process.seteuid?.(0);
  onTestFinished(giveBack);
  return giveBack;
}

test('a terminal that is no serial port is refused', async () => {
  const link = openLink(serial('/dev/null'), QUICK);
  const trouble = nextTrouble(link);
  link.start();
  expect(await trouble).toBe('not-a-device');
  await link.close();
});

test('a serial port that another program holds is reported as in use, and opens once it is released', async () => {
  const device = await ptyDevice(temporaryFolder(), serial);
  onTestFinished(device.close);
  const first = openLink(device.address, QUICK);
  first.start();
  await reached(first, 'open');
  const second = openLink(device.address, QUICK);
  const trouble = nextTrouble(second);
  second.start();
  expect(await trouble).toBe('in-use');
  await first.close();
  await reached(second, 'open');
  await second.close();
});

test('only a serial port has a known rate of bytes', () => {
  expect(openLink({ kind: 'serial', path: '/dev/ttyS0', baudRate: 9_600, flowControl: 'none' }).bytesPerS).toBe(960);
  expect(openLink({ kind: 'usb', path: '/dev/usb/lp0' }).bytesPerS).toBeNull();
  expect(openLink({ kind: 'tcp', host: '192.0.2.10', port: 9_100 }).bytesPerS).toBeNull();
});

const withFlow = (path: string, flowControl: FlowControl): LinkAddress => ({
  kind: 'serial',
  path,
  baudRate: 38_400,
  flowControl,
});

test('a serial port with RTS/CTS opens and carries data', async () => {
  const device = await ptyDevice(temporaryFolder(), (path) => withFlow(path, 'rtscts'));
  onTestFinished(device.close);
  const link = openLink(device.address, QUICK);
  link.start();
  await reached(link, 'open');
  link.send(Buffer.from('sent'));
  await device.took(4);
  expect(device.received().toString()).toBe('sent');
  await link.close();
});

describe('with XON/XOFF', () => {
  const XON = '\x11';
  const XOFF = '\x13';

  async function stoppedLink(): Promise<{ device: DeviceEnd; link: Link; says: (text: string) => Promise<string> }> {
    const device = await ptyDevice(temporaryFolder(), (path) => withFlow(path, 'xonxoff'));
    onTestFinished(device.close);
    const link = openLink(device.address, { ...QUICK, farewellMs: 60 });
    link.start();
    await reached(link, 'open');
    const says = (text: string) => {
      const heard = new Promise<string>((resolve) => {
        const stop = link.onBytes((bytes) => {
          stop();
          resolve(Buffer.from(bytes).toString());
        });
      });
      device.say(Buffer.from(text));
      return heard;
    };
    // The letter follows XOFF, so once the letter has arrived XOFF has taken effect.
    expect(await says(`${XOFF}a`)).toBe('a');
    return { device, link, says };
  }

  test('the link waits for a device that sends XOFF, and does not report XOFF as data', async () => {
    const { device, link, says } = await stoppedLink();
    link.send(Buffer.from('held back'));
    expect(await says('b')).toBe('b');
    expect(device.received().length).toBe(0);
    expect(await says(`${XON}c`)).toBe('c');
    await device.took(9);
    expect(device.received().toString()).toBe('held back');
    await link.close();
  });

  test('bytes that a stopped device did not take are dropped at closing and never sent later', async () => {
    const { device, link } = await stoppedLink();
    link.send(Buffer.from('yesterday'));
    await link.close();
    const next = openLink(device.address, QUICK);
    next.start();
    await reached(next, 'open');
    // Bytes that the device sends while the link opens are lost, so the device repeats XON.
    const ready = setInterval(() => device.say(Buffer.from(XON)), 50);
    next.send(Buffer.from('today'));
    await device.took(5);
    clearInterval(ready);
    expect(device.received().toString()).toBe('today');
    await next.close();
  });
});
