import type { Action, Interpreter } from './dialect.ts';
import { drawQr, type ErrorCorrection, unpackDots } from './images.ts';
import { type Head, type InterpreterOptions, interpret, type Language } from './interpreter.ts';

/** 4 mm at 203 dpi, the default of `ESC z`. */
const LINE_SPACING_DOTS = 32;
const DOTS_PER_MM = 8;
/** The spacing that `ESC 0` sets: 3 mm. */
const NARROW_SPACING_DOTS = 24;
const BAND_ROWS = 24;
const ESC = 0x1b;
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

interface QrCode {
  level: ErrorCorrection;
  moduleDots: number;
  data: Uint8Array;
}
const NO_QR_CODE: QrCode = { level: 'L', moduleDots: 3, data: new Uint8Array() };

/**
 * Interprets print data after the STAR Line Mode command specifications (manualsdir.com/manuals/142740). CAN is obeyed on receipt, except
 * inside the data of another command, where it counts as data. So a printer that awaits the rest of an image does not obey CAN.
 */
export function createStarInterpreter(options: InterpreterOptions, onCancel: () => void): Interpreter {
  const qr = { ...NO_QR_CODE };
  const language: Language = {
    spacingDots: LINE_SPACING_DOTS,
    begins: (byte) => byte === ESC || byte === ETB,
    commandLength,
    obey: (command, head) => (command[0] === ETB ? { kind: 'raise-counter' } : obey(command, head, qr)),
    cancelByte: CAN,
    proofLength: ([byte]) => (byte === ETB ? 1 : 0),
    reset: () => void Object.assign(qr, NO_QR_CODE),
  };
  return interpret(options, language, onCancel);
}

function obey(command: Uint8Array, head: Head, qr: QrCode): Action | null | undefined {
  const [, second = 0, n = 0, m = 0] = command;
  switch (String.fromCharCode(second)) {
    case '@':
      return head.begin();
    case 'E':
      return head.restyle({ bold: true });
    case 'F':
      return head.restyle({ bold: false });
    // Here characters are always drawn without space between them, as this pitch does; other pitches are not simulated.
    case 'M':
      return null;
    case 'W':
      return head.restyle({ widthScale: n % 48 === 0 ? 1 : 2 });
    case 'h':
      return head.restyle({ heightScale: n % 48 === 0 ? 1 : 2 });
    case 'i':
      return head.restyle({ heightScale: (n % 48) + 1, widthScale: (m % 48) + 1 });
    case 'z':
      return head.restyle({ spacingDots: n % 48 === 1 ? LINE_SPACING_DOTS : NARROW_SPACING_DOTS });
    case '0':
      return head.restyle({ spacingDots: NARROW_SPACING_DOTS });
    case 'k':
      head.addImage(unpackDots(command.subarray(4), n, BAND_ROWS));
      return null;
    case 'a':
      return head.flush(n * head.style().spacingDots);
    case 'J':
      return head.flush((n * DOTS_PER_MM) / 4);
    case 'I':
      return head.flush((n * DOTS_PER_MM) / 8);
    case 'd':
      return { kind: 'cut', feedDots: 0, feedToBlade: n % 48 >= 2 };
    case '\u001e':
      return obeyStatus(String.fromCharCode(n), m, head);
    case '\u001c':
      return head.printImage(head.logo(String(m)));
    case '\u001d':
      return obeyGroup(command, head, qr);
    default:
      return undefined;
  }
}

function obeyStatus(name: string, n: number, head: Head): Action | null | undefined {
  if (name === 'a') return { kind: 'report-changes', selection: n % 48 };
  if (name === 'E') return { kind: 'clear-counter' };
  if (name === 'F') return head.restyle({ font: n % 48 === 1 ? 'b' : 'a' });
  return undefined;
}

function obeyGroup(command: Uint8Array, head: Head, qr: QrCode): Action | null | undefined {
  const [, , third = 0, n = 0] = command;
  switch (String.fromCharCode(third)) {
    case 't':
      return head.restyle({ page: n });
    case 'a':
      return head.restyle({ align: n % 48 === 1 ? 1 : n % 48 === 2 ? 2 : 0 });
    case 'b':
      return head.restyle({ smooth: (n & 1) === 1 });
    case 'S': {
      const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = command;
      return head.printImage(unpackDots(command.subarray(9), xLow + xHigh * 256, yLow + yHigh * 256));
    }
    case 'y':
      return obeyQr(command, head, qr);
    // This command marks the start and end of a document; on Ethernet it keeps other hosts' data out.
    case '\u0003':
      return null;
    default:
      return undefined;
  }
}

function obeyQr(command: Uint8Array, head: Head, qr: QrCode): Action | null | undefined {
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
      return head.printImage(drawQr(qr.data, qr.level, qr.moduleDots), Buffer.from(qr.data).toString('latin1'));
  }
}

function commandLength(bytes: Uint8Array): number {
  const [first, second, third, fourth, fifth, , lowByte, highByte] = bytes.subarray(0, 9);
  if (first === ETB) return 1;
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
