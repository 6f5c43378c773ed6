import type { PrinterProfile } from '../printer/profile.ts';
import { createCommandBuffer } from './command-buffer.ts';
import type { Action, Interpreter } from './dialect.ts';
import { commandLength, ESC, GS, isProofRequest } from './escpos-commands.ts';
import { createSymbols } from './escpos-symbols.ts';
import type { Bitmap, FontName } from './glyphs.ts';
import { enlarge, unpackDots } from './images.ts';
import { type Alignment, alignImage, createLine } from './line.ts';

export interface InterpreterOptions {
  profile: Pick<PrinterProfile, 'widthDots' | 'cp1252Page'>;
  /** Without it lines keep their text and their length, and no dot is drawn. Default true. */
  draws?: boolean;
  /** Pictures stored in the printer, by key (`GS ( L` function 69) or number (`FS p`). */
  logos?: Readonly<Record<string, Bitmap>>;
}

interface Style {
  font: FontName;
  bold: boolean;
  smooth: boolean;
  widthScale: number;
  heightScale: number;
  align: Alignment;
  page: number;
  spacingDots: number;
}

/** Epson's default. */
const LINE_SPACING_DOTS = 30;
const AFTER_RESET: Style = {
  font: 'a',
  bold: false,
  smooth: false,
  widthScale: 1,
  heightScale: 1,
  align: 0,
  page: 0,
  spacingDots: LINE_SPACING_DOTS,
};
const LF = 0x0a;
const FS = 0x1c;

/**
 * Reads print data as the maker's command manual says
 * (download4.epson.biz/sec_pubs/pos/reference_en/escpos, one page per command).
 */
