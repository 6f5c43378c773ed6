import { describe, expect, test } from 'vitest';
import { createCustom } from '../../../../hardware/simulator/custom.ts';
import type { Action, Dialect, Received, Sensors } from '../../../../hardware/simulator/dialect.ts';
import { createEpson } from '../../../../hardware/simulator/epson.ts';
import { createStar } from '../../../../hardware/simulator/star.ts';
import { createStarInterpreter } from '../../../../hardware/simulator/star-interpreter.ts';
import { profileOf, WIDE } from '../printer/profiles.ts';

const hex = (bytes: Iterable<number>) => Buffer.from(Uint8Array.from(bytes)).toString('hex');
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const WELL: Sensors = {
  paper: 'ok',
  cover: 'closed',
  headHot: false,
  cutterStuck: false,
  moving: false,
  proofCount: 0,
  proofSeen: false,
};
const orders = (dialect: Dialect, text: string): Exclude<Received, { kind: 'data' }>[] =>
  dialect
    .createFilter()(bytesOf(text))
    .filter((part) => part.kind !== 'data');

describe('Epson', () => {
  const epson = createEpson({ profile: WIDE }, { provesPrinting: true, clears: true, speaks: true });
  const answers = (sensors: Partial<Sensors>) =>
    ['1', '2', '3', '4'].map((question) => hex(epson.answer(question, { ...WELL, ...sensors }))).join(' ');

  test.each<[string, Partial<Sensors>, string, string]>([
    ['all well', {}, '16 12 12 12', '1400000f'],
    ['near end', { paper: 'low' }, '16 12 12 1e', '1400030f'],
    ['paper out', { paper: 'out' }, '1e 32 12 7e', '1c000f0f'],
    ['cover open', { cover: 'open' }, '1e 16 12 12', '3c00000f'],
    ['cutter stuck', { cutterStuck: true }, '1e 52 1a 12', '1c08000f'],
    ['head hot', { headHot: true }, '1e 52 52 12', '1c40000f'],
  ])('%s: DLE EOT 1 to 4 and GS a', (_, sensors, status, report) => {
    expect(answers(sensors)).toBe(status);
    expect(hex(epson.report({ ...WELL, ...sensors }, 255))).toBe(report);
  });

  test('a clone without proof, answers and function 8 takes those commands for data', () => {
    const plain = createEpson({ profile: WIDE }, { provesPrinting: false, clears: false, speaks: false });
    expect(plain.proof(bytesOf('41424344'))).toEqual([]);
    expect(plain.answer('1', WELL)).toEqual([]);
    expect(orders(plain, '10140801031401060208')).toEqual([]);
    expect(orders(epson, '10140801031401060208')).toEqual([{ kind: 'clear' }]);
    expect(hex(epson.proof(bytesOf('41424344')))).toBe('37224142434400');
  });
});

describe('Custom', () => {
  const custom = createCustom({ profile: profileOf('custom-kpm300') });

  test.each<[string, Partial<Sensors>, string, string]>([
    ['all well', {}, '12', '100f00000000'],
    ['near end', { paper: 'low' }, '12', '100f04000000'],
    ['paper out', { paper: 'out' }, '32', '100f05000000'],
    ['cover open', { cover: 'open' }, '12', '100f00030000'],
    ['motor on', { moving: true }, '16', '100f00080000'],
    ['head hot', { headHot: true }, '12', '100f00000100'],
    ['cutter stuck', { cutterStuck: true }, '12', '100f00000001'],
  ])('%s: DLE EOT 17 and 20', (_, sensors, print, full) => {
    expect(hex(custom.answer('17', { ...WELL, ...sensors }))).toBe(print);
    expect(hex(custom.answer('20', { ...WELL, ...sensors }))).toBe(full);
  });

  test('its questions are picked out of the data', () => {
    expect(orders(custom, '41 100411 42 100414 100401 10140801031401060208')).toEqual([
      { kind: 'ask', question: '17' },
      { kind: 'ask', question: '20' },
      { kind: 'ask', question: '1' },
    ]);
  });

  test('GS E0 chooses which bytes a report holds', () => {
    expect(hex(custom.report({ ...WELL, paper: 'out' }, 0x01))).toBe('100105');
    expect(hex(custom.report({ ...WELL, cover: 'open' }, 0x0b))).toBe('100b000300');
    const interpreter = custom.createInterpreter(() => undefined);
    interpreter.receive(bytesOf('1de003'));
    expect(interpreter.next()).toEqual({ kind: 'report-changes', selection: 3 });
  });
});

describe('Star', () => {
  const star = createStar({ profile: profileOf('star-mc-print3') });

  test.each<[string, Partial<Sensors>, string]>([
    ['all well', {}, '230600000000000000'],
    ['near end', { paper: 'low' }, '230600000004000000'],
    ['paper out', { paper: 'out' }, '23060800000c000000'],
    ['cover open', { cover: 'open' }, '230628000000000000'],
    ['cutter stuck', { cutterStuck: true }, '230608080000000000'],
    ['head hot', { headHot: true }, '230608400000000000'],
    ['one ticket proved', { proofSeen: true, proofCount: 1 }, '230602000000000200'],
    ['31 tickets proved', { proofSeen: true, proofCount: 31 }, '230602000000006e00'],
  ])('%s: nine bytes of automatic status', (_, sensors, status) => {
    expect(hex(star.answer('status', { ...WELL, ...sensors }))).toBe(status);
  });

  test('a status question and a restart are carried out at once', () => {
    expect(orders(star, '41 1b0601 42 1b0618')).toEqual([{ kind: 'ask', question: 'status' }, { kind: 'restart' }]);
  });

  function obey(text: string): { actions: Action[]; cancelled: number; unknown: string[] } {
    let cancelled = 0;
    const interpreter = createStarInterpreter({ profile: profileOf('star-mc-print3') }, () => {
      cancelled += 1;
    });
    interpreter.receive(bytesOf(text));
    const actions: Action[] = [];
    for (let action = interpreter.next(); action !== null; action = interpreter.next()) actions.push(action);
    return { actions, cancelled, unknown: interpreter.takeUnknown() };
  }

  test('text, page, size, feed, cut and ETB come out in order', () => {
    expect(obey('1b40 1b1d7420 1b1d6131 1b693131 44ed0a 1b4908 1b6433 17').actions).toMatchObject([
      { kind: 'begin' },
      { kind: 'print', text: 'Dí', heightDots: 48 },
      { kind: 'feed', heightDots: 8 },
      { kind: 'cut', feedToBlade: true },
      { kind: 'raise-counter' },
    ]);
  });

  test('CAN drops everything before it at once, and nothing after it', () => {
    const { actions, cancelled } = obey('410a 420a 18 430a');
    expect(actions).toMatchObject([{ kind: 'print', text: 'C' }]);
    expect(cancelled).toBe(1);
  });

  test('CAN inside a picture’s data is a dot', () => {
    const { actions, cancelled } = obey(`1b1d5331 0100 0200 00 18ff 410a`);
    expect(cancelled).toBe(0);
    expect(actions).toMatchObject([
      { kind: 'print', text: '', heightDots: 2 },
      { kind: 'print', text: 'A' },
    ]);
  });

  test('unknown commands are noted', () => {
    expect(obey('1b71 410a').unknown).toEqual(['1b 71']);
  });
});
