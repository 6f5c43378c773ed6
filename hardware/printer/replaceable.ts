import type { Printer, PrinterCondition } from './contract.ts';

/** A printer whose users do not notice that it becomes another one. */
export interface ReplaceablePrinter extends Printer {
  /** Lets a job under way end, closes the printer, and is `printer-unreachable` from then on. */
  release(): Promise<void>;
  /** Takes another one in its place, after what is being released. */
  take(open: () => Printer): Promise<void>;
}

export function createReplaceablePrinter(open: () => Printer): ReplaceablePrinter {
  const listeners = new Set<(condition: PrinterCondition) => void>();
  let stopListening = () => {};
  let inner: Printer | null = null;
  let shown: PrinterCondition = 'printer-unreachable';
  let changing: Promise<void> = Promise.resolve();

  function show(condition: PrinterCondition): void {
    if (condition === shown) return;
    shown = condition;
    for (const listener of [...listeners]) listener(condition);
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
    onCondition(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
    close: () => next(leave),
  };
}
