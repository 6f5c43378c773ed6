import { close, constants, open, read, write } from 'node:fs';
import type { Link, LinkTrouble } from './contract.ts';
import { findHindrance, troubleOfOpening } from './device-file.ts';
import { createLink, type LinkTiming } from './reconnecting.ts';
import type { Wire, WireEvents } from './session.ts';

export interface UsbFileLinkOptions {
  path: string;
  timing?: Partial<LinkTiming>;
}

/** Without O_CREAT: a printer that is not there must not become a file. Non-blocking: on paper out a write would hang its thread. */
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
 * A printer of the USB printer class, by its device file. The file is exclusive, and closing it cancels what is under way: it is
 * held open for life.
 */
export function openUsbFileLink({ path, timing }: UsbFileLinkOptions): Link {
  const openWire = (events: WireEvents): Wire => openFile(path, events);
  return createLink({ openWire, pieceBytes: PIECE_BYTES, bytesPerS: null }, timing);
}

function openFile(path: string, events: WireEvents): Wire {
  let file: number | null = null;
  let isOver = false;
  /** Calls to the kernel that have not come back: the file is closed after the last. */
  let pending = 0;
  let nextRead: NodeJS.Timeout | undefined;
  let nextWrite: NodeJS.Timeout | undefined;

  function destroy(): void {
    isOver = true;
    clearTimeout(nextRead);
    clearTimeout(nextWrite);
    if (file === null || pending > 0) return;
    const given = file;
    file = null;
    close(given, () => events.over());
  }

  function lose(): void {
    events.lost('closed-by-device');
    destroy();
  }

  /** Notes that a call came back; false when nobody wants its result any more. */
  function cameBack(): boolean {
    pending -= 1;
    if (isOver) destroy();
    return !isOver;
  }

  function listen(buffer: Buffer): void {
    if (file === null) return;
    pending += 1;
    read(file, buffer, 0, buffer.length, null, (error, count) => {
      if (!cameBack()) return;
      // EINVAL: a one-way printer has nothing to say.
      if (error?.code === 'EINVAL') return;
      if (error && !isWait(error)) {
        lose();
        return;
      }
      if (count > 0) events.bytes(Buffer.from(buffer.subarray(0, count)));
      else if (!error) lookWhetherItIsThere();
      if (!isOver) nextRead = setTimeout(listen, count > 0 ? 0 : READ_EVERY_MS, buffer);
    });
  }

  /** Reading nothing without an error is an empty answer or the end; writing nothing tells which. */
  function lookWhetherItIsThere(): void {
    if (file === null) return;
    pending += 1;
    write(file, EMPTY, 0, 0, null, (error) => {
      if (cameBack() && error && !isWait(error)) lose();
    });
  }

  function push(piece: Uint8Array, waitMs: number, taken: () => void): void {
    if (file === null || isOver) return;
    pending += 1;
    write(file, piece, 0, piece.length, null, (error, count) => {
      if (!cameBack()) return;
      if (error && !isWait(error)) {
        lose();
        return;
      }
      const rest = error ? piece : piece.subarray(count);
      if (!error && rest.length === 0) taken();
      else if (error) nextWrite = setTimeout(push, waitMs, rest, Math.min(waitMs * 2, LAST_WAIT_MS), taken);
      else push(rest, FIRST_WAIT_MS, taken);
    });
  }

  function giveUp(trouble: LinkTrouble): void {
    events.lost(trouble);
    events.over();
  }

  void findHindrance(path).then((hindrance) => {
    if (hindrance !== null || isOver) giveUp(hindrance ?? 'failed');
    else
      open(path, FLAGS, (error, openedFile) => {
        if (error) {
          giveUp(troubleOfOpening(error.code));
          return;
        }
        file = openedFile;
        if (isOver) {
          destroy();
          return;
        }
        events.opened();
        listen(Buffer.allocUnsafe(READ_BYTES));
      });
  });

  return {
    write: (piece, taken) => push(piece, FIRST_WAIT_MS, taken),
    // The kernel's driver refuses even an empty write until the transfer before it has reached the printer.
    end: () => push(EMPTY, FIRST_WAIT_MS, destroy),
    destroy,
  };
}
