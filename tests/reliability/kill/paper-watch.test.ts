import { expect, test } from 'vitest';
import { type PrintedTicket, watchPaper } from './paper-watch.ts';

const ticket = (label: string, state: PrintedTicket['print']['state']): PrintedTicket => ({
  label,
  print: { state, cause: null, firstByteAtMs: null, endedAtMs: null },
});

function complaintsAfter(lines: readonly string[], tickets: readonly PrintedTicket[]): string[] {
  const watch = watchPaper('printer');
  for (const line of lines)
    if (line === 'cut') watch.sawCut();
    else watch.sawLine(line);
  return watch.close(tickets).map(({ promise, detail }) => `${promise} ${detail}`);
}

test.each([
  ['one paper each', ['A001', 'cut', 'A002', 'cut'], []],
  ['a number twice', ['A001', 'cut', 'A001', 'cut'], ['two-papers printer: A001, 2 times']],
  ['a number twice, marked', ['A001', 'cut', 'DUPLICAT', 'A001', 'cut'], []],
  ['a mark of an earlier paper', ['A001', 'DUPLICAT', 'cut', 'A001', 'cut'], ['two-papers printer: A001, 2 times']],
  ['a number that nobody has', ['A001', 'A002', 'B007'], ['paper-without-ticket printer: B007']],
])('%s', (_, lines, complaints) => {
  expect(complaintsAfter(lines, [ticket('A001', 'printed'), ticket('A002', 'not-sent')])).toEqual(complaints);
});

test('a ticket marked as printed without paper', () => {
  expect(complaintsAfter([], [ticket('A001', 'printed'), ticket('A002', 'unknown')])).toEqual([
    'printed-without-paper printer: A001',
  ]);
});
