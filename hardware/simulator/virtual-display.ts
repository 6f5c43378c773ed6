import { createListeners } from '../link/listeners.ts';
import { openPtyForHost } from './pty-host.ts';

/** `text` is shown steadily or flashing; the light belongs to a beacon. */
export interface DisplayFace {
  text: string;
  light: 'off' | 'on' | 'blinks';
}

/** Obeys the first command. Returns the new face and the remaining bytes; `null` while the command is incomplete. */
type Obeys = (heard: Buffer, face: DisplayFace) => { face: DisplayFace; rest: Buffer } | null;

const [SOH, STX, EOT, ESC] = [0x01, 0x02, 0x04, 0x1b];
const DARK: DisplayFace = { text: '', light: 'off' };

/** An Alpha sign reads seven bits and even parity; it ignores a packet with a wrong byte. */
const alpha: Obeys = (heard, face) => {
  const end = heard.findIndex((byte) => (byte & 0x7f) === EOT);
  if (end < 0) return null;
  const rest = heard.subarray(end + 1);
  const packet = heard.subarray(0, end);
  if (packet.some((byte) => onesOf(byte) % 2 !== 0)) return { face, rest };
  const bytes = packet.map((byte) => byte & 0x7f);
  const begin = bytes.indexOf(SOH);
  // A packet begins with five nulls, from which the sign detects the speed. Then come the type and address that mean all signs, and the
  // command "write text" into file A.
  const isText =
    begin >= 5 &&
    Buffer.from(bytes)
      .subarray(begin, begin + 7)
      .toString('latin1') === '\x01Z00\x02AA';
  if (!isText || bytes[begin + 4] !== STX) return { face, rest };
  const content = Buffer.from(bytes).subarray(begin + 7);
  if (content.length === 0) return { face: DARK, rest };
  const mode = content[0] === ESC ? String.fromCharCode(content[2] ?? 0) : '';
  const light = mode === 'b' ? 'on' : mode === 'c' ? 'blinks' : null;
  return { face: light === null ? face : { text: content.subarray(3).toString('latin1'), light }, rest };
};

const onesOf = (byte: number): number => byte.toString(2).replaceAll('0', '').length;

const GREEN: Readonly<Record<number, DisplayFace['light']>> = { 20: 'on', 36: 'off', 68: 'blinks' };

/** A tower light reads each byte as a command. Only its green lamp is simulated. */
const towerLight: Obeys = (heard, face) => {
  const [first] = heard;
  if (first === undefined) return null;
  return { face: { text: '', light: GREEN[first] ?? face.light }, rest: heard.subarray(1) };
};

const textLine: Obeys = (heard) => {
  const end = heard.indexOf('\r\n');
  if (end < 0) return null;
  const text = heard.subarray(0, end).toString('ascii');
  return { face: { text, light: text === '' ? 'off' : 'on' }, rest: heard.subarray(end + 2) };
};

export const DISPLAY_KINDS = { 'alpha-led': alpha, 'adafruit-tower-light': towerLight, 'text-line': textLine } as const;
export type DisplayKind = keyof typeof DISPLAY_KINDS;

/**
 * A display or beacon at the other end of a serial line. It decodes bytes by its maker's manual and, as a check, shares no code with the
 * driver.
 */
export interface VirtualDisplay {
  face(): DisplayFace;
  /** Calls `listener` when the face changes. Returns a function that stops it. */
  onFace(listener: (face: DisplayFace) => void): () => void;
  /** Cuts the power: the display is dark and forgets its text. */
  switchOff(): void;
  close(): Promise<void>;
}

export interface VirtualDisplayOptions {
  path: string;
  kind: DisplayKind;
}

/** Starts a display or beacon on the line. It reopens a line that was unplugged and keeps its face meanwhile. Rejects with `CannotOpen`. */
export async function startVirtualDisplay({ path, kind }: VirtualDisplayOptions): Promise<VirtualDisplay> {
  const listeners = createListeners<DisplayFace>();
  let face = DARK;
  let heard: Buffer = Buffer.alloc(0);

  function enter(next: DisplayFace): void {
    if (next.text === face.text && next.light === face.light) return;
    face = next;
    listeners.tell(face);
  }

  const line = await openPtyForHost(path, {
    connected() {
      heard = Buffer.alloc(0);
    },
    bytes(bytes) {
      heard = Buffer.concat([heard, bytes]);
      for (let obeyed = DISPLAY_KINDS[kind](heard, face); obeyed !== null; obeyed = DISPLAY_KINDS[kind](heard, face)) {
        heard = obeyed.rest;
        enter(obeyed.face);
      }
    },
  });
  return {
    face: () => face,
    onFace: listeners.add,
    switchOff() {
      heard = Buffer.alloc(0);
      enter(DARK);
    },
    close: () => line.close(),
  };
}
