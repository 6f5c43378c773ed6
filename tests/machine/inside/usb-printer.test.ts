import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findLocalDevices } from '../../../hardware/discovery/local.ts';
import { createLocator } from '../../../hardware/discovery/locate.ts';
import type { Link } from '../../../hardware/link/contract.ts';
import { openFollowingLink, openLink } from '../../../hardware/link/open.ts';
import { describeLink, nextTrouble, QUICK, reached } from '../../contract/link/link-contract.ts';
import { until } from './cable.ts';
import { EPSON, MUTE, STATUS, type UsbPrinter, usbPrinter, usbPrinterEnd } from './usb-printer.ts';

describeLink('USB printer', () => usbPrinterEnd(), 'no-device');

describe('a printer on the kernel’s USB', () => {
  let taken: Buffer[] = [];
  let printer: UsbPrinter;
  const took = (byteCount: number) => until(() => Buffer.concat(taken).length >= byteCount);
  const plugIn = async (words = EPSON, socket: 0 | 1 = 0) => {
    printer = usbPrinter(words, (bytes) => void taken.push(bytes));
    await printer.plugIn(socket);
  };
  const started = (link: Link): Link => {
    link.start();
    onTestFinished(() => link.close());
    return link;
  };
  const linkToPrinter = (timing = {}) =>
    started(openLink({ kind: 'usb', path: printer.path }, { ...QUICK, ...timing }));
  beforeEach(() => {
    taken = [];
  });
  afterEach(() => printer.unplug());

  test('answers EBUSY, EAGAIN and ENODEV, by which the link knows a second program, a full and an absent printer', async () => {
    await plugIn();
    const file = openSync(printer.path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(file));
    expect(codeOf(() => openSync(printer.path, constants.O_RDWR))).toBe('EBUSY');
    expect(codeOf(() => readSync(file, Buffer.alloc(1)))).toBe('EAGAIN');
    printer.pause();
    expect(codeOf(() => fill(file))).toBe('EAGAIN');
    await printer.unplug();
    expect(codeOf(() => readSync(file, Buffer.alloc(1)))).toBe('ENODEV');
    expect(codeOf(() => writeSync(file, 'x'))).toBe('ENODEV');
    expect(codeOf(() => writeSync(file, Buffer.alloc(0)))).toBe('ENODEV');
  });

  test('lets one program print: a second link reports that the printer is in use, and opens once it is free', async () => {
    await plugIn();
    const first = linkToPrinter();
    await reached(first, 'open');
    const second = linkToPrinter();
    expect(await nextTrouble(second)).toBe('in-use');
    await first.close();
    await reached(second, 'open');
  });

  test('loses the transfer that a closing link cancels, and takes the next link’s bytes whole', async () => {
    await plugIn();
    const link = linkToPrinter({ farewellMs: 60 });
    await reached(link, 'open');
    printer.pause();
    link.send(Buffer.alloc(1_000_000, 'x'));
    await link.close();
    const next = linkToPrinter();
    await reached(next, 'open');
    next.send(Buffer.from('whole'));
    printer.resume();
    await until(() => Buffer.concat(taken).toString().endsWith('whole'));
    expect(Buffer.concat(taken).length).toBeLessThan(500_000);
  });

  test('refuses to be read if it is one-way: the link prints, and notices that the printer was unplugged even without anything to print', async () => {
    await plugIn(MUTE);
    const file = openSync(printer.path, constants.O_RDWR | constants.O_NONBLOCK);
    expect(codeOf(() => readSync(file, Buffer.alloc(1)))).toBe('EINVAL');
    closeSync(file);
    const link = linkToPrinter();
    await reached(link, 'open');
    link.send(Buffer.from('on paper'));
    await took(8);
    expect(link.state()).toEqual({ kind: 'open' });
    const trouble = nextTrouble(link);
    await printer.unplug();
    expect(await trouble).toBe('closed-by-device');
  });

  test('carries every status word, and neither sending nor hearing depends on it', async () => {
    await plugIn();
    for (const word of Object.values(STATUS)) {
      await printer.setStatus(word);
      expect(statusOfPort(printer.path)).toBe(word);
      const link = linkToPrinter();
      await reached(link, 'open');
      const answer = new Promise<string>((resolve) => link.onBytes((bytes) => resolve(Buffer.from(bytes).toString())));
      link.send(Buffer.from('question'));
      await took(8);
      printer.say(Buffer.from('answer'));
      expect(await answer).toBe('answer');
      taken = [];
      await link.close();
    }
  });

  test('is found in another socket after it was unplugged in mid-ticket, and no other device is taken for it', async () => {
    await plugIn();
    const seen = async () => (await findLocalDevices()).find(({ kind }) => kind === 'usb');
    const found = await seen();
    expect(found).toMatchObject({
      kind: 'usb',
      path: '/dev/usb/lp0',
      name: 'EPSON TM-T88V',
      identity: { vendorId: '04b8', productId: '0202', serialNumber: 'TORN0001', part: '00' },
    });
    if (found === undefined) throw new Error('expected above');
    const address = { kind: 'usb', path: found.path } as const;
    let looks = 0;
    const locate = createLocator(
      { identity: found.identity, address },
      {
        onLook: () => {
          looks += 1;
        },
      },
    );
    const link = started(openFollowingLink(address, locate, QUICK));
    await reached(link, 'open');
    printer.pause();
    link.send(Buffer.alloc(1_000_000, 'x'));
    const trouble = nextTrouble(link);
    await printer.unplug();
    expect(await trouble).toBe('closed-by-device');

    taken = [];
    await plugIn({ ...EPSON, serial: 'ANOTHER', productId: '0x0203' });
    looks = 0;
    await until(() => looks > 2);
    expect(link.state().kind).not.toBe('open');
    await printer.unplug();

    await plugIn(EPSON, 1);
    await reached(link, 'open');
    link.send(Buffer.from('whole'));
    await took(5);
    expect(Buffer.concat(taken).toString()).toBe('whole');
    expect((await seen())?.identity).not.toEqual(found.identity);
  });

  test('leaves no file behind when it is unplugged and plugged in again ten times', async () => {
    await plugIn();
    const link = linkToPrinter();
    for (let time = 0; time < 10; time += 1) {
      await printer.unplug();
      await printer.plugIn(time % 2 === 0 ? 0 : 1);
      await reached(link, 'open');
    }
    await link.close();
    expect(readdirSync('/dev/usb')).toEqual(['lp0']);
    expect(existsSync('/dev/usb/lp1')).toBe(false);
  });
});

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'done';
}

function fill(file: number): never {
  for (;;) writeSync(file, Buffer.alloc(512));
}

/** Reads the port's status word by a Perl program with an ioctl of the host's driver, because Node has no ioctl. */
function statusOfPort(path: string): number {
  const LPGETSTATUS = 0x060b;
  const script =
    'sysopen(my $port, shift, 2 | 04000) or die; my $word = pack("l", -1); ioctl($port, shift, $word) or die; print unpack("l", $word);';
  return Number(execFileSync('perl', ['-e', script, path, String(LPGETSTATUS)], { encoding: 'utf8' }));
}
