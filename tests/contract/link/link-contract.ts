import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Link, LinkState, LinkTrouble } from '../../../hardware/link/contract.ts';
import { openLink } from '../../../hardware/link/open.ts';
import type { LinkTiming } from '../../../hardware/link/reconnecting.ts';
import type { DeviceEnd } from './device-ends.ts';

/** A timing with which a link reconnects at once, so that it can reconnect hundreds of times in a test. */
export const QUICK: Partial<LinkTiming> = { firstRetryMs: 1, lastRetryMs: 4 };

export function reached<K extends LinkState['kind']>(link: Link, kind: K): Promise<Extract<LinkState, { kind: K }>> {
  const isWanted = (state: LinkState): state is Extract<LinkState, { kind: K }> => state.kind === kind;
  const now = link.state();
  if (isWanted(now)) return Promise.resolve(now);
  return new Promise((resolve) => {
    const stop = link.onState((state) => {
      if (!isWanted(state)) return;
      stop();
      resolve(state);
    });
  });
}

export function nextTrouble(link: Link): Promise<LinkTrouble> {
  return new Promise((resolve) => {
    const stop = link.onState((state) => {
      if (state.kind !== 'closed' || state.trouble === null) return;
      stop();
      resolve(state.trouble);
    });
  });
}

function heard(link: Link, byteCount: number): Promise<Buffer> {
  const said: Uint8Array[] = [];
  let count = 0;
  return new Promise((resolve) => {
    const stop = link.onBytes((bytes) => {
      said.push(bytes);
      count += bytes.length;
      if (count < byteCount) return;
      stop();
      resolve(Buffer.concat(said));
    });
  });
}

/** Bytes in an irregular sequence, in which a missing or doubled byte shows. */
function pattern(byteCount: number): Buffer {
  const bytes = Buffer.alloc(byteCount);
  for (let index = 0; index < byteCount; index += 1) bytes[index] = (index * 7 + (index >> 8) * 13) & 0xff;
  return bytes;
}

/** Cuts bytes into pieces of 1 to 997 bytes. The lengths are the same in every run. */
function* cut(bytes: Buffer): Generator<Buffer> {
  let seed = 1;
  for (let start = 0; start < bytes.length; ) {
    seed = (seed * 48_271) % 2_147_483_647;
    const end = start + 1 + (seed % 997);
    yield bytes.subarray(start, end);
    start = end;
  }
}

interface Holdings {
  files: number;
  /** The number of open sockets, timers and requests to the system. */
  resources: number;
}

const holdings = (): Holdings => ({
  files: readdirSync('/proc/self/fd').length,
  resources: process.getActiveResourcesInfo().length,
});

/**
 * Waits until no more files and resources are open than in `before`, because another thread closes files a little later. After a leak it
 * waits until the test's time limit.
 */
