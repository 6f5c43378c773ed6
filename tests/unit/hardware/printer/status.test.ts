import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PrinterCondition } from '../../../../hardware/printer/contract.ts';
import type { PrinterMessage } from '../../../../hardware/printer/dialect.ts';
import { customCondition } from '../../../../hardware/printer/dialect-custom.ts';
import { escPosCondition } from '../../../../hardware/printer/dialect-escpos.ts';
import { dialectOf } from '../../../../hardware/printer/dialects.ts';
import { createStatusReader } from '../../../../hardware/printer/status.ts';

const WITH_SENSOR = { nearEndSensor: true };
const WITHOUT_SENSOR = { nearEndSensor: false };
const EPSON = dialectOf({ status: { dialect: 'escpos', reportsChanges: true } });
const STAR = dialectOf({ status: { dialect: 'star', reportsChanges: true } });
const CUSTOM = dialectOf({ status: { dialect: 'custom', reportsChanges: false } });
const DIALECTS = [EPSON, STAR, CUSTOM];

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const readAll = (text: string, dialect = EPSON, sensors = WITH_SENSOR): PrinterMessage[] =>
  createStatusReader(dialect.grammar(sensors))(hex(text));
const noise = (byte: number): PrinterMessage => ({ kind: 'noise', byte });
const sensor = (bits: number): PrinterMessage => ({ kind: 'paper-sensor', bits });
const status = (...bits: number[]): PrinterMessage => ({ kind: 'status', bits });
const changed = (condition: PrinterCondition, count: number | null = null): PrinterMessage => ({
  kind: 'changed',
  condition,
  count,
});

test.each<[string, string, PrinterMessage[]]>([
  ['an answer to DLE EOT', '16', [status(0x16)]],
  ['a report of a change', '14 00 03 0f', [changed('paper-low')]],
  ['an answer to GS r', '03', [{ kind: 'paper-sensor', bits: 3 }]],
  ['proof of a ticket', '37 22 54 21 7e 39 00', [{ kind: 'printed', processId: 'T!~9' }]],
  ['the end of a clearing', '37 25 00', [{ kind: 'dropped' }]],
  ['offline causes, which nobody asked for', '37 23 41 42 00 12', [status(0x12)]],
  ['a model’s name, which nobody asked for', '5f 54 4d 00 12', [status(0x12)]],
  ['flow control inside proof', '37 22 54 13 21 11 7e 39 00', [{ kind: 'printed', processId: 'T!~9' }]],
  ['a real-time answer inside a report', '1c 00 12 0c 0f', [status(0x12), changed('paper-out')]],
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
  ['an answer to GS r right after noise, which may be the rest of it', 'ff 00', [noise(0xff), noise(0)]],
  [
    'an answer to GS r, once something certain was read after noise',
    'ff 12 00',
    [noise(0xff), status(0x12), sensor(0)],
  ],
  ['a byte of no kind', 'ff 12', [{ kind: 'noise', byte: 0xff }, status(0x12)]],
])('it reads %s', (_, bytes, messages) => {
  expect(readAll(bytes)).toEqual(messages);
});

test('an endless block does not swallow what follows for ever', () => {
  expect(readAll(`37${'41'.repeat(200)}00 37 25 00`).at(-1)).toEqual({ kind: 'dropped' });
});

const answer = fc.constantFrom('12', '16', '1e', '32', '72');
const report = fc.constantFrom('10 00 00 00', '14 00 03 0f', '1c 00 0f 0f', '38 00 00 0f');
const visible = fc.integer({ min: 0x21, max: 0x7e });
const proof = fc.tuple(visible, visible, visible, visible).map((id) => `37 22 ${Buffer.from(id).toString('hex')} 00`);
const speech = fc.array(fc.oneof(answer, report, proof, fc.constantFrom('37 25 00', '00', '0f')));

