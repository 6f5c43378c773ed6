export const ESC = 0x1b;
export const GS = 0x1d;

const WITH_ONE_ARGUMENT = new Set([
  ...[...'taEMdJ!-3GV{R '].map((name) => `${ESC}${name}`),
  ...[...'!barBHIfhw\u00e0'].map((name) => `${GS}${name}`),
]);
const WITH_TWO_ARGUMENTS = new Set([`${ESC}$`, `${ESC}\\`, `${GS}L`, `${GS}W`, `${GS}P`, '28p']);

/** Returns the length of the first command, which may be more than has arrived. For an unknown command, the length of its name. */
export function commandLength(bytes: Uint8Array): number {
  const [first = 0, second, third, ...rest] = bytes.subarray(0, 8);
  if (second === undefined) return 2;
  const name = String.fromCharCode(second);
  if (WITH_ONE_ARGUMENT.has(`${first}${name}`)) return 3;
  if (WITH_TWO_ARGUMENTS.has(`${first}${name}`)) return 4;
  if (first === GS && name === '(') return lengthWith(rest.slice(0, 2), 5);
  if (first === GS && name === '8') return lengthWith(rest.slice(0, 4), 7);
  // Custom's presenting command has one more argument, the number of steps (KPM216H manual, page 62).
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

export function isProofRequest(bytes: Uint8Array): boolean {
  const [first, second, third, low, high, fn] = bytes;
  return (
    first === GS && second === 0x28 && third === 0x48 && low === 6 && high === 0 && (fn === undefined || fn === 48)
  );
}
