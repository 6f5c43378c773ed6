import { createListeners } from '../link/listeners.ts';
import type { Printer, PrinterCondition } from './contract.ts';

/** A printer object that its users keep while the device behind it is exchanged. */
export interface ReplaceablePrinter extends Printer {
  /** Reports `printer-unreachable` until the next `take`, waits for the job in progress and closes the printer. */
  release(): Promise<void>;
  take(open: () => Printer): Promise<void>;
}

export function createReplaceablePrinter(open: () => Printer): ReplaceablePrinter {
  const listeners = createListeners<PrinterCondition>();
  let stopListening = () => {};
  let inner: Printer | null = null;
  let shown: PrinterCondition = 'printer-unreachable';
  let changing: Promise<void> = Promise.resolve();

  function show(condition: PrinterCondition): void {
    if (condition === shown) return;
    shown = condition;
    listeners.tell(condition);
  }

  function mount(printer: Printer): void {
    inner = printer;
    stopListening = printer.onCondition(show);
    show(printer.condition());
  }

  async function leave(): Promise<void> {
    const last = inner;
    inner = null;
    stopListening();
    show('printer-unreachable');
    await last?.close();
  }

  function next(change: () => Promise<void>): Promise<void> {
    changing = changing.then(change);
    return changing;
  }

  mount(open());
  return {
    condition: () => shown,
    onCondition: listeners.add,
    print: (document, onFirstByte) =>
      inner === null
        ? Promise.resolve({ kind: 'not-sent', cause: 'printer-unreachable' })
        : inner.print(document, onFirstByte),
    release: () => next(leave),
    take: (another) =>
      next(async () => {
        await leave();
        mount(another());
      }),
    close: () =>
      next(() => {
        // Listeners are removed first, so that they do not hear `printer-unreachable` at the end of the program.
        listeners.clear();
        return leave();
      }),
  };
}
