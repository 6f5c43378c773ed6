import { expect, test } from 'vitest';
import type { Printer, PrinterCondition } from '../../../../hardware/printer/contract.ts';
import { createReplaceablePrinter } from '../../../../hardware/printer/replaceable.ts';

function readyPrinter(noted: string[]): Printer {
  return {
    condition: () => 'ready',
    onCondition: () => () => {},
    print: () => Promise.resolve({ kind: 'not-sent', cause: 'paper-out' }),
    close: () => Promise.resolve(void noted.push('closed')),
  };
}

function watched() {
  const noted: string[] = [];
  const printer = createReplaceablePrinter(() => readyPrinter(noted));
  printer.onCondition((condition: PrinterCondition) => void noted.push(condition));
  return { noted, printer };
}

test('closing the printer at the end of the program reports no fault', async () => {
  const { noted, printer } = watched();
  await printer.close();
  expect(noted).toEqual(['closed']);
});

test('a printer released for a proof is reported as unreachable until the next one is set', async () => {
  const { noted, printer } = watched();
  await printer.release();
  await printer.take(() => readyPrinter(noted));
  expect(noted).toEqual(['printer-unreachable', 'closed', 'ready']);
});