function inPieces(bytes: Uint8Array, cuts: readonly number[], dialect = EPSON): PrinterMessage[] {
  const read = createStatusReader(dialect.grammar(WITH_SENSOR));
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, index) => read(bytes.subarray(places[index], end)));
}

test('status bytes are read the same however they are split, and none is lost', () => {
  fc.assert(
    fc.property(speech, fc.array(fc.nat()), (parts, cuts) => {
      const messages = readAll(parts.join(''));
      expect(messages).toHaveLength(parts.length);
      expect(messages.some((message) => message.kind === 'noise')).toBe(false);
      expect(inPieces(hex(parts.join('')), cuts)).toEqual(messages);
    }),
  );
});

test.each(DIALECTS)('any bytes are read the same however they are split', (dialect) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, cuts) => {
      expect(inPieces(bytes, cuts, dialect)).toEqual(inPieces(bytes, [], dialect));
    }),
  );
});

test('no process ID is read unless its bytes were sent in that order between 37 22 and 00', () => {
  // These bytes are parts of the printer's confirmation (37 22, the process ID, 00) or often occur beside it, so that near misses are
  // frequent.
  const byte = fc.constantFrom(0x37, 0x22, 0x25, 0x00, 0x41, 0x42, 0x12, 0x10, 0x13, 0x5f, 0x80);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
      const without = bytes.filter((value) => value !== 0x13 && value !== 0x12);
      const sent = Buffer.from(without).toString('latin1');
      for (const message of inPieces(Uint8Array.from(bytes), []))
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
  ['a mechanical error that it does not count as a cause of being offline', [0x1e, 0x12, 0x16, 0x12], 'printer-error'],
  ['a hot head', [0x1e, 0x52, 0x52, 0x12], 'overheated'],
  ['an error without a cause', [0x1e, 0x52, 0x12, 0x12], 'printer-error'],
  ['offline without a cause', [0x1e, 0x12, 0x12, 0x12], 'printer-offline'],
])('the four answers of a printer with %s', (_, answers, condition) => {
  expect(
    escPosCondition(
      answers.map((bits) => [bits]),
      WITH_SENSOR,
    ),
  ).toBe(condition);
});

test.each<[string, string, PrinterCondition]>([
  ['idle', '14 00 00 0f', 'ready'],
  ['near the end of the roll', '14 00 03 0f', 'paper-low'],
  ['no paper', '1c 00 0f 0f', 'paper-out'],
  ['an open cover', '3c 00 0c 0f', 'cover-open'],
  ['a jammed cutter', '1c 08 00 0f', 'cutter-error'],
  ['an unrecoverable error', '1c 20 00 0f', 'printer-error'],
  ['a mechanical error', '1c 04 00 0f', 'printer-error'],
  ['a hot head', '1c 40 00 0f', 'overheated'],
  ['offline without a cause', '1c 00 00 0f', 'printer-offline'],
])('the report of a printer with %s', (_, bytes, condition) => {
  expect(readAll(bytes)).toEqual([changed(condition)]);
});

test.each<[string, string, PrinterCondition, number | null]>([
  ['idle, its counter at 1', '23 06 00 00 00 00 00 02 00', 'ready', 1],
  ['its counter at 31', '23 06 02 00 00 00 00 6e 00', 'ready', 31],
  ['near the end of the roll', '23 06 00 00 00 04 00 00 00', 'paper-low', 0],
  ['no paper', '23 06 08 00 00 0c 00 00 00', 'paper-out', 0],
  ['an open cover', '23 06 28 00 00 08 00 00 00', 'cover-open', 0],
  ['a lifted head', '23 06 08 00 02 00 00 00 00', 'cover-open', 0],
  ['a jammed cutter', '23 06 08 08 00 00 00 00 00', 'cutter-error', 0],
  ['an unrecoverable error', '23 06 08 20 00 00 00 00 00', 'printer-error', 0],
  ['a jam in its presenter', '23 06 08 00 04 00 00 00 00', 'printer-error', 0],
  ['a hot head', '23 06 08 40 00 00 00 00 00', 'overheated', 0],
  ['offline without a cause', '23 06 08 00 00 00 00 00 00', 'printer-offline', 0],
  ['seven bytes, without a counter', '0f 02 00 00 00 00 00', 'ready', null],
  ['two more bytes, as its second byte says', '23 86 00 00 00 00 00 04 00 00 00', 'ready', 2],
  ['flow control inside', '23 13 06 00 00 11 00 00 00 02 00', 'ready', 1],
])('the status of a Star with %s', (_, bytes, condition, count) => {
  expect(readAll(bytes, STAR)).toEqual([changed(condition, count)]);
});

