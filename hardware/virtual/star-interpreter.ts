import { createCommandBuffer } from './command-buffer.ts';
import type { Action, Interpreter } from './dialect.ts';
import type { InterpreterOptions } from './escpos-interpreter.ts';
import type { Bitmap, FontName } from './glyphs.ts';
import { drawQr, type ErrorCorrection, unpackDots } from './images.ts';
import { type Alignment, alignImage, createLine } from './line.ts';

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

const AFTER_RESET: Style = {
  font: 'a',
  bold: false,
  smooth: false,
  widthScale: 1,
  heightScale: 1,
  align: 0,
  page: 0,
  /** 4 mm at 203 dpi, the default of `ESC z`. */
  spacingDots: 32,
};
const DOTS_PER_MM = 8;
/** `ESC 0`: 3 mm. */
const NARROW_SPACING_DOTS = 24;
/** `ESC k` takes so many rows. */
const BAND_ROWS = 24;
const ESC = 0x1b;
const LF = 0x0a;
const ETB = 0x17;
const CAN = 0x18;
const LEVELS: readonly ErrorCorrection[] = ['L', 'M', 'Q', 'H'];
const LENGTH_OF_ESC: Readonly<Record<string, number>> = {
  '@': 2,
  E: 2,
  F: 2,
  M: 2,
  '0': 2,
  a: 3,
  d: 3,
  h: 3,
  I: 3,
  J: 3,
  l: 3,
  R: 3,
  W: 3,
  z: 3,
  i: 4,
};

/**
 * Reads print data as the STAR Line Mode command specifications say (manualsdir.com/manuals/142740). CAN is obeyed on receipt, but
 * inside the data of another command it is data, so an image cut short swallows it.
 */
