import { close, constants, open, read, write } from 'node:fs';
import type { Wire, WireEvents } from './connection.ts';
import type { LinkTrouble } from './contract.ts';
import { findHindrance, troubleOfOpening } from './device-file.ts';
import type { WireTraits } from './reconnecting.ts';

/** O_CREAT is missing, so that no file is made in place of a missing printer. O_NONBLOCK: a write without paper does not block a thread. */
const FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
/** The size of a USB packet at full speed. At high speed it is 512 bytes, a multiple of this. */
const PACKET_BYTES = 64;
/**
 * Pieces are small because the kernel's driver accepts one transfer at a time. Their size is no multiple of `PACKET_BYTES`, so a full piece
 * needs no second transfer (see `transfersOf`).
 */
const PIECE_BYTES = 511;
const READ_BYTES = 1_024;
const READ_EVERY_MS = 20;
/**
 * Interval at which the wire checks by an empty write whether a printer that cannot send is still there, because a read from such a printer
 * fails in the same way after it was unplugged.
 */
const LOOK_EVERY_MS = 500;
const FIRST_WAIT_MS = 1;
const LAST_WAIT_MS = 50;
const EMPTY = new Uint8Array(0);

const isWait = (error: NodeJS.ErrnoException) => error.code === 'EAGAIN' || error.code === 'EINTR';

/**
 * Opens wires to a printer of the USB printer class through its device file. A wire keeps the file open until its end, because the kernel
 * lets only one process open it and closing it cancels the transfer in progress.
 */
export function usbFileWires(path: string): WireTraits {
  return { openWire: (events) => new FileWire(path, events), pieceBytes: PIECE_BYTES, bytesPerS: null };
}

/**
 * Cuts a piece so that each transfer ends with a packet that is not full, because a short packet is the only end mark that the kernel's
 * driver sends. A device that waits for the mark, such as one with Linux's own printer gadget, would hold back the last bytes of a full
 * packet.
 */
export const transfersOf = (piece: Uint8Array): Uint8Array[] =>
  piece.length === 0 || piece.length % PACKET_BYTES > 0 ? [piece] : [piece.subarray(0, -1), piece.subarray(-1)];

class FileWire implements Wire {
  readonly #events: WireEvents;
  #file: number | null = null;
  #isOver = false;
  /** Count of kernel calls in progress; the file is closed after the last one returns. */
  #pending = 0;
  #nextRead: NodeJS.Timeout | undefined;
  #nextWrite: NodeJS.Timeout | undefined;

  constructor(path: string, events: WireEvents) {
    this.#events = events;
    void this.#open(path);
  }

  write(piece: Uint8Array, taken: () => void): void {
    this.#pushAll(transfersOf(piece), taken);
  }

  #pushAll([transfer, ...rest]: readonly Uint8Array[], taken: () => void): void {
    if (transfer === undefined) taken();
    else this.#push(transfer, FIRST_WAIT_MS, () => this.#pushAll(rest, taken));
  }

  end(): void {
    // The kernel's driver refuses even an empty write until the previous transfer has reached the printer.
    this.#push(EMPTY, FIRST_WAIT_MS, () => this.destroy());
  }

  async #open(path: string): Promise<void> {
    const hindrance = await findHindrance(path);
    if (hindrance !== null || this.#isOver) {
      this.#giveUp(hindrance ?? 'failed');
      return;
    }
    open(path, FLAGS, (error, openedFile) => {
      if (error) {
        this.#giveUp(troubleOfOpening(error.code));
        return;
      }
      this.#file = openedFile;
      if (this.#isOver) {
        this.destroy();
        return;
      }
      this.#events.opened();
      this.#listen(Buffer.allocUnsafe(READ_BYTES));
    });
  }

  #giveUp(trouble: LinkTrouble): void {
    this.#events.lost(trouble);
    this.#events.over();
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#nextRead);
    clearTimeout(this.#nextWrite);
    if (this.#file === null || this.#pending > 0) return;
    const given = this.#file;
    this.#file = null;
    close(given, () => this.#events.over());
  }

  #lose(): void {
    this.#events.lost('closed-by-device');
    this.destroy();
  }

  /** Returns false once the wire no longer needs the result of the kernel call. */
  #cameBack(): boolean {
    this.#pending -= 1;
    if (this.#isOver) this.destroy();
    return !this.#isOver;
  }

  #listen(buffer: Buffer): void {
    if (this.#file === null) return;
    this.#pending += 1;
    read(this.#file, buffer, 0, buffer.length, null, (error, count) => {
      if (!this.#cameBack()) return;
      const isMute = error?.code === 'EINVAL';
      if (error && !isWait(error) && !isMute) {
        this.#lose();
        return;
      }
      if (!error && count > 0) this.#events.bytes(Buffer.from(buffer.subarray(0, count)));
      else if (!error || isMute) this.#lookWhetherItIsThere();
      if (this.#isOver) return;
      const waitMs = isMute ? LOOK_EVERY_MS : count > 0 ? 0 : READ_EVERY_MS;
      this.#nextRead = setTimeout(() => this.#listen(buffer), waitMs);
    });
  }

  /**
   * Checks by a write of zero bytes whether the device is still there. A read cannot show it: zero bytes mean an empty answer or an
   * unplugged device, and for a printer that cannot send, every read fails with EINVAL.
   */
  #lookWhetherItIsThere(): void {
    if (this.#file === null) return;
    this.#pending += 1;
    write(this.#file, EMPTY, 0, 0, null, (error) => {
      if (this.#cameBack() && error && !isWait(error)) this.#lose();
    });
  }

  #push(piece: Uint8Array, waitMs: number, taken: () => void): void {
    if (this.#file === null || this.#isOver) return;
    this.#pending += 1;
    write(this.#file, piece, 0, piece.length, null, (error, count) => {
      if (!this.#cameBack()) return;
      if (error && !isWait(error)) {
        this.#lose();
        return;
      }
      const rest = error ? piece : piece.subarray(count);
      if (!error && rest.length === 0) taken();
      else if (error)
        this.#nextWrite = setTimeout(() => this.#push(rest, Math.min(waitMs * 2, LAST_WAIT_MS), taken), waitMs);
      else this.#push(rest, FIRST_WAIT_MS, taken);
    });
  }
}
