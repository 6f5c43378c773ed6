// serialport's index also loads its parsers and a mock, which a kiosk does not need and its Debian package leaves out.
import { SerialPort } from 'serialport/dist/serialport.js';
import type { LinkAddress } from './address.ts';
import type { Wire, WireEvents } from './connection.ts';
import type { LinkTrouble } from './contract.ts';
import { findHindrance, troubleOfOpening } from './device-file.ts';
import type { WireTraits } from './reconnecting.ts';

type SerialAddress = Extract<LinkAddress, { kind: 'serial' }>;

const BITS_PER_BYTE = 10;
/**
 * Seconds that the line needs for one piece. The wire drains each piece before it writes the next, so that `dropUnsent` can discard the
 * rest: bytes in the kernel's buffer can be neither overtaken nor taken back.
 */
const PIECE_S = 0.25;

const LOOK_EVERY_MS = 500;

/** Opens a serial port with eight bits and no parity: RS-232, or a USB device that acts as a serial port. */
export function serialWires(address: SerialAddress): WireTraits {
  const bytesPerS = address.baudRate / BITS_PER_BYTE;
  const openWire = (events: WireEvents): Wire => new PortWire(address, events);
  return { openWire, pieceBytes: Math.ceil(bytesPerS * PIECE_S), bytesPerS };
}

/**
 * Each connection gets a new port object, because serialport never reopens one after a failed write and keeps the bytes written while it
 * was closed.
 */
class PortWire implements Wire {
  readonly #port: SerialPort;
  readonly #events: WireEvents;
  #isUnwanted = false;
  #wasOpened = false;
  #look: NodeJS.Timeout | undefined;

  constructor({ path, baudRate, flowControl }: SerialAddress, events: WireEvents) {
    this.#events = events;
    this.#port = new SerialPort({
      path,
      baudRate,
      rtscts: flowControl === 'rtscts',
      xon: flowControl === 'xonxoff',
      xoff: flowControl === 'xonxoff',
      autoOpen: false,
      highWaterMark: 4_096,
    });
    // Without a data listener, an unplugged port goes unnoticed until the next write.
    this.#port.on('data', events.bytes);
    this.#port.on('error', () => this.#loseAndDestroy());
    this.#port.on('close', () => {
      events.lost('closed-by-device');
      this.#tellOver();
    });
    void this.#open(path);
  }

  write(piece: Uint8Array, taken: () => void): void {
    if (!this.#port.isOpen) return;
    this.#port.write(piece, (failed) => {
      if (failed) this.#loseAndDestroy();
      else if (this.#port.isOpen) this.#port.drain((unsent) => (unsent ? this.#loseAndDestroy() : taken()));
    });
  }

  end(): void {
    this.#shut();
  }

  async #open(path: string): Promise<void> {
    const hindrance = await findHindrance(path);
    if (hindrance !== null || this.#isUnwanted) {
      this.#giveUp(hindrance ?? 'failed');
      return;
    }
    this.#port.open((error) => {
      if (error) {
        this.#giveUp(troubleOfMessage(error.message));
        return;
      }
      this.#wasOpened = true;
      if (this.#isUnwanted) {
        this.destroy();
        return;
      }
      this.#look = setInterval(() => this.#lookWhetherItIsThere(), LOOK_EVERY_MS);
      this.#events.opened();
    });
  }

  #loseAndDestroy(): void {
    this.#events.lost('closed-by-device');
    this.destroy();
    this.#tellOver();
  }

  /** Reports the end once the file is closed. After a failed write 'close' comes twice, at first while serialport's file is still open. */
  #tellOver(): void {
    if (!this.#wasOpened || this.#port.isOpen || this.#port.closing) return;
    clearInterval(this.#look);
    this.#events.over();
  }

  /**
   * Reading a port that hung up returns nothing instead of an error, and serialport then reads forever: a device that was unplugged in the
   * middle of an answer would seem open until the next write. Reading the port's settings, in contrast, fails at once.
   */
  #lookWhetherItIsThere(): void {
    this.#port.port?.getBaudRate().catch(() => this.#loseAndDestroy());
  }

  destroy(): void {
    this.#isUnwanted = true;
    // Without the flush a drain blocks a thread and closing takes half a minute, because the kernel waits for a stopped device to accept
    // the bytes.
    if (this.#port.isOpen) this.#port.flush(() => this.#shut());
  }

  #shut(): void {
    if (this.#port.isOpen) this.#port.close(() => this.#tellOver());
  }

  #giveUp(trouble: LinkTrouble): void {
    this.#events.lost(trouble);
    this.#events.over();
  }
}

function troubleOfMessage(message: string): LinkTrouble {
  const known: [RegExp, string][] = [
    [/No such (file|device)|Input\/output error/, 'ENODEV'],
    [/Permission denied|not permitted/, 'EACCES'],
    [/busy|Cannot lock port/, 'EBUSY'],
    [/Inappropriate ioctl|Is a directory/, 'ENOTTY'],
  ];
  return troubleOfOpening(known.find(([words]) => words.test(message))?.[1]);
}
