import { autoDetect } from '@serialport/bindings-cpp';
import { SerialPortStream } from '@serialport/stream';
import type { BaudRate, FlowControl } from './address.ts';
import type { Wire, WireEvents } from './connection.ts';
import type { Link, LinkTrouble } from './contract.ts';
import { findHindrance, troubleOfOpening } from './device-file.ts';
import { createLink, type LinkTiming, type WireTraits } from './reconnecting.ts';

export interface SerialLinkOptions {
  path: string;
  baudRate: BaudRate;
  /** The same as set in the device. */
  flowControl: FlowControl;
  timing?: Partial<LinkTiming>;
}

/** One start bit, eight data bits, one stop bit. */
const BITS_PER_BYTE = 10;
/**
 * A quarter of a second of wire. Each piece is waited for until it has left, so no more than that stands in the kernel's buffer,
 * where nothing can overtake it or take it back.
 */
const PIECE_S = 0.25;

/** How soon a port that hung up unseen is found out. */
const LOOK_EVERY_MS = 500;

/** A serial port: RS-232, or a USB device that offers itself as one. Eight bits, no parity. */
export function openSerialLink(options: SerialLinkOptions): Link {
  return createLink(serialWires(options), options.timing);
}

export function serialWires(options: Omit<SerialLinkOptions, 'timing'>): WireTraits {
  const openWire = (events: WireEvents): Wire => new PortWire(options, events);
  const bytesPerS = options.baudRate / BITS_PER_BYTE;
  return { openWire, pieceBytes: Math.ceil(bytesPerS * PIECE_S), bytesPerS };
}

/** A port object serves one connection: after a failed write it never opens again, and it keeps what is written while closed. */
class PortWire implements Wire {
  readonly #port: SerialPortStream;
  readonly #events: WireEvents;
  #isUnwanted = false;
  #wasOpened = false;
  #look: NodeJS.Timeout | undefined;

  constructor({ path, baudRate, flowControl }: SerialLinkOptions, events: WireEvents) {
    this.#events = events;
    this.#port = new SerialPortStream({
      binding: autoDetect(),
      path,
      baudRate,
      rtscts: flowControl === 'rtscts',
      xon: flowControl === 'xonxoff',
      xoff: flowControl === 'xonxoff',
      autoOpen: false,
      highWaterMark: 4_096,
    });
    // Without a listener an unplugged port goes unnoticed until the next write.
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

  /** After a failed write the stream says 'close' once and the port once more; only then is the file closed. */
  #tellOver(): void {
    if (!this.#wasOpened || this.#port.isOpen || this.#port.closing) return;
    clearInterval(this.#look);
    this.#events.over();
  }

  /**
   * Reading a port that hung up gives nothing rather than an error, and serialport then reads again without end: one that went away
   * in the middle of an answer would stay open until the next write. Asking for its settings fails at once.
   */
  #lookWhetherItIsThere(): void {
    this.#port.port?.getBaudRate().catch(() => this.#loseAndDestroy());
  }

  destroy(): void {
    this.#isUnwanted = true;
    // The kernel waits for what a stopped device will not take, with a drain in a thread and for half a minute at closing.
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

/** serialport gives no errno, only the system's words for it. */
function troubleOfMessage(message: string): LinkTrouble {
  const known: [RegExp, string][] = [
    [/No such (file|device)|Input\/output error/, 'ENODEV'],
    [/Permission denied|not permitted/, 'EACCES'],
    [/busy|Cannot lock port/, 'EBUSY'],
    [/Inappropriate ioctl|Is a directory/, 'ENOTTY'],
  ];
  return troubleOfOpening(known.find(([words]) => words.test(message))?.[1]);
}
