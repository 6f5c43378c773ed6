import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader } from '../../../../../src-main/session/contract/line-reader.ts';

function read(chunks: readonly Uint8Array[], maxBytes = 20): { lines: string[]; oversized: number } {
  const lines: string[] = [];
  let oversized = 0;
  const reader = createLineReader(
    maxBytes,
    (line) => lines.push(line),
    () => {
      oversized += 1;
    },
  );
  for (const chunk of chunks) reader.push(chunk);
  return { lines, oversized };
}
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('the line reader', () => {
  it('joins a line that comes in pieces', () => {
    expect(read([bytes('{"a"'), bytes(':1}'), bytes('\n')]).lines).toEqual(['{"a":1}']);
  });

  it('cuts lines that come in one piece', () => {
    expect(read([bytes('one\ntwo\nthr'), bytes('ee\n')]).lines).toEqual(['one', 'two', 'three']);
  });

  it('keeps a letter whole if its bytes come apart', () => {
    const whole = bytes('l·l ç\n');
    expect(read([...whole].map((byte) => Uint8Array.of(byte))).lines).toEqual(['l·l ç']);
  });

  it('skips empty lines and holds back an unfinished one', () => {
    expect(read([bytes('\n \na\nb')]).lines).toEqual(['a']);
  });

  it('accepts a line as long as the limit, drops a longer one once, and continues', () => {
    const limit = 'x'.repeat(20);
    expect(read([bytes(`${limit}\n${limit}y\nnext\n`)])).toEqual({ lines: [limit, 'next'], oversized: 1 });
    expect(read([bytes(limit), bytes('yyyy'), bytes(limit), bytes('\nnext\n')])).toEqual({
      lines: ['next'],
      oversized: 1,
    });
  });

  it('gives the same lines however the bytes are split', () => {
    const text = fc
      .array(fc.string({ unit: 'binary' }), { maxLength: 8 })
      .map((lines) => bytes(`${lines.join('\n')}\n`));
    fc.assert(
      fc.property(text, fc.array(fc.nat(200), { maxLength: 12 }), (whole, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((end, index) => whole.subarray(places[index], end));
        expect(read(pieces)).toEqual(read([whole]));
      }),
    );
  });
});
