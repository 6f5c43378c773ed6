import { openPrinter } from '../../hardware/printer/driver.ts';
import { createReplaceablePrinter, type ReplaceablePrinter } from '../../hardware/printer/replaceable.ts';
import type { Office } from '../application/office.ts';
import { createPrintQueue, type PrintQueue } from '../application/print-queue.ts';
import { type PrinterWatch, watchPrinters } from '../application/printer-watch.ts';
import { composeSlip } from '../application/ticket-document.ts';
import type { Log } from '../ports/log.ts';
import type { Printer, PrinterCondition } from '../ports/printing.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import type { OpenedData } from './open-data.ts';
import { createOtherDevice, type OtherDevice } from './other-device.ts';
import { linkTo, type PrinterToOpen } from './proven-devices.ts';
import { prepareRenderResources } from './render-resources.ts';

export interface Printing {
  queue: PrintQueue;
  watch: PrinterWatch;
  /** `null` in an office without a printer. */
  main: MainPrinter | null;
  /** Lets a job under way end as it will; the printers stay. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** The first printer, which can be given free for a proof and become another one while the kiosk runs. */
export interface MainPrinter {
  release(): Promise<void>;
  take(printer: PrinterToOpen): Promise<void>;
  isReleased(): boolean;
  /** What it was opened as last. */
  opened(): PrinterToOpen;
  other: OtherDevice;
}

/** The printers of the chosen office, and the queue before them. */
export function openPrinting(
  { kept: { store }, chosen, clock, unfinished }: OpenedData,
  office: Office,
  queueStates: QueueStates,
  deviceRoot: string,
  log: Log,
  onCondition: (printer: string, condition: PrinterCondition) => void,
): Printing {
  const renderResources = prepareRenderResources(chosen.office, log);
  const scanner = chosen.scanner === 'wedge' ? null : chosen.scanner;
  const other = createOtherDevice(scanner?.identity ?? null, log);
  const open = (printer: PrinterToOpen) =>
    openPrinter({
      link: linkTo(printer, deviceRoot, other.look),
      profile: printer.profile,
      shaper: renderResources.shaper,
    });
  const printers = chosen.printers.map((printer) => ({
    id: printer.id,
    device: createReplaceablePrinter(() => open(printer)),
  }));
  const watch = watchPrinters(printers, store, log, onCondition);
  const compose: Parameters<typeof createPrintQueue>[0]['compose'] = (order) =>
    composeSlip(renderResources.paper(), order, office.momentOf, queueStates.ofTicket);
  const queue = createPrintQueue({ store, printers, compose, afterAnswer: setImmediate, clock, log }, unfinished);
  return {
    queue,
    watch,
    main: mainOf(printers.find(({ id }) => id === 'main')?.device, chosen.printers[0], open, other),
    finish: () => queue.close(),
    async close() {
      await Promise.all(printers.map(({ device }) => device.close()));
    },
  };
}

function mainOf(
  device: ReplaceablePrinter | undefined,
  first: PrinterToOpen | undefined,
  open: (printer: PrinterToOpen) => Printer,
  other: OtherDevice,
): MainPrinter | null {
  if (device === undefined || first === undefined) return null;
  let last = first;
  let isReleased = false;
  return {
    isReleased: () => isReleased,
    release() {
      isReleased = true;
      return device.release();
    },
    take(printer) {
      last = printer;
      isReleased = false;
      other.forget();
      return device.take(() => open(printer));
    },
    opened: () => last,
    other,
  };
}
