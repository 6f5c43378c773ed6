import jsQr from 'jsqr';
import { expect, test } from 'vitest';
import type { Action, Interpreter } from '../../../../hardware/simulator/dialect.ts';
import { createInterpreter } from '../../../../hardware/simulator/escpos-interpreter.ts';
import type { Bitmap } from '../../../../hardware/simulator/glyphs.ts';
import { createStarInterpreter } from '../../../../hardware/simulator/star-interpreter.ts';
import { NARROW, WIDE } from '../printer/profiles.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const latin1 = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const byte = (value: number) => value.toString(16).padStart(2, '0');

function obey(interpreter: Interpreter, bytes: string): Action[] {
  interpreter.receive(hex(bytes));
  const actions: Action[] = [];
  for (let action = interpreter.next(); action !== null; action = interpreter.next()) actions.push(action);
  return actions;
}

function printed(action: Action | undefined): Bitmap {
  if (action?.kind !== 'print') throw new Error('nothing printed');
  return action.bitmap;
}

function drawing({ widthDots, dots }: Bitmap, from: number, to: number): string[] {
  const rows: string[] = [];
  for (let start = 0; start < dots.length; start += widthDots)
    rows.push(Array.from(dots.subarray(start + from, start + to), (dot) => (dot === 1 ? '#' : '.')).join(''));
  return rows;
}

/** The text that an independent reader reads from the QR code, with a quiet zone added. */
function readQr({ widthDots, heightDots, dots }: Bitmap): string | undefined {
  const margin = 40;
  const width = widthDots + 2 * margin;
  const height = heightDots + 2 * margin;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  dots.forEach((dot, at) => {
    if (dot === 0) return;
    const x = (at % widthDots) + margin;
    const y = Math.floor(at / widthDots) + margin;
    pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  });
  return jsQr(pixels, width, height)?.data;
}

test('a raster band prints where ESC a aligns it, dot for dot, and moves the paper by its height', () => {
  const interpreter = createInterpreter({ profile: NARROW });
  const actions = obey(interpreter, '1b 61 01 1d 76 30 00 02 00 03 00 ff 00 81 01 ff 80');
  expect(actions).toMatchObject([{ kind: 'print', text: '', heightDots: 3 }]);
  expect(drawing(printed(actions[0]), 184, 200)).toEqual(['########........', '#......#.......#', '#########.......']);
  expect(drawing(printed(actions[0]), 0, 184).join('')).not.toContain('#');
});

test('the same band prints doubled both ways', () => {
  const actions = obey(createInterpreter({ profile: NARROW }), '1d 76 30 03 01 00 01 00 a0');
  expect(drawing(printed(actions[0]), 0, 8)).toEqual(['##..##..', '##..##..']);
});

test('an incomplete band is waited for, and a truncated one swallows the next bytes', () => {
  const interpreter = createInterpreter({ profile: WIDE });
  expect(obey(interpreter, '1d 76 30 00 01 00 04 00 ff ff')).toEqual([]);
  expect(obey(interpreter, `${latin1('AB')} ${latin1('C')}0a`)).toMatchObject([
    { kind: 'print', text: '', heightDots: 4 },
    { kind: 'print', text: 'C' },
  ]);
});

test.each([
  ['L', 48],
  ['M', 49],
  ['Q', 50],
  ['H', 51],
])('a native QR code with error correction %s reads as its stored text', (_, level) => {
  const text = 'HTTPS://EXEMPLE.CAT/T/7Q2M-9XKD';
  const length = byte(text.length + 3);
  const actions = obey(
    createInterpreter({ profile: WIDE }),
    `1d 28 6b 04 00 31 41 32 00 1d 28 6b 03 00 31 43 06 1d 28 6b 03 00 31 45 ${byte(level)}` +
      `1d 28 6b ${length} 00 31 50 30 ${latin1(text)} 1d 28 6b 03 00 31 51 30`,
  );
  expect(actions).toMatchObject([{ kind: 'print', code: text }]);
  expect(readQr(printed(actions[0]))).toBe(text);
});

test('Star’s QR commands draw the same code', () => {
  const text = 'HTTPS://EXEMPLE.CAT/T/7Q2M-9XKD';
  const actions = obey(
    createStarInterpreter({ profile: WIDE }, () => undefined),
    `1b 1d 79 53 30 02 1b 1d 79 53 31 01 1b 1d 79 53 32 06 1b 1d 79 44 31 00 ${byte(text.length)} 00 ${latin1(text)} 1b 1d 79 50`,
  );
  expect(actions).toMatchObject([{ kind: 'print', code: text }]);
  expect(readQr(printed(actions[0]))).toBe(text);
});

test('a logo stored in the printer prints by its key or its number, and a missing one does not', () => {
  const logo: Bitmap = { widthDots: 2, heightDots: 1, dots: Uint8Array.of(1, 1) };
  const interpreter = createInterpreter({ profile: WIDE, logos: { TO: logo, 1: logo } });
  const byKey = obey(interpreter, '1d 28 4c 06 00 30 45 54 4f 01 01');
  expect(drawing(printed(byKey[0]), 0, 4)).toEqual(['##..']);
  expect(obey(interpreter, '1c 70 01 00')).toMatchObject([{ kind: 'print', heightDots: 1 }]);
  expect(obey(interpreter, '1d 28 4c 06 00 30 45 58 58 01 01 1c 70 02 00')).toEqual([]);
});

test('a stored graphic is printed once', () => {
  const interpreter = createInterpreter({ profile: WIDE });
  const store = '1d 28 4c 0b 00 30 70 30 01 01 31 08 00 01 00 f0';
  const print = '1d 28 4c 02 00 30 32';
  const actions = obey(interpreter, `${store} ${print} ${print}`);
  expect(actions).toHaveLength(1);
  expect(drawing(printed(actions[0]), 0, 8)).toEqual(['####....']);
});

test('Star’s bands of 24 rows join when the lines are 3 mm', () => {
  const interpreter = createStarInterpreter({ profile: WIDE }, () => undefined);
  const band = `1b 6b 01 00 ${'ff'.repeat(24)} 0a`;
  const actions = obey(interpreter, `1b 30 ${band} ${band} 1b 7a 31`);
  expect(actions).toMatchObject([
    { kind: 'print', heightDots: 24 },
    { kind: 'print', heightDots: 24 },
  ]);
  expect(drawing(printed(actions[1]), 0, 10)).toEqual(Array(24).fill('########..'));
});