test('a truncated Star status is noise, and the next one is read', () => {
  expect(readAll('23 06 00 23 06 00 00 00 00 00 02 00', STAR)).toEqual([noise(0x23), changed('ready', 1)]);
});

test.each<[string, string, PrinterCondition]>([
  ['idle', '10 0f 00 00 00 00', 'ready'],
  ['its ticket still in its mouth', '10 0f 20 00 00 00', 'ready'],
  ['the motor on and a command it did not know', '10 0f 00 08 20 00', 'ready'],
  ['near the end of the roll', '10 0f 04 00 00 00', 'paper-low'],
  ['its counted roll at its end', '10 0f 40 00 00 00', 'paper-low'],
  ['no paper', '10 0f 05 00 00 00', 'paper-out'],
  ['an open cover', '10 0f 01 02 00 00', 'cover-open'],
  ['a lifted head', '10 0f 00 01 00 00', 'cover-open'],
  ['a jammed cutter', '10 0f 00 00 00 01', 'cutter-error'],
  ['the cover of its cutter open', '10 0f 00 00 00 02', 'cover-open'],
  ['a paper jam', '10 0f 00 00 40 00', 'printer-error'],
  ['failing memory', '10 0f 00 00 00 08', 'printer-error'],
  ['a hot head', '10 0f 00 00 01 00', 'overheated'],
])('the full status of a Custom with %s', (_, bytes, condition) => {
  const [answer, ...more] = readAll(bytes, CUSTOM);
  expect(more).toEqual([]);
  expect(answer?.kind === 'status' && customCondition([answer.bits], WITH_SENSOR)).toBe(condition);
});

test('a Custom’s full status is no report, and none of its bytes counts as an answer in turn', () => {
  expect(readAll('10 0f 00 00 00 00 00', CUSTOM)).toEqual([status(0, 0, 0, 0), sensor(0)]);
});

test('a Custom’s unasked status of another length is noise, and none of its bytes counts as an answer in turn', () => {
  expect(readAll('10 03 00 00', CUSTOM).every((message) => message.kind === 'noise')).toBe(true);
});

test('the near-end bits mean nothing without a sensor', () => {
  expect(escPosCondition([[0x16], [0x12], [0x12], [0x1e]], WITHOUT_SENSOR)).toBe('ready');
  expect(readAll('14 00 03 0f', EPSON, WITHOUT_SENSOR)).toEqual([changed('ready')]);
  expect(readAll('23 06 00 00 00 04 00 00 00', STAR, WITHOUT_SENSOR)).toEqual([changed('ready', 0)]);
  expect(customCondition([[4, 0, 0, 0]], WITHOUT_SENSOR)).toBe('ready');
});

test.each<[string, typeof EPSON, string]>([
  ['Epson', EPSON, '10 04 01 10 04 02 10 04 03 10 04 04'],
  ['Star', STAR, '1b 06 01'],
  ['Custom', CUSTOM, '10 04 14'],
])('the questions to a %s are these bytes', (_, dialect, bytes) => {
  expect(Buffer.concat(dialect.questions)).toEqual(Buffer.from(hex(bytes)));
});
