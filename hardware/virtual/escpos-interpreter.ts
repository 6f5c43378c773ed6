import type { PrinterProfile } from '../printer/profile.ts';
import { type Bitmap, drawGlyph, type FontName } from './glyphs.ts';

/** What the mechanism must do before the next command may be read. */
export type Action =
  | { kind: 'print'; bitmap: Bitmap; text: string; heightDots: number }
  | { kind: 'feed'; heightDots: number }
  | { kind: 'cut'; feedDots: number; feedToBlade: boolean }
  | { kind: 'answer-when-printed'; processId: Uint8Array }
  | { kind: 'answer-paper' }
  | { kind: 'report-changes'; on: boolean };

export interface Interpreter {
  receive(bytes: Uint8Array): void;
  /** Obeys commands up to the first that needs the mechanism; `null` when more bytes are needed for that. */
  next(): Action | null;
  /** Drops everything received and the line not yet printed. */
  drop(): void;
  /** The bytes obeyed since the last call, with a request for proof that stands next in the buffer. */
  takeBytes(): Uint8Array;
  takeUnknown(): string[];
}

interface Style {
  font: FontName;
  bold: boolean;
  smooth: boolean;
  widthScale: number;
  heightScale: number;
  align: number;
  page: number;
}

const AFTER_RESET: Style = { font: 'a', bold: false, smooth: false, widthScale: 1, heightScale: 1, align: 0, page: 0 };
/** Epson's default. */
const LINE_SPACING_DOTS = 30;
const LF = 0x0a;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const WITH_ONE_ARGUMENT = { [ESC]: 'taEMdJ', [GS]: '!bar' } as const;
const hex = (bytes: Iterable<number>) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
const charCode = (character: string) => character.charCodeAt(0);

/**
 * Reads print data as the maker's command manual says
 * (download4.epson.biz/sec_pubs/pos/reference_en/escpos, one page per command).
 */