export function createStarInterpreter(
  { profile, draws = true, logos = {} }: InterpreterOptions,
  onCancel: () => void,
): Interpreter {
  const cp1252 = new TextDecoder('windows-1252');
  const buffer = createCommandBuffer();
  const line = createLine(profile.widthDots, draws);
  let style = AFTER_RESET;
  let moved = false;
  let qr = { level: LEVELS[0] ?? 'L', moduleDots: 3, data: new Uint8Array() };
  /** Bytes at the front that end where a command ends. */
  let whole = 0;

  function flush(spacingDots: number): Action {
    moved = true;
    if (line.isEmpty()) return { kind: 'feed', heightDots: spacingDots };
    const { text, bitmap } = line.take(style.align);
    return { kind: 'print', bitmap, text, heightDots: Math.max(bitmap.heightDots, spacingDots) };
  }

  function add(byte: number): Action | null {
    const known = byte < 0x80 || style.page === profile.cp1252Page;
    const character = known ? cp1252.decode(Uint8Array.of(byte)) : '\u00bf';
    if (!line.add(character, style)) return flush(style.spacingDots);
    if (!known) buffer.note(`${byte.toString(16)} in page ${style.page}`);
    take(1);
    return null;
  }

  function printImage(image: Bitmap | null | undefined, code?: string): Action | null {
    if (!image) return null;
    moved = true;
    const bitmap = alignImage(image, profile.widthDots, style.align, draws);
    return { kind: 'print', bitmap, text: '', heightDots: image.heightDots, ...(code === undefined ? {} : { code }) };
  }

  function obey(command: Uint8Array): Action | null | undefined {
    const [, second = 0, n = 0, m = 0] = command;
    switch (String.fromCharCode(second)) {
      case '@':
        if (!moved) buffer.forgetObeyed();
        style = AFTER_RESET;
        line.forget();
        return { kind: 'begin' };
      case 'E':
        return restyle({ bold: true });
      case 'F':
        return restyle({ bold: false });
      // Characters without space between them, as they are drawn here; the other pitches are not known.
      case 'M':
        return null;
      case 'W':
        return restyle({ widthScale: n % 48 === 0 ? 1 : 2 });
      case 'h':
        return restyle({ heightScale: n % 48 === 0 ? 1 : 2 });
      case 'i':
        return restyle({ heightScale: (n % 48) + 1, widthScale: (m % 48) + 1 });
      case 'z':
        return restyle({ spacingDots: n % 48 === 1 ? AFTER_RESET.spacingDots : NARROW_SPACING_DOTS });
      case '0':
        return restyle({ spacingDots: NARROW_SPACING_DOTS });
      case 'k':
        line.addImage(unpackDots(command.subarray(4), n, BAND_ROWS));
        return null;
      case 'a':
        return flush(n * style.spacingDots);
      case 'J':
        return flush((n * DOTS_PER_MM) / 4);
      case 'I':
        return flush((n * DOTS_PER_MM) / 8);
      case 'd':
        return { kind: 'cut', feedDots: 0, feedToBlade: n % 48 >= 2 };
      case '\u001e':
        return obeyStatus(String.fromCharCode(n), m);
      case '\u001c':
        return printImage(logos[String(m)]);
      case '\u001d':
        return obeyGroup(command);
      default:
        return undefined;
    }
  }

  function obeyStatus(name: string, n: number): Action | null | undefined {
    if (name === 'a') return { kind: 'report-changes', selection: n % 48 };
    if (name === 'E') return { kind: 'clear-counter' };
    if (name === 'F') return restyle({ font: n % 48 === 1 ? 'b' : 'a' });
    return undefined;
  }

  function obeyGroup(command: Uint8Array): Action | null | undefined {
    const [, , third = 0, n = 0] = command;
    switch (String.fromCharCode(third)) {
      case 't':
        return restyle({ page: n });
      case 'a':
        return restyle({ align: n % 48 === 1 ? 1 : n % 48 === 2 ? 2 : 0 });
      case 'b':
        return restyle({ smooth: (n & 1) === 1 });
      case 'S': {
        const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = command;
        return printImage(unpackDots(command.subarray(9), xLow + xHigh * 256, yLow + yHigh * 256));
      }
      case 'y':
        return obeyQr(command);
      // Start and end of a document, which on Ethernet keep another host's data out.
      case '\u0003':
        return null;
      default:
        return undefined;
    }
  }

  function obeyQr(command: Uint8Array): Action | null | undefined {
    const [, , , what = 0, which = 0, n = 0] = command;
    switch (String.fromCharCode(what, which)) {
      case 'S0':
        return null;
      case 'S1':
        qr.level = LEVELS[n] ?? qr.level;
        return null;
      case 'S2':
        if (n >= 1 && n <= 8) qr.moduleDots = n;
        return null;
      case 'D1':
        qr.data = command.slice(8);
        return null;
      default:
        if (what !== 0x50) return undefined;
        return printImage(drawQr(qr.data, qr.level, qr.moduleDots), Buffer.from(qr.data).toString('latin1'));
    }
  }

  function restyle(change: Partial<Style>): null {
    style = { ...style, ...change };
    return null;
  }

  function take(count: number): void {
    buffer.consume(count);
    whole = Math.max(0, whole - count);
  }

  function drop(): void {
    buffer.drop();
    line.forget();
    whole = 0;
  }

  function reset(): void {
    drop();
    style = AFTER_RESET;
    qr = { level: 'L', moduleDots: 3, data: new Uint8Array() };
  }

  /** Walks over what arrived, command by command, so that a CAN between two of them is found at once. */
  function walk(): void {
    for (;;) {
      const rest = buffer.waiting().subarray(whole);
      const [byte] = rest;
      if (byte === undefined) return;
      if (byte === CAN) {
        const after = rest.slice(1);
        reset();
        onCancel();
        buffer.add(after);
        continue;
      }
      const length = byte === ESC ? commandLength(rest) : 1;
      if (rest.length < length) return;
      whole += length;
    }
  }

  return {
    receive(bytes) {
      buffer.add(bytes);
      walk();
    },
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
          take(1);
          return flush(style.spacingDots);
        } else if (byte === ETB) {
          take(1);
          return { kind: 'raise-counter' };
        } else if (byte === ESC) {
          const length = commandLength(waiting);
          if (waiting.length < length) return null;
          const action = obey(waiting.subarray(0, length));
          if (action === undefined) buffer.refuse(length);
          else buffer.consume(length);
          whole = Math.max(0, whole - length);
          if (action) return action;
        } else {
          buffer.refuse(1);
          whole = Math.max(0, whole - 1);
        }
      }
    },
    drop,
    reset,
    takeBytes() {
      moved = false;
      return buffer.takeObeyed(buffer.waiting()[0] === ETB ? 1 : 0);
    },
    takeUnknown: buffer.takeUnknown,
  };
}

function commandLength(bytes: Uint8Array): number {
  const [, second, third, fourth, fifth, , lowByte, highByte] = bytes.subarray(0, 9);
  if (second === undefined) return 2;
  const known = LENGTH_OF_ESC[String.fromCharCode(second)];
  if (known !== undefined) return known;
  if (second === 0x6b) return third === undefined ? 4 : 4 + third * BAND_ROWS;
  if (second === 0x1e) return 4;
  if (second === 0x1c) return 5;
  if (second !== 0x1d) return 2;
  if (third === undefined) return 3;
  switch (String.fromCharCode(third)) {
    case '\u0003':
      return 6;
    case 'S': {
      const [, , , , xLow, xHigh, yLow, yHigh] = bytes;
      if (xLow === undefined || xHigh === undefined || yLow === undefined || yHigh === undefined) return 9;
      return 9 + (xLow + xHigh * 256) * (yLow + yHigh * 256);
    }
    case 'y':
      if (fourth === undefined) return 5;
      if (fourth === 0x50 || fourth === 0x49) return 4;
      if (fourth === 0x53) return 6;
      if (fifth === undefined || lowByte === undefined || highByte === undefined) return 8;
      return 8 + lowByte + highByte * 256;
    default:
      return 4;
  }
}