export function createInterpreter({ profile, draws = true, logos = {} }: InterpreterOptions): Interpreter {
  const cp1252 = new TextDecoder('windows-1252');
  const buffer = createCommandBuffer();
  const line = createLine(profile.widthDots, draws);
  const symbols = createSymbols();
  let style = AFTER_RESET;
  /** Where the present line is set; `ESC a` counts at its start only. */
  let lineAlign: Alignment = 0;
  /** Whether the paper moved since the last cut. */
  let moved = false;

  /** Prints the line and moves on by the spacing, or by the characters' height when that is more. */
  function flush(spacingDots: number): Action {
    moved = true;
    if (line.isEmpty()) return { kind: 'feed', heightDots: spacingDots };
    const { text, bitmap } = line.take(lineAlign);
    lineAlign = style.align;
    return { kind: 'print', bitmap, text, heightDots: Math.max(bitmap.heightDots, spacingDots) };
  }

  /** `null` when the line was full: then it is printed and the same byte comes again. */
  function add(byte: number): Action | null {
    const known = byte < 0x80 || style.page === profile.cp1252Page;
    const character = known ? cp1252.decode(Uint8Array.of(byte)) : '\u00bf';
    if (!line.add(character, style)) return flush(style.spacingDots);
    if (!known) buffer.note(`${byte.toString(16)} in page ${style.page}`);
    buffer.consume(1);
    return null;
  }

  /** A picture moves the paper by its own height. */
  function printImage(image: Bitmap | null | undefined, code?: string): Action | null {
    if (!image) return null;
    moved = true;
    const bitmap = alignImage(image, profile.widthDots, style.align, draws);
    return { kind: 'print', bitmap, text: '', heightDots: image.heightDots, ...(code === undefined ? {} : { code }) };
  }

  /** `undefined` for a command that this printer does not know. */
  function obey(command: Uint8Array): Action | null | undefined {
    const [first, second = 0, n = 0] = command;
    const name = String.fromCharCode(second);
    if (first === ESC) return obeyEscape(name, n);
    if (first === GS) return name === '(' || name === '8' ? obeyFunction(command) : obeyGroup(name, command);
    return name === 'p' ? printImage(logos[String(n)]) : undefined;
  }

  function obeyEscape(name: string, n: number): Action | null | undefined {
    switch (name) {
      case '@':
        // What was set before and printed nothing is no part of any paper.
        if (!moved) buffer.forgetObeyed();
        style = AFTER_RESET;
        line.forget();
        lineAlign = 0;
        return { kind: 'begin' };
      case 't':
        return restyle({ page: n });
      case 'a':
        style = { ...style, align: alignmentOf(n) };
        if (line.isEmpty()) lineAlign = style.align;
        return null;
      case 'E':
        return restyle({ bold: (n & 1) === 1 });
      case 'M':
        return restyle({ font: n % 48 === 1 ? 'b' : 'a' });
      case '!':
        return restyle({
          font: n & 0x01 ? 'b' : 'a',
          bold: (n & 0x08) !== 0,
          heightScale: n & 0x10 ? 2 : 1,
          widthScale: n & 0x20 ? 2 : 1,
        });
      case '2':
        return restyle({ spacingDots: LINE_SPACING_DOTS });
      case '3':
        return restyle({ spacingDots: n });
      case 'd':
        return flush(n * style.spacingDots);
      case 'J':
        return flush(n);
      case 'i':
      case 'm':
        return { kind: 'cut', feedDots: 0, feedToBlade: false };
      default:
        return undefined;
    }
  }

  function obeyGroup(name: string, command: Uint8Array): Action | null | undefined {
    const [, , n = 0, feed = 0] = command;
    switch (name) {
      case '!':
        return restyle({ widthScale: (n >> 4) + 1, heightScale: (n & 0x0f) + 1 });
      case 'b':
        return restyle({ smooth: (n & 1) === 1 });
      case 'a':
      case '\u00e0':
        return { kind: 'report-changes', selection: n };
      case 'r':
        return n % 48 === 1 ? { kind: 'answer-paper' } : undefined;
      case 'V':
        return { kind: 'cut', feedDots: n >= 65 ? feed : 0, feedToBlade: n >= 65 };
      // Custom's presenter, which has nothing to show here.
      case 'e':
        return null;
      case 'v':
        return printImage(rasterImage(command));
      default:
        return undefined;
    }
  }

  function obeyFunction(command: Uint8Array): Action | null | undefined {
    if (isProofRequest(command)) return { kind: 'answer-when-printed', processId: command.slice(7) };
    const drawn = symbols.obey(command, (key) => logos[key] ?? null);
    if (drawn === undefined || drawn === null) return drawn;
    return printImage(drawn.image, drawn.code);
  }

  function restyle(change: Partial<Style>): null {
    style = { ...style, ...change };
    return null;
  }

  function drop(): void {
    buffer.drop();
    line.forget();
    lineAlign = style.align;
  }

  return {
    receive: buffer.add,
    held: () => buffer.waiting().length,
    next() {
      for (;;) {
        const waiting = buffer.waiting();
        const [byte] = waiting;
        if (byte === undefined) return null;
        if (byte >= 0x20 && byte !== 0x7f) {
          const full = add(byte);
          if (full !== null) return full;
        } else if (byte === LF) {
          buffer.consume(1);
          return flush(style.spacingDots);
        } else if (byte === ESC || byte === GS || byte === FS) {
          const length = commandLength(waiting);
          if (waiting.length < length) return null;
          const action = obey(waiting.subarray(0, length));
          if (action === undefined) buffer.refuse(length);
          else buffer.consume(length);
          if (action) return action;
        } else buffer.refuse(1);
      }
    },
    drop,
    reset() {
      drop();
      style = AFTER_RESET;
      lineAlign = 0;
      symbols.reset();
    },
    takeBytes() {
      moved = false;
      const waiting = buffer.waiting();
      return buffer.takeObeyed(isProofRequest(waiting) ? Math.min(waiting.length, commandLength(waiting)) : 0);
    },
    takeUnknown: buffer.takeUnknown,
  };
}

const alignmentOf = (n: number): Alignment => (n % 48 === 1 ? 1 : n % 48 === 2 ? 2 : 0);

/** `GS v 0 m xL xH yL yH`, then the dots. */
function rasterImage(command: Uint8Array): Bitmap {
  const [, , , m = 0, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = command;
  const image = unpackDots(command.subarray(8), xLow + xHigh * 256, yLow + yHigh * 256);
  return enlarge(image, m & 1 ? 2 : 1, m & 2 ? 2 : 1);
}
