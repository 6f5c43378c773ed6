import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Socket, type UsbWords, usbDevice } from './cable.ts';

export const SCANNER: UsbWords = {
  vendorId: '0x0c2e',
  productId: '0x0901',
  manufacturer: 'Honeywell',
  product: 'Scanner',
  serial: null,
};

/** The report descriptor of a boot keyboard (HID 1.11, appendix B.1), without the lamps. */
const KEYBOARD = Buffer.from(
  '05010906a101050719e029e71500250175019508810295017508810195067508150025650507190029658100c0',
  'hex',
);
const DEVICE = '/dev/hidg0';
const INPUTS = '/sys/class/input';
const RELEASED = Buffer.alloc(8);

export interface HidKeyboard {
  plugIn(socket: Socket): Promise<void>;
  unplug(): Promise<void>;
  type(text: string): Promise<void>;
}

export function hidKeyboard(): HidKeyboard {
  const device = usbDevice(SCANNER, [
    { name: 'hid.usb0', settings: { protocol: '1', subclass: '1', report_length: '8', report_desc: KEYBOARD } },
  ]);
  return {
    plugIn: (socket) => device.plugIn(socket, () => existsSync(DEVICE) && inputOf(SCANNER) !== null),
    unplug: () => device.unplug(),
    async type(text) {
      // The kernel accepts only one report per write. `cat` repeats its writes faster than this program could.
      const typist = spawn('sh', ['-c', `cat >${DEVICE}`], { stdio: ['pipe', 'inherit', 'inherit'] });
      const typed = once(typist, 'close');
      typist.stdin.end(Buffer.concat([...`${text}\n`].flatMap((letter) => [report(letter), RELEASED])));
      await typed;
    },
  };
}

const LEFT_SHIFT = 0x02;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '1234567890';

/** A keyboard's report: modifiers, a spare byte, six keys. */
function report(letter: string): Buffer {
  const isCapital = LETTERS.includes(letter);
  const usage = isCapital ? 4 + LETTERS.indexOf(letter) : (usageOf[letter] ?? 30 + DIGITS.indexOf(letter));
  return Buffer.of(isCapital ? LEFT_SHIFT : 0, 0, usage, 0, 0, 0, 0, 0);
}
const usageOf: Readonly<Record<string, number>> = { '\n': 40, '-': 45 };

/** The kernel's event file of an input device; `null`: the kernel has none yet. */
export function inputOf({ manufacturer, product }: Pick<UsbWords, 'manufacturer' | 'product'>): string | null {
  const name = readdirSync(INPUTS).find((file) => {
    try {
      return (
        file.startsWith('event') &&
        readFileSync(join(INPUTS, file, 'device/name'), 'utf8').trim() === `${manufacturer} ${product}`
      );
    } catch {
      return false;
    }
  });
  return name !== undefined && existsSync(join('/dev/input', name)) ? join('/dev/input', name) : null;
}

export interface InputEvent {
  /** Milliseconds since 1970, by the kernel's clock. */
  atMs: number;
  type: number;
  code: number;
  value: number;
}
const EVENT_BYTES = 24;
const EV_KEY = 1;

export function watchInput(path: string, onEvent: (event: InputEvent) => void): { stop(): void } {
  // `cat` reads the device, because a pending read in this process would occupy one of its threads.
  const reader: ChildProcess = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let begun = Buffer.alloc(0);
  reader.stdout?.on('data', (bytes: Buffer) => {
    begun = Buffer.concat([begun, bytes]);
    for (; begun.length >= EVENT_BYTES; begun = begun.subarray(EVENT_BYTES))
      onEvent({
        atMs: Number(begun.readBigInt64LE(0)) * 1_000 + Number(begun.readBigInt64LE(8)) / 1_000,
        type: begun.readUInt16LE(16),
        code: begun.readUInt16LE(18),
        value: begun.readInt32LE(20),
      });
  });
  return { stop: () => void reader.kill('SIGKILL') };
}

const ROWS: readonly [first: number, keys: string][] = [
  [2, '1234567890-'],
  [16, 'qwertyuiop'],
  [30, 'asdfghjkl'],
  [44, 'zxcvbnm'],
];
const KEY_ENTER = 28;
const KEY_LEFT_SHIFT = 42;

/** A key as a window receives it. This module stands in for Chromium's handling of keys, because the machine has no screen. */
export interface WindowKey {
  key: string;
  isRepeat: boolean;
  atMs: number;
}

export function createKeyReader(onKey: (key: WindowKey) => void): (event: InputEvent) => void {
  let isShifted = false;
  return ({ type, code, value, atMs }) => {
    if (type !== EV_KEY) return;
    if (code === KEY_LEFT_SHIFT) isShifted = value > 0;
    if (value === 0) return;
    const [first = 0, keys = ''] = ROWS.find(([start, row]) => code >= start && code < start + row.length) ?? [];
    const letter = keys[code - first] ?? 'Unidentified';
    const named = { [KEY_ENTER]: 'Enter', [KEY_LEFT_SHIFT]: 'Shift' }[code];
    onKey({ key: named ?? (isShifted ? letter.toUpperCase() : letter), isRepeat: value === 2, atMs });
  };
}
