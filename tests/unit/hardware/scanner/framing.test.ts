import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beginFraming,
  type Framing,
  type FramingEvent,
  type FramingState,
  stepFraming,
} from '../../../../hardware/scanner/framing.ts';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const CR = ascii('\r');
const LF = ascii('\n');

const BY_SUFFIX: Framing = { end: 'suffix', prefix: ascii(''), suffixes: [CR, LF], silenceMs: 200, maxBytes: 100 };
const BY_SILENCE: Framing = { ...BY_SUFFIX, end: 'silence', suffixes: [], silenceMs: 50 };
const BY_BOTH: Framing = { ...BY_SILENCE, suffixes: [ascii('\r\n'), CR] };

/** Feeds events to the framing and records the codes that it reports. The test moves the clock. */
function createLine(framing: Framing) {
  let state: FramingState = beginFraming();
  let nowMs = 1_000;
  let wakeAtMs: number | null = null;
  const heard: string[] = [];
  function feed(event: FramingEvent): void {
    const step = stepFraming(framing, state, event);
    state = step.state;
    wakeAtMs = step.wakeInMs === null ? null : nowMs + step.wakeInMs;
    heard.push(...step.drops, ...step.contents.map((content) => `<${Buffer.from(content).toString('latin1')}>`));
  }
  return {
    heard,
    heldBytes: () => state.held.length,
    say: (text: string) => feed({ kind: 'bytes', bytes: ascii(text), atMs: nowMs }),
    unplug: () => feed({ kind: 'unplugged' }),
    /** Advances the clock; the timer runs when it falls due. */
    pass(ms: number) {
      const endMs = nowMs + ms;
      while (wakeAtMs !== null && wakeAtMs <= endMs) {
        nowMs = wakeAtMs;
        feed({ kind: 'woken', atMs: nowMs });
      }
      nowMs = endMs;
    },
    /** Advances the clock as in a busy program: a due timer runs only at the end. */
    stall(ms: number) {
      nowMs += ms;
      if (wakeAtMs !== null && wakeAtMs <= nowMs) feed({ kind: 'woken', atMs: nowMs });
    },
  };
}

test.each(['\r', '\n', '\r\n'])('a code ends at its suffix %j, however it is split', (suffix) => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[ -~]{1,40}$/), { maxLength: 5 }),
      fc.infiniteStream(fc.nat(7)),
      (codes, sizes) => {
        const line = createLine(BY_SUFFIX);
        const wire = codes.map((code) => code + suffix).join('');
        for (let at = 0; at < wire.length; ) {
          const size = (sizes.next().value ?? 0) + 1;
          line.say(wire.slice(at, at + size));
          at += size;
        }
        expect(line.heard).toEqual(codes.map((code) => `<${code}>`));
      },
    ),
  );
});

test('a code ended by silence may hold any byte, also line ends, and is reported after the pause', () => {
  const line = createLine(BY_SILENCE);
  line.say('\u00dc\u0003\r\n');
  line.pass(49);
  line.say('\r\0\u00ff');
  line.pass(49);
  expect(line.heard).toEqual([]);
  line.pass(1);
  expect(line.heard).toEqual(['<\u00dc\u0003\r\n\r\0\u00ff>']);
});

test('with suffix and silence three lines of a document stay one code, and one without the suffix is incomplete', () => {
  const line = createLine(BY_BOTH);
  line.say('IDESP<<1\rLINE2\rLINE3\r');
  line.pass(50);
  line.say('HALF A CODE');
  line.pass(50);
  line.say('ABC\r\n');
  line.pass(50);
  expect(line.heard).toEqual(['<IDESP<<1\rLINE2\rLINE3>', 'half-frame', '<ABC>']);
});

test('of two suffixes that match at the end, the longer one is removed', () => {
  const line = createLine({ ...BY_SUFFIX, suffixes: [LF, ascii('\r\n')] });
  line.say('ABC\r');
  line.say('\nDEF\n');
  expect(line.heard).toEqual(['<ABC>', '<DEF>']);
});

test('an incomplete code is dropped at unplugging and joins no later one', () => {
  const line = createLine(BY_SUFFIX);
  line.say('4711');
  line.unplug();
  line.say('0815\r');
  expect(line.heard).toEqual(['half-frame', '<0815>']);
});

test('an incomplete code is dropped after a pause, as are answers and noise between codes', () => {
  const line = createLine(BY_SUFFIX);
  line.say('\u0006');
  line.pass(200);
  line.say('0815\r');
  expect(line.heard).toEqual(['half-frame', '<0815>']);
});

test('unplugging an idle scanner drops nothing', () => {
  const line = createLine(BY_SUFFIX);
  line.say('0815\r\n');
  line.unplug();
  line.pass(10_000);
  expect(line.heard).toEqual(['<0815>']);
});

test.each([
  ['suffix', BY_SUFFIX],
  ['silence', BY_SILENCE],
  ['suffix and silence', BY_BOTH],
])(
  'a code ended by %s that is too long is dropped whole, however it is split, and the next one is read',
  (_, framing) => {
    for (const pieceBytes of [1, 7, 5_000]) {
      const line = createLine(framing);
      const wire = `${'x'.repeat(4_000)}\r`;
      for (let at = 0; at < wire.length; at += pieceBytes) line.say(wire.slice(at, at + pieceBytes));
      expect(line.heldBytes()).toBeLessThanOrEqual(2);
      line.pass(1_000);
      line.say('NEXT\r');
      line.pass(1_000);
      expect(line.heard).toEqual(['too-long', framing === BY_SILENCE ? '<NEXT\r>' : '<NEXT>']);
    }
  },
);

test('a code of the allowed length is read, one byte more is not', () => {
  for (const framing of [BY_SUFFIX, BY_BOTH]) {
    const line = createLine(framing);
    line.say(`${'x'.repeat(100)}\r`);
    line.pass(1_000);
    line.say(`${'y'.repeat(101)}\r`);
    line.pass(1_000);
    expect(line.heard).toEqual([`<${'x'.repeat(100)}>`, 'too-long']);
  }
});

test('bytes before a code’s prefix are noise, and without the prefix there is no code', () => {
  const line = createLine({ ...BY_SUFFIX, prefix: ascii('\u0002'), suffixes: [ascii('\u0003')] });
  line.say('??\u0002ABC\u0003');
  line.say('ABC\u0003');
  line.say('\u0002\u0003');
  expect(line.heard).toEqual(['<ABC>', 'no-prefix']);
});

test('a busy program does not take its own pause for a silence of the line', () => {
  const line = createLine(BY_SILENCE);
  line.say('FIRST HALF, ');
  line.stall(300);
  line.say('second half');
  line.pass(50);
  expect(line.heard).toEqual(['<FIRST HALF, second half>']);
});

test('a program that is always busy still reports its codes', () => {
  const line = createLine(BY_SILENCE);
  line.say('ABC');
  line.stall(300);
  line.stall(300);
  expect(line.heard).toEqual(['<ABC>']);
});

test('no received chunk is kept in memory: a big one is released', () => {
  const chunk = Buffer.alloc(60_000, '\r');
  chunk.write('ABC', 59_997);
  const { state } = stepFraming(BY_SUFFIX, beginFraming(), { kind: 'bytes', bytes: chunk, atMs: 0 });
  expect(Buffer.from(state.held).toString()).toBe('ABC');
  expect(state.held.buffer.byteLength).toBeLessThan(100);
});
