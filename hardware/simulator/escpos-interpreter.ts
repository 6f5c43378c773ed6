import type { Action, Interpreter } from './dialect.ts';
import { createSymbols, type Symbols } from './escpos-symbols.ts';
import { type Bitmap, enlarge } from './glyphs.ts';
import { unpackDots } from './images.ts';
import { type Head, type InterpreterOptions, interpret } from './interpreter.ts';
import type { Alignment } from './line.ts';

const LINE_SPACING_DOTS = 30;
const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const WITH_ONE_ARGUMENT = new Set([
  ...[...'taEMdJ!-3GV{R '].map((name) => `${ESC}${name}`),
  ...[...'!barBHIfhw\u00e0'].map((name) => `${GS}${name}`),
]);
const WITH_TWO_ARGUMENTS = new Set([`${ESC}$`, `${ESC}\\`, `${GS}L`, `${GS}W`, `${GS}P`, '28p']);

/**
 * Interprets print data as Epson's command manual describes (download4.epson.biz/sec_pubs/pos/reference_en/escpos, one page per command).
 */
export function createInterpreter(options: InterpreterOptions): Interpreter {
  const symbols = createSymbols();
  return interpret(options, {
    spacingDots: LINE_SPACING_DOTS,
    begins: (byte) => byte === ESC || byte === GS || byte === FS,
    commandLength,
    obey: (command, head) => obey(command, head, symbols),
    cancelByte: null,
    proofLength: (waiting) => (isProofRequest(waiting) ? commandLength(waiting) : 0),
    reset: symbols.reset,
  });
}

function obey(command: Uint8Array, head: Head, symbols: Symbols): Action | null | undefined {
  const [first, second = 0, n = 0] = command;
  const name = String.fromCharCode(second);
  if (first === ESC) return obeyEscape(name, n, head);
  if (first === GS)
    return name === '(' || name === '8' ? obeyFunction(command, head, symbols) : obeyGroup(name, command, head);
  return name === 'p' ? head.printImage(head.logo(String(n))) : undefined;
}

function obeyEscape(name: string, n: number, head: Head): Action | null | undefined {
  switch (name) {
    case '@':
      return head.begin();
    case 't':
      return head.restyle({ page: n });
    case 'a':
      return head.restyle({ align: alignmentOf(n) });
    case 'E':
      return head.restyle({ bold: (n & 1) === 1 });
    case 'M':
      return head.restyle({ font: n % 48 === 1 ? 'b' : 'a' });
    case '!':
      return head.restyle({
        font: n & 0x01 ? 'b' : 'a',
        bold: (n & 0x08) !== 0,
        heightScale: n & 0x10 ? 2 : 1,
        widthScale: n & 0x20 ? 2 : 1,
      });
    case '2':
      return head.restyle({ spacingDots: LINE_SPACING_DOTS });
    case '3':
      return head.restyle({ spacingDots: n });
    case 'd':
      return head.flush(n * head.style().spacingDots);
    case 'J':
      return head.flush(n);
    case 'i':
    case 'm':
      return { kind: 'cut', feedDots: 0, feedToBlade: false };
    default:
      return undefined;
  }
}

function obeyGroup(name: string, command: Uint8Array, head: Head): Action | null | undefined {
  const [, , n = 0, feed = 0] = command;
  switch (name) {
    case '!':
      return head.restyle({ widthScale: (n >> 4) + 1, heightScale: (n & 0x0f) + 1 });
    case 'b':
      return head.restyle({ smooth: (n & 1) === 1 });
    case 'a':
    case '\u00e0':
      return { kind: 'report-changes', selection: n };
    case 'r':
      return n % 48 === 1 ? { kind: 'answer-paper' } : undefined;
    case 'I':
      return { kind: 'answer-name', which: n };
    case 'V':
      return { kind: 'cut', feedDots: n >= 65 ? feed : 0, feedToBlade: n >= 65 };
    // This command is for the presenter of the maker Custom, which the virtual printer does not have.
    case 'e':
      return null;
    case 'v':
      return head.printImage(rasterImage(command));
    default:
      return undefined;
  }
}

function obeyFunction(command: Uint8Array, head: Head, symbols: Symbols): Action | null | undefined {
  if (isProofRequest(command)) return { kind: 'answer-when-printed', processId: command.slice(7) };
  const drawn = symbols.obey(command, head.logo);
  if (drawn === undefined || drawn === null) return drawn;
  return head.printImage(drawn.image, drawn.code);
}

const alignmentOf = (n: number): Alignment => (n % 48 === 1 ? 1 : n % 48 === 2 ? 2 : 0);

function rasterImage(command: Uint8Array): Bitmap {
  const [, , , m = 0, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = command;
  const image = unpackDots(command.subarray(8), xLow + xHigh * 256, yLow + yHigh * 256);
  return enlarge(image, m & 1 ? 2 : 1, m & 2 ? 2 : 1);
}

/** Returns the length of the first command, which may be more than has arrived. For an unknown command, the length of its name. */
function commandLength(bytes: Uint8Array): number {
  const [first = 0, second, third, ...rest] = bytes.subarray(0, 8);
  if (second === undefined) return 2;
  const name = String.fromCharCode(second);
  if (WITH_ONE_ARGUMENT.has(`${first}${name}`)) return 3;
  if (WITH_TWO_ARGUMENTS.has(`${first}${name}`)) return 4;
  if (first === GS && name === '(') return lengthWith(rest.slice(0, 2), 5);
  if (first === GS && name === '8') return lengthWith(rest.slice(0, 4), 7);
  // The command for Custom's presenter has one more argument, the number of steps (manual of Custom's KPM216H, page 62).
  if (first === GS && name === 'e') return third === 3 ? 4 : 3;
  if (first === GS && name === 'V') return third === 65 || third === 66 ? 4 : 3;
  if (first === GS && name === 'v') {
    const [, xLow, xHigh, yLow, yHigh] = rest;
    if (xLow === undefined || xHigh === undefined || yLow === undefined || yHigh === undefined) return 8;
    return 8 + (xLow + xHigh * 256) * (yLow + yHigh * 256);
  }
  return 2;
}

/** Returns the length of a command whose head ends with a byte count, lowest byte first. */
function lengthWith(count: readonly (number | undefined)[], headLength: number): number {
  const known = count.filter((byte) => byte !== undefined);
  if (known.length < headLength - 3) return headLength;
  return headLength + known.reduce((sum, byte, place) => sum + byte * 256 ** place, 0);
}

function isProofRequest(bytes: Uint8Array): boolean {
  const [first, second, third, low, high, fn] = bytes;
  return (
    first === GS && second === 0x28 && third === 0x48 && low === 6 && high === 0 && (fn === undefined || fn === 48)
  );
}
