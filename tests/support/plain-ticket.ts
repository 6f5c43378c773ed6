import type { Printer, PrinterCondition, SlipDocument } from '../../hardware/printer/contract.ts';
import type { VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';

export const ticket = (number: string): SlipDocument => ({
  blocks: [
    { kind: 'text', text: `head of ${number}`, size: 'tall', bold: false, align: 'center' },
    { kind: 'number', text: number },
    { kind: 'gap', lines: 8 },
    { kind: 'text', text: `foot of ${number}`, size: 'normal', bold: false, align: 'center' },
  ],
});
export const whole = (number: string) => [`head of ${number}`, number, `foot of ${number}`];
/** A roll of this length ends between the head and the foot of a ticket. */
export const HALF_A_TICKET_MM = 45;

export async function until(printer: Printer, wanted: PrinterCondition): Promise<void> {
  if (printer.condition() === wanted) return;
  await new Promise<void>((resolve) => {
    const stop = printer.onCondition((condition) => {
      if (condition !== wanted) return;
      stop();
      resolve();
    });
  });
}

export function listenIn(virtual: VirtualPrinter): () => string {
  const received: Uint8Array[] = [];
  virtual.onReceive((bytes) => received.push(bytes));
  return () => Buffer.concat(received).toString('hex');
}
