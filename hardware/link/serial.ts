import { SerialPort } from 'serialport';
import type { BaudRate, FlowControl } from './address.ts';
import type { Link, LinkTrouble } from './contract.ts';
import { findHindrance, troubleOfOpening } from './device-file.ts';
import { createLink, type LinkTiming } from './reconnecting.ts';
import type { Wire, WireEvents } from './session.ts';

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
export function openSerialLink({ path, baudRate, flowControl, timing }: SerialLinkOptions): Link {
  const openWire = (events: WireEvents): Wire => openPort(path, baudRate, flowControl, events);
  const bytesPerS = baudRate / BITS_PER_BYTE;
  return createLink({ openWire, pieceBytes: Math.ceil(bytesPerS * PIECE_S), bytesPerS }, timing);
}

/** A port object serves one connection: after a failed write it never opens again, and it keeps what is written while closed. */
function openPort(path: string, baudRate: BaudRate, flowControl: FlowControl, events: WireEvents): Wire {
  const port = new SerialPort({
    path,
    baudRate,
    rtscts: flowControl === 'rtscts',
    xon: flowControl === 'xonxoff',
    xoff: flowControl === 'xonxoff',
    autoOpen: false,
    highWaterMark: 4_096,
  });
  let isUnwanted = false;
  let wasOpened = false;
  let look: NodeJS.Timeout | undefined;

  function loseAndDestroy(): void {
    events.lost('closed-by-device');
    destroy();
    tellOver();
  }

  /** After a failed write the stream says 'close' once and the port once more; only then is the file closed. */
  function tellOver(): void {
    if (!wasOpened || port.isOpen || port.closing) return;
    clearInterval(look);
    events.over();
  }

  /**
   * Reading a port that hung up gives nothing rather than an error, and serialport then reads again without end: one that went away
   * in the middle of an answer would stay open until the next write. Asking for its settings fails at once.
   */
  function lookWhetherItIsThere(): void {
    port.port?.getBaudRate().catch(loseAndDestroy);
  }

  function destroy(): void {
    isUnwanted = true;
    // The kernel waits for what a stopped device will not take, with a drain in a thread and for half a minute at closing.
    if (port.isOpen) port.flush(shut);
  }

  function shut(): void {
    if (port.isOpen) port.close(tellOver);
  }

  // Without a listener an unplugged port goes unnoticed until the next write.
  port.on('data', events.bytes);
  port.on('error', loseAndDestroy);
  port.on('close', () => {
    events.lost('closed-by-device');
    tellOver();
  });

  function giveUp(trouble: LinkTrouble): void {
    events.lost(trouble);
    events.over();
  }

  void findHindrance(path).then((hindrance) => {
    if (hindrance !== null || isUnwanted) giveUp(hindrance ?? 'failed');
    else
      port.open((error) => {
        if (error) {
          giveUp(troubleOfMessage(error.message));
          return;
        }
        wasOpened = true;
        if (isUnwanted) {
          destroy();
          return;
        }
        look = setInterval(lookWhetherItIsThere, LOOK_EVERY_MS);
        events.opened();
      });
  });

  return {
    write(piece, taken) {
      if (!port.isOpen) return;
      port.write(piece, (failed) => {
        if (failed) loseAndDestroy();
        else if (port.isOpen) port.drain((unsent) => (unsent ? loseAndDestroy() : taken()));
      });
    },
    end: shut,
    destroy,
  };
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
