import { setTimeout as pause } from 'node:timers/promises';
import { createListeners } from '../link/listeners.ts';
import type { ScannerProfile } from '../scanner/profile.ts';
import type { HostSide } from './host-side.ts';
import { openPtyForHost } from './pty-host.ts';

export type ScanFault =
  | { kind: 'half-frame'; byteCount: number }
  | { kind: 'noise'; bytes: Uint8Array }
  /** A person holds the code in front of the scanner, which reads it this many times. */
  | { kind: 'held'; times: number };

export interface ScanOptions {
  /** The AIM identifier that is sent ahead of the code, such as `]Q1`. */
  aimIdentifier?: string;
  /** Each piece has this many bytes; a pause separates the pieces. */
  pieces?: { bytes: number; pauseMs: number };
  fault?: ScanFault;
}

export interface VirtualScanner {
  /** Reads one code. Resolves to true when the code is sent, to false when the trigger is off. */
  scan(code: string | Uint8Array, options?: ScanOptions): Promise<boolean>;
  /** False if the host's last command was to stop reading. */
  isReading(): boolean;
  /** Calls `listener` at each command of the host. Returns a function that stops it. */
  onTrigger(listener: (isReading: boolean) => void): () => void;
  /** Calls `listener` when an unplugged line is back. Bytes sent in between are lost. */
  onPlugged(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface VirtualScannerOptions {
  path: string;
  profile: ScannerProfile;
}

const fromHex = (hex: string | null | undefined) => Buffer.from(hex ?? '', 'hex');

/** Starts a scanner on the line and reopens a line that was unplugged. Rejects with `CannotOpen`. */
export async function startVirtualScanner({ path, profile }: VirtualScannerOptions): Promise<VirtualScanner> {
  const { framing, trigger } = profile;
  const triggerListeners = createListeners<boolean>();
  const plugListeners = createListeners<void>();
  let isReading = true;
  let heard: Buffer = Buffer.alloc(0);

  const line = await openPtyForHost(path, {
    connected() {
      heard = Buffer.alloc(0);
      plugListeners.tell();
    },
    bytes(bytes) {
      heard = Buffer.concat([heard, bytes]);
      while (obeyNext());
    },
  });

  function obeyNext(): boolean {
    if (trigger === null) {
      heard = Buffer.alloc(0);
      return false;
    }
    const [first] = commandsIn(heard, trigger);
    if (first === undefined) {
      heard = heard.subarray(-Math.max(trigger.onHex.length, trigger.offHex.length) / 2);
      return false;
    }
    heard = heard.subarray(first.at + first.bytes.length);
    isReading = first.reads;
    triggerListeners.tell(isReading);
    return true;
  }

  return {
    async scan(code, { aimIdentifier = '', pieces, fault } = {}) {
      if (!isReading) return false;
      const whole = frameOf(code, framing, aimIdentifier, fault);
      const times = fault?.kind === 'held' ? fault.times : 1;
      for (let count = 0; count < times; count += 1) {
        // A scanner needs a moment to read the same code again.
        if (count > 0) await pause(2 * framing.silenceMs);
        await sendInPieces(line, whole, pieces);
      }
      return true;
    },
    isReading: () => isReading,
    onTrigger: triggerListeners.add,
    onPlugged: plugListeners.add,
    close: () => line.close(),
  };
}

function commandsIn(heard: Buffer, { onHex, offHex }: NonNullable<ScannerProfile['trigger']>) {
  return [
    { bytes: fromHex(onHex), reads: true },
    { bytes: fromHex(offHex), reads: false },
  ]
    .map((command) => ({ ...command, at: heard.indexOf(command.bytes) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
}

function frameOf(
  code: string | Uint8Array,
  framing: ScannerProfile['framing'],
  aimIdentifier: string,
  fault: ScanFault | undefined,
): Buffer {
  const frame = Buffer.concat([
    fromHex(framing.prefixHex),
    Buffer.from(aimIdentifier),
    Buffer.from(code),
    fromHex(framing.suffixesHex[0]),
  ]);
  if (fault?.kind === 'half-frame') return frame.subarray(0, fault.byteCount);
  return fault?.kind === 'noise' ? Buffer.concat([fault.bytes, frame]) : frame;
}

async function sendInPieces(line: HostSide, bytes: Buffer, pieces: ScanOptions['pieces']): Promise<void> {
  const pieceBytes = pieces?.bytes ?? bytes.length;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (at > 0 && pieces !== undefined) await pause(pieces.pauseMs);
    line.send(bytes.subarray(at, at + pieceBytes));
  }
}