export function createInterpreter(profile: PrinterProfile): Interpreter {
  const cp1252 = new TextDecoder('windows-1252');
  let buffer: Uint8Array = new Uint8Array();
  let obeyed: number[] = [];
  let unknown: string[] = [];
  let style = AFTER_RESET;
  let line = emptyLine(0);
  /** Bytes at the front of the buffer that were already counted to the paper before. */
  let counted = 0;
  /** Whether the paper moved since the last cut. */
  let moved = false;

  function consume(count: number): void {
    obeyed.push(...buffer.subarray(Math.min(counted, count), count));
    counted = Math.max(0, counted - count);
    buffer = buffer.subarray(count);
  }

  function refuse(count: number): void {
    unknown.push(hex(buffer.subarray(0, count)));
    consume(count);
  }

  /** Prints the line and moves on by the spacing, or by the characters' height when that is more. */
  function flush(spacingDots: number): Action {
    const { text, glyphs, widthDots, align } = line;
    moved = true;
    line = emptyLine(style.align);
    const heightDots = Math.max(0, ...glyphs.map((glyph) => glyph.heightDots));
    if (glyphs.length === 0) return { kind: 'feed', heightDots: spacingDots };
    const free = profile.widthDots - widthDots;
    const bitmap = { widthDots: profile.widthDots, heightDots, dots: new Uint8Array(profile.widthDots * heightDots) };
    let x = Math.floor((free * align) / 2);
    for (const glyph of glyphs) {
      place(glyph, bitmap, x, heightDots - glyph.heightDots);
      x += glyph.widthDots;
    }
    return { kind: 'print', bitmap, text, heightDots: Math.max(heightDots, spacingDots) };
  }

  /** `null` when the line was full: then it is printed and the same byte comes again. */
  function add(byte: number): Action | null {
    const known = byte < 0x80 || style.page === profile.cp1252Page;
    const character = known ? cp1252.decode(Uint8Array.of(byte)) : '\u00bf';
    if (!known) unknown.push(`${hex([byte])} in page ${style.page}`);
    const glyph = drawGlyph(character, style);
    if (line.widthDots + glyph.widthDots > profile.widthDots && line.glyphs.length > 0) return flush(LINE_SPACING_DOTS);
    line.text += character;
    line.glyphs.push(glyph);
    line.widthDots += glyph.widthDots;
    consume(1);
    return null;
  }

  /** Length of the command at the front, which may be more than has arrived. Of an unknown command only the name is read. */
  function commandLength(prefix: typeof ESC | typeof GS): number {
    const [, second, third, low, high] = buffer;
    if (second === undefined) return 2;
    const name = String.fromCharCode(second);
    if (WITH_ONE_ARGUMENT[prefix].includes(name)) return 3;
    if (prefix === ESC) return 2;
    if (name === '(') return low === undefined || high === undefined ? 5 : 5 + low + high * 256;
    if (name !== 'V') return 2;
    return third === 65 || third === 66 ? 4 : 3;
  }

  /** `undefined` for a command that this printer does not know. */
  function obey(command: Uint8Array): Action | null | undefined {
    const [first, second = 0, n = 0] = command;
    const name = String.fromCharCode(second);
    if (first === ESC) return obeyEscape(name, n);
    if (first === GS) return name === '(' ? obeyFunction(command) : obeyGroup(name, n, command[3] ?? 0);
    return undefined;
  }

  function obeyEscape(name: string, n: number): Action | null | undefined {
    switch (name) {
      case '@':
        // What was set before and printed nothing is no part of any paper.
        if (!moved) obeyed = [];
        style = AFTER_RESET;
        line = emptyLine(0);
        // The manuals leave open whether a reset ends the reports; a host must do well with a printer that ends them.
        return { kind: 'report-changes', on: false };
      case 't':
        return restyle({ page: n });
      case 'a':
        if (line.glyphs.length === 0) line.align = n % 48;
        return restyle({ align: n % 48 });
      case 'E':
        return restyle({ bold: (n & 1) === 1 });
      case 'M':
        return restyle({ font: n % 48 === 1 ? 'b' : 'a' });
      case 'd':
        return flush(n * LINE_SPACING_DOTS);
      case 'J':
        return flush(n);
      default:
        return undefined;
    }
  }

  function obeyGroup(name: string, n: number, feed: number): Action | null | undefined {
    switch (name) {
      case '!':
        return restyle({ widthScale: (n >> 4) + 1, heightScale: (n & 0x0f) + 1 });
      case 'b':
        return restyle({ smooth: (n & 1) === 1 });
      case 'a':
        return { kind: 'report-changes', on: n !== 0 };
      case 'r':
        return n % 48 === 1 ? { kind: 'answer-paper' } : undefined;
      case 'V':
        return { kind: 'cut', feedDots: n >= 65 ? feed : 0, feedToBlade: n >= 65 };
      default:
        return undefined;
    }
  }

  function obeyFunction(command: Uint8Array): Action | null | undefined {
    if (command[2] === charCode('H') && command[5] === 48 && command.length === 11)
      return { kind: 'answer-when-printed', processId: Uint8Array.from(command.subarray(7)) };
    return undefined;
  }

  function restyle(change: Partial<Style>): null {
    style = { ...style, ...change };
    return null;
  }

  return {
    receive(bytes) {
      buffer = Buffer.concat([buffer, bytes]);
    },
    next() {
      for (;;) {
        const [byte] = buffer;
        if (byte === undefined) return null;
        if (byte >= 0x20 && byte !== 0x7f) {
          const full = add(byte);
          if (full !== null) return full;
        } else if (byte === LF) {
          consume(1);
          return flush(LINE_SPACING_DOTS);
        } else if (byte === ESC || byte === GS) {
          const length = commandLength(byte);
          if (buffer.length < length) return null;
          const action = obey(buffer.subarray(0, length));
          if (action === undefined) refuse(length);
          else consume(length);
          if (action) return action;
        } else refuse(byte === FS ? 2 : 1);
      }
    },
    drop() {
      buffer = new Uint8Array();
      counted = 0;
      line = emptyLine(style.align);
    },
    takeBytes() {
      const asksProof = buffer[0] === GS && buffer[1] === charCode('(') && buffer[2] === charCode('H');
      if (asksProof) counted = commandLength(GS);
      const bytes = Uint8Array.of(...obeyed, ...buffer.subarray(0, counted));
      obeyed = [];
      moved = false;
      return bytes;
    },
    takeUnknown() {
      const taken = unknown;
      unknown = [];
      return taken;
    },
  };
}

function emptyLine(align: number): { text: string; glyphs: Bitmap[]; widthDots: number; align: number } {
  return { text: '', glyphs: [], widthDots: 0, align };
}

function place(glyph: Bitmap, onto: Bitmap, left: number, top: number): void {
  for (let y = 0; y < glyph.heightDots; y += 1) {
    const row = glyph.dots.subarray(y * glyph.widthDots, (y + 1) * glyph.widthDots);
    onto.dots.set(row, (top + y) * onto.widthDots + left);
  }
}
