import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  conditionOfAnswers,
  conditionOfChange,
  createStatusReader,
  type PrinterMessage,
} from '../../../../hardware/printer/status.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const readAll = (text: string): PrinterMessage[] => createStatusReader()(hex(text));
const WITH_SENSOR = { nearEndSensor: true };

test.each<[string, string, PrinterMessage[]]>([
  ['an answer to DLE EOT', '16', [{ kind: 'status', bits: 0x16 }]],
  ['a report of a change', '14 00 03 0f', [{ kind: 'changed', bits: [0x14, 0, 3, 0x0f] }]],
  ['an answer to GS r', '03', [{ kind: 'paper-sensor', bits: 3 }]],
  ['proof of a ticket', '37 22 54 21 7e 39 00', [{ kind: 'printed', processId: 'T!~9' }]],
  ['the end of a clearing', '37 25 00', [{ kind: 'dropped' }]],
  ['offline causes, which nobody asked for', '37 23 41 42 00 12', [{ kind: 'status', bits: 0x12 }]],
  ['a model’s name, which nobody asked for', '5f 54 4d 00 12', [{ kind: 'status', bits: 0x12 }]],
  ['flow control inside proof', '37 22 54 13 21 11 7e 39 00', [{ kind: 'printed', processId: 'T!~9' }]],
  [
    'a real-time answer inside a report',
    '1c 00 12 0c 0f',
    [
      { kind: 'status', bits: 0x12 },
      { kind: 'changed', bits: [0x1c, 0, 0x0c, 0x0f] },
    ],
  ],
  [
    'a report cut short by proof',
    '1c 00 37 22 54 21 7e 39 00',
    [
      { kind: 'noise', byte: 0x1c },
      { kind: 'printed', processId: 'T!~9' },
    ],
  ],
  ['proof with a letter too many', '37 22 54 21 7e 39 39 00', [{ kind: 'noise', byte: 0x37 }]],
  ['proof with a letter too few', '37 22 54 21 7e 00', [{ kind: 'noise', byte: 0x37 }]],
  [
    'a byte of no kind',
    'ff 12',
    [
      { kind: 'noise', byte: 0xff },
      { kind: 'status', bits: 0x12 },
    ],
  ],
])('it reads %s', (_, bytes, messages) => {
  expect(readAll(bytes)).toEqual(messages);
});

test('a block that never ends does not swallow what follows for ever', () => {
  expect(readAll(`37${'41'.repeat(200)}00 37 25 00`).at(-1)).toEqual({ kind: 'dropped' });
});

const answer = fc.constantFrom('12', '16', '1e', '32', '72');
const report = fc.constantFrom('10 00 00 00', '14 00 03 0f', '1c 00 0f 0f', '38 00 00 0f');
const visible = fc.integer({ min: 0x21, max: 0x7e });
const proof = fc.tuple(visible, visible, visible, visible).map((id) => `37 22 ${Buffer.from(id).toString('hex')} 00`);
const speech = fc.array(fc.oneof(answer, report, proof, fc.constantFrom('37 25 00', '00', '0f')));

const whole = (bytes: Uint8Array) => createStatusReader()(bytes);
function inPieces(bytes: Uint8Array, cuts: readonly number[]): PrinterMessage[] {
  const read = createStatusReader();
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, index) => read(bytes.subarray(places[index], end)));
}

test('what a printer says is read the same however it is split, and nothing of it is lost', () => {
  fc.assert(
    fc.property(speech, fc.array(fc.nat()), (parts, cuts) => {
      const bytes = hex(parts.join(''));
      const messages = whole(bytes);
      expect(messages).toHaveLength(parts.length);
      expect(messages.some((message) => message.kind === 'noise')).toBe(false);
      expect(inPieces(bytes, cuts)).toEqual(messages);
    }),
  );
});

test('any bytes at all are read the same however they are split', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, cuts) => {
      expect(inPieces(bytes, cuts)).toEqual(whole(bytes));
    }),
  );
});

test('no process ID is ever read whose bytes were not sent in that order between 37 22 and 00', () => {
  // Bytes of proof and of everything that may stand inside it, so that near misses are common.
  const byte = fc.constantFrom(0x37, 0x22, 0x25, 0x00, 0x41, 0x42, 0x12, 0x10, 0x13, 0x5f, 0x80);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
      const without = bytes.filter((value) => value !== 0x13 && value !== 0x12);
      const sent = Buffer.from(without).toString('latin1');
      for (const message of whole(Uint8Array.from(bytes)))
        if (message.kind === 'printed') expect(sent).toContain(`\x37\x22${message.processId}\x00`);
    }),
    { numRuns: 2_000 },
  );
});

test.each<[string, [number, number, number, number], string]>([
  ['idle', [0x16, 0x12, 0x12, 0x12], 'ready'],
  ['near the end of the roll', [0x16, 0x12, 0x12, 0x1e], 'paper-low'],
  ['no paper', [0x1e, 0x32, 0x12, 0x72], 'paper-out'],
  ['an open cover, with the paper reported as ended', [0x1e, 0x36, 0x12, 0x72], 'cover-open'],
  ['a jammed cutter', [0x1e, 0x52, 0x1a, 0x12], 'cutter-error'],
  ['an unrecoverable error', [0x1e, 0x52, 0x32, 0x12], 'printer-error'],
  ['a hot head', [0x1e, 0x52, 0x52, 0x12], 'overheated'],
  ['an error without a cause', [0x1e, 0x52, 0x12, 0x12], 'printer-error'],
  ['offline without a cause', [0x1e, 0x12, 0x12, 0x12], 'printer-offline'],
])('the four answers of a printer with %s', (_, answers, condition) => {
  expect(conditionOfAnswers(answers, WITH_SENSOR)).toBe(condition);
});

test.each<[string, [number, number, number, number], string]>([
  ['idle', [0x14, 0, 0, 0x0f], 'ready'],
  ['near the end of the roll', [0x14, 0, 0x03, 0x0f], 'paper-low'],
  ['no paper', [0x1c, 0, 0x0f, 0x0f], 'paper-out'],
  ['an open cover', [0x3c, 0, 0x0c, 0x0f], 'cover-open'],
  ['a jammed cutter', [0x1c, 0x08, 0, 0x0f], 'cutter-error'],
  ['an unrecoverable error', [0x1c, 0x20, 0, 0x0f], 'printer-error'],
  ['a hot head', [0x1c, 0x40, 0, 0x0f], 'overheated'],
  ['offline without a cause', [0x1c, 0, 0, 0x0f], 'printer-offline'],
])('the report of a printer with %s', (_, bits, condition) => {
  expect(conditionOfChange(bits, WITH_SENSOR)).toBe(condition);
});

test('without a near-end sensor its bits mean nothing', () => {
  expect(conditionOfAnswers([0x16, 0x12, 0x12, 0x1e], { nearEndSensor: false })).toBe('ready');
  expect(conditionOfChange([0x14, 0, 3, 0x0f], { nearEndSensor: false })).toBe('ready');
});
