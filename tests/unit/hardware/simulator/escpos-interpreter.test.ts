import { expect, test } from 'vitest';
import type { Action } from '../../../../hardware/simulator/dialect.ts';
import { createEpson } from '../../../../hardware/simulator/epson.ts';
import { createInterpreter } from '../../../../hardware/simulator/escpos-interpreter.ts';
import { createStrip } from '../../../../hardware/simulator/paper.ts';
import { NARROW, WIDE } from '../printer/profiles.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const latin1 = (text: string) => Buffer.from(text, 'latin1').toString('hex');

function obey(bytes: string, profile = WIDE): { actions: Action[]; unknown: string[] } {
  const interpreter = createInterpreter({ profile });
  interpreter.receive(hex(bytes));
  const actions: Action[] = [];
  for (let action = interpreter.next(); action !== null; action = interpreter.next()) actions.push(action);
  return { actions, unknown: interpreter.takeUnknown() };
}
function extent(action: Action | undefined) {
  if (action?.kind !== 'print') throw new Error('nothing printed');
  const { dots, widthDots, heightDots } = action.bitmap;
  const inked = Array.from(dots.keys())
    .filter((index) => dots[index] === 1)
    .map((index) => index % widthDots);
  return { left: Math.min(...inked), right: Math.max(...inked), heightDots };
}

test('a line is printed at its line feed, in Windows-1252', () => {
  const { actions } = obey('1b 74 10 44 69 64 f3 20 80 0a');
  expect(actions).toMatchObject([{ kind: 'print', text: 'Didó €', heightDots: 30 }]);
});

test('a letter beyond ASCII without its code page prints as a wrong letter, and that is noted', () => {
  const { actions, unknown } = obey('44 69 64 f3 0a');
  expect(actions).toMatchObject([{ text: 'Did¿' }]);
  expect(unknown).toEqual(['f3 in page 0']);
});

test('a line wider than the paper continues below', () => {
  expect(obey(`${latin1('x'.repeat(40))}0a`, NARROW).actions).toMatchObject([
    { text: 'x'.repeat(32) },
    { text: 'x'.repeat(8) },
  ]);
});

test('four characters at eight times fill 58 mm paper', () => {
  const { actions } = obey(`1b 61 01 1d 62 01 1d 21 77 ${latin1('HHHH')} 0a`, NARROW);
  const { left, right, heightDots } = extent(actions[0]);
  expect(heightDots).toBe(192);
  expect(left).toBeLessThan(12);
  expect(right).toBeGreaterThan(384 - 12);
});

test('a right-aligned line ends at the right edge', () => {
  expect(extent(obey(`1b 61 02 ${latin1('H')} 0a`).actions[0]).left).toBeGreaterThanOrEqual(576 - 12);
});

test('feeds, a cut with feed and a request for proof come out in order', () => {
  expect(obey('1b 64 02 1b 4a 0a 1d 56 42 05 1d 28 48 06 00 30 30 54 21 7e 39').actions).toEqual([
    { kind: 'feed', heightDots: 60 },
    { kind: 'feed', heightDots: 10 },
    { kind: 'cut', feedDots: 5, feedToBlade: true },
    { kind: 'answer-when-printed', processId: hex('54 21 7e 39') },
  ]);
});

test('an incomplete command is not carried out', () => {
  const interpreter = createInterpreter({ profile: WIDE });
  interpreter.receive(hex('1d 28 48 06 00 30 30 54'));
  expect(interpreter.next()).toBeNull();
  interpreter.receive(hex('21 7e 39'));
  expect(interpreter.next()).toMatchObject({ kind: 'answer-when-printed' });
});

test('unknown commands are noted, and a function with a length is skipped whole', () => {
  const { actions, unknown } = obey(`1c 2e 1b 52 02 1d 28 45 03 00 06 02 01 ${latin1('ok')} 0a`);
  expect(actions).toMatchObject([{ text: 'ok' }]);
  expect(unknown).toEqual(['1c 2e', '1b 52 02', '1d 28 45 03 00 06 02 01']);
});

test('a clearing drops the unfinished line and everything after it', () => {
  const interpreter = createInterpreter({ profile: WIDE });
  interpreter.receive(hex(`${latin1('begun')}`));
  expect(interpreter.next()).toBeNull();
  interpreter.drop();
  interpreter.receive(hex(`${latin1('new')} 0a`));
  expect(interpreter.next()).toMatchObject({ text: 'new' });
});

test('a paper’s bytes run from the last cut, or the last reset if nothing was printed before it, to its request for proof', () => {
  const interpreter = createInterpreter({ profile: WIDE });
  interpreter.receive(hex('1d 61 ff 1b 40 41 0a 1d 56 42 00 1d 28 48 06 00 30 30 31 32 33 34 42 0a 1d 56 42 00'));
  for (let action = interpreter.next(); action?.kind !== 'cut'; action = interpreter.next());
  expect(Buffer.from(interpreter.takeBytes())).toEqual(
    Buffer.from(hex('1b 40 41 0a 1d 56 42 00 1d 28 48 06 00 30 30 31 32 33 34')),
  );
  for (let action = interpreter.next(); action?.kind !== 'cut'; action = interpreter.next());
  expect(Buffer.from(interpreter.takeBytes())).toEqual(Buffer.from(hex('42 0a 1d 56 42 00')));
});

test('the blade is behind the head: what was printed after the last feed stays for the next paper', () => {
  const strip = createStrip(8, 20);
  const mark = { widthDots: 8, heightDots: 10, dots: new Uint8Array(80).fill(1) };
  strip.print(mark, 'first', 10);
  strip.feed(20);
  strip.print(mark, 'second', 10);
  expect(strip.cut()).toMatchObject({ lines: ['first'], heightDots: 40 });
  strip.feed(20);
  expect(strip.cut()).toMatchObject({ lines: ['second'], heightDots: 20 });
});

test('real-time commands are picked out of split data, and look-alikes stay', () => {
  const bytes = hex('41 10 04 01 42 10 10 04 04 43 10 14 08 01 03 14 01 06 02 08 10 04 09 44');
  const filter = createEpson({ profile: WIDE }, { provesPrinting: true, clears: true, speaks: true }).createFilter();
  const parts = Array.from(bytes).flatMap((byte) => filter(Uint8Array.of(byte)));
  const data = parts.flatMap((part) => (part.kind === 'data' ? Array.from(part.bytes) : []));
  expect(parts.filter((part) => part.kind !== 'data')).toEqual([
    { kind: 'ask', question: '1' },
    { kind: 'ask', question: '4' },
    { kind: 'clear' },
  ]);
  expect(data).toEqual(Array.from(hex('41 42 10 43 10 04 09 44')));
});
