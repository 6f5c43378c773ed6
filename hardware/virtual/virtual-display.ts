import { openPtyForHost } from './pty-host.ts';

/** What can be read of it: nothing, a text that stands, or one that flashes; of a beacon whether its light is off, on or blinks. */
export interface DisplayFace {
  text: string;
  light: 'off' | 'on' | 'blinks';
}

/** What was read, and the bytes after it. `null`: not whole yet. */
type Obeys = (heard: Buffer, face: DisplayFace) => { face: DisplayFace; rest: Buffer } | null;

const [SOH, STX, EOT, ESC] = [0x01, 0x02, 0x04, 0x1b];
const DARK: DisplayFace = { text: '', light: 'off' };

/** An Alpha sign, seven bits and even parity: a packet of which a byte is wrong is passed over, as the sign does. */
const alpha: Obeys = (heard, face) => {
  const end = heard.findIndex((byte) => (byte & 0x7f) === EOT);
  if (end < 0) return null;
  const rest = heard.subarray(end + 1);
  const packet = heard.subarray(0, end);
  if (packet.some((byte) => onesOf(byte) % 2 !== 0)) return { face, rest };
  const bytes = packet.map((byte) => byte & 0x7f);
  const begin = bytes.indexOf(SOH);
  // Five nulls, by which it finds the speed; then everybody's type and address, and "write text" into file A.
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

/** A tower light, of which the green one is looked at: each byte is an order. */
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

/** A display or beacon at the other end of a serial line, which reads the bytes by its maker's manual and by nothing of the driver's. */
export interface VirtualDisplay {
  face(): DisplayFace;
  /** Called when something else is to be read; returns how to stop listening. */
  onFace(listener: (face: DisplayFace) => void): () => void;
  /** As after a cut of its power: dark, and it knows nothing. */
  switchOff(): void;
  close(): Promise<void>;
}

export interface VirtualDisplayOptions {
  /** Its end of a pair of ptys, raw. */
  path: string;
  kind: DisplayKind;
}

/** Rejects with `CannotOpen`. A line that was torn out is opened again when it is there; what it showed before stands meanwhile. */
export async function startVirtualDisplay({ path, kind }: VirtualDisplayOptions): Promise<VirtualDisplay> {
  const listeners = new Set<(face: DisplayFace) => void>();
  let face = DARK;
  let heard: Buffer = Buffer.alloc(0);

  function enter(next: DisplayFace): void {
    if (next.text === face.text && next.light === face.light) return;
    face = next;
    for (const listener of [...listeners]) listener(face);
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
    onFace(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    switchOff() {
      heard = Buffer.alloc(0);
      enter(DARK);
    },
    close: () => line.close(),
  };
}
