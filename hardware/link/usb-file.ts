import { close, constants, open, read, write } from 'node:fs';
import type { Wire, WireEvents } from './connection.ts';
import type { LinkTrouble } from './contract.ts';
import { findHindrance, troubleOfOpening } from './device-file.ts';
import type { WireTraits } from './reconnecting.ts';

/** Without O_CREAT, so that a missing printer does not become a file. Non-blocking, because on paper out a write would hang its thread. */
const FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
/** The kernel's driver takes one transfer at a time; a small one leaves soon. */
const PIECE_BYTES = 512;
const READ_BYTES = 1_024;
const READ_EVERY_MS = 20;
const FIRST_WAIT_MS = 1;
const LAST_WAIT_MS = 50;
const EMPTY = new Uint8Array(0);

const isWait = (error: NodeJS.ErrnoException) => error.code === 'EAGAIN' || error.code === 'EINTR';

/**
 * Wires to a printer of the USB printer class through its device file. The file is exclusive and closing it cancels the transfer in
 * progress, so the wire keeps it open for its whole life.
 */
export function usbFileWires(path: string): WireTraits {
  return { openWire: (events) => new FileWire(path, events), pieceBytes: PIECE_BYTES, bytesPerS: null };
}

class FileWire implements Wire {
  readonly #events: WireEvents;
  #file: number | null = null;
  #isOver = false;
  /** Kernel calls in progress; the file is closed after the last one returns. */
  #pending = 0;
  #nextRead: NodeJS.Timeout | undefined;
  #nextWrite: NodeJS.Timeout | undefined;

  constructor(path: string, events: WireEvents) {
    this.#events = events;
    void this.#open(path);
  }

  write(piece: Uint8Array, taken: () => void): void {
    this.#push(piece, FIRST_WAIT_MS, taken);
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

  /** Counts a returned call; false when its result is no longer needed. */
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
      // EINVAL: the printer is one-way and never answers.
      if (error?.code === 'EINVAL') return;
      if (error && !isWait(error)) {
        this.#lose();
        return;
      }
      if (count > 0) this.#events.bytes(Buffer.from(buffer.subarray(0, count)));
      else if (!error) this.#lookWhetherItIsThere();
      if (!this.#isOver) this.#nextRead = setTimeout(() => this.#listen(buffer), count > 0 ? 0 : READ_EVERY_MS);
    });
  }

  /** A read of zero bytes means an empty answer or the end; writing zero bytes shows which. */
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