async function backTo(before: Holdings): Promise<void> {
  for (;;) {
    const { files, resources } = holdings();
    if (files <= before.files && resources <= before.resources) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Declares the tests that every kind of link must pass, on a real device of its kind or the nearest substitute. */
export function describeLink(kind: string, plugInDevice: () => Promise<DeviceEnd>, unpluggedAs: LinkTrouble): void {
  describe(`a ${kind} link`, () => {
    let device: DeviceEnd;
    const links: Link[] = [];
    const linkTo = (timing: Partial<LinkTiming> = QUICK): Link => {
      const link = openLink(device.address, timing);
      links.push(link);
      return link;
    };
    const openLinkTo = async (timing?: Partial<LinkTiming>): Promise<Link> => {
      const link = linkTo(timing);
      link.start();
      await reached(link, 'open');
      return link;
    };

    beforeEach(async () => {
      device = await plugInDevice();
    });
    afterEach(async () => {
      device.resume();
      for (const link of links.splice(0)) await link.close();
      await device.close();
    });

    test('tries nothing before it is started', async () => {
      await device.unplug();
      const link = linkTo();
      const states: LinkState[] = [];
      link.onState((state) => states.push(state));
      await new Promise((resolve) => setImmediate(resolve));
      expect(states).toEqual([]);
      expect(link.state()).toEqual({ kind: 'closed', trouble: null });
    });

    test('refuses data before it is open, and never sends the refused data later', async () => {
      const link = linkTo();
      expect(link.send(Buffer.from('early'))).toBe(false);
      link.start();
      expect(link.state()).toEqual({ kind: 'opening' });
      expect(link.send(Buffer.from('early'))).toBe(false);
      await reached(link, 'open');
      expect(link.send(Buffer.from('now'))).toBe(true);
      await device.took(3);
      expect(device.received().toString()).toBe('now');
    });

    test('carries 100 kB whole and in order, however they are cut', async () => {
      const link = await openLinkTo();
      const sent = pattern(100_000);
      for (const piece of cut(sent)) expect(link.send(piece)).toBe(true);
      await device.took(sent.length);
      expect(device.received().equals(sent)).toBe(true);
    });

    test('receives 100 kB whole and in order, however they are cut', async () => {
      const link = await openLinkTo();
      const said = pattern(100_000);
      const hearing = heard(link, said.length);
      for (const piece of cut(said)) device.say(piece);
      expect((await hearing).equals(said)).toBe(true);
    });

    test('receives while it sends', async () => {
      const link = await openLinkTo();
      const both = pattern(50_000);
      const hearing = heard(link, both.length);
      device.say(both);
      link.send(both);
      await device.took(both.length);
      expect((await hearing).equals(both)).toBe(true);
      expect(device.received().equals(both)).toBe(true);
    });

    test('reports an unplugged device, refuses data, and opens again when the device is back', async () => {
      const link = await openLinkTo();
      const trouble = nextTrouble(link);
      await device.unplug();
      expect(await trouble).toBe('closed-by-device');
      expect(link.send(Buffer.from('late'))).toBe(false);
      expect(await nextTrouble(link)).toBe(unpluggedAs);
      await device.plugIn();
      await reached(link, 'open');
      link.send(Buffer.from('again'));
      await device.took(5);
      expect(device.received().toString()).toBe('again');
    });

    test('finds a device that is plugged in after the start', async () => {
      await device.unplug();
      const link = linkTo();
      link.start();
      expect(await nextTrouble(link)).toBe(unpluggedAs);
      await device.plugIn();
      await reached(link, 'open');
    });

    test.each([0, 1, 2, 3, 511, 512, 513, 4_096, 9_999])(
      'drops unsent bytes with the connection: unplugged after %i bytes',
      async (byteCount) => {
        const link = await openLinkTo();
        const trouble = nextTrouble(link);
        expect(link.send(pattern(byteCount))).toBe(true);
        await device.took(byteCount);
        device.pause();
        expect(link.send(pattern(1_000_000))).toBe(true);
        await device.unplug();
        expect(await trouble).toBe('closed-by-device');
        await device.plugIn();
        await reached(link, 'open');
        link.send(Buffer.from('new'));
        await device.took(3);
        expect(device.received().toString()).toBe('new');
      },
    );

    test('gives up a device that takes no bytes, and drops what it did not take', async () => {
      const link = await openLinkTo({ ...QUICK, blockedAfterMs: 400 });
      const trouble = nextTrouble(link);
      device.pause();
      const sent = Buffer.alloc(30_000_000, 'x');
      link.send(sent);
      expect(await trouble).toBe('blocked');
      await reached(link, 'open');
      device.resume();
      link.send(Buffer.from('y'));
      await endsWith(device, 'y');
      expect(device.received().length).toBeLessThan(sent.length / 2);
    });

    test('drops on request the bytes that have not left yet', async () => {
      const link = await openLinkTo();
      device.pause();
      link.send(Buffer.alloc(30_000_000, 'x'));
      link.dropUnsent();
      link.send(Buffer.from('y'));
      device.resume();
      await endsWith(device, 'y');
      expect(device.received().length).toBeLessThan(15_000_000);
    });

    test('finishes sending before it closes, even if the device talks and reads late', async () => {
      const link = await openLinkTo();
      const sent = pattern(200_000);
      device.pause();
      link.send(sent);
      const closing = link.close();
      expect(link.state()).toEqual({ kind: 'closed', trouble: null });
      expect(link.send(sent)).toBe(false);
      device.say(Buffer.from('status'));
      device.resume();
      await device.took(sent.length);
      await closing;
      expect(device.received().equals(sent)).toBe(true);
    });

    test('closes in time even if the device takes no bytes', async () => {
      const before = holdings();
      const link = await openLinkTo({ ...QUICK, farewellMs: 60 });
      device.pause();
      link.send(Buffer.alloc(30_000_000, 'x'));
      await link.close();
      device.resume();
      await device.unplug();
      await backTo(before);
      expect(link.state()).toEqual({ kind: 'closed', trouble: null });
    });

    test('closes while it opens, while it waits for its next try, and when it is closed twice', async () => {
      const link = linkTo();
      link.start();
      await Promise.all([link.close(), link.close()]);
      await device.unplug();
      const late = linkTo();
      const trouble = nextTrouble(late);
      late.start();
      await trouble;
      await late.close();
      expect(late.state()).toEqual({ kind: 'closed', trouble: null });
      expect(() => late.start()).toThrow('this link was closed');
    });

    test('tries 200 times without giving up and without a leak', async () => {
      await device.unplug();
      const before = holdings();
      const link = linkTo();
      let troubles = 0;
      const enough = new Promise<void>((resolve) =>
        link.onState((state) => {
          if (state.kind === 'closed' && state.trouble !== null && ++troubles === 200) resolve();
        }),
      );
      link.start();
      await enough;
      await device.plugIn();
      await reached(link, 'open');
      expect(troubles).toBeGreaterThanOrEqual(200);
      await link.close();
      await device.unplug();
      await backTo(before);
    });

    test('reopens 200 times without a leak', async () => {
      const before = holdings();
      const link = linkTo();
      let opened = 0;
      const enough = new Promise<void>((resolve) =>
        link.onState((state) => {
          if (state.kind !== 'open') return;
          opened += 1;
          if (opened === 200) resolve();
          else link.restart();
        }),
      );
      link.start();
      await enough;
      link.send(Buffer.from('still here'));
      await endsWith(device, 'still here');
      expect(opened).toBe(200);
      await link.close();
      await backTo(before);
    });
  });
}

async function endsWith(device: DeviceEnd, text: string): Promise<void> {
  while (!device.received().subarray(-text.length).equals(Buffer.from(text)))
    await device.took(device.received().length + 1);
}
