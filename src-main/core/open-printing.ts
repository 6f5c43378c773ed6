import { openLink } from '../../hardware/link/open.ts';
import { openPrinter } from '../../hardware/printer/driver.ts';
import type { Office } from '../application/office.ts';
import { createPrintQueue, type PrintQueue } from '../application/print-queue.ts';
import { type PrinterWatch, watchPrinters } from '../application/printer-watch.ts';
import { composeSlip } from '../application/ticket-document.ts';
import type { Log } from '../ports/log.ts';
import type { PrinterCondition } from '../ports/printing.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import type { OpenedData } from './open-data.ts';
import { prepareRenderResources } from './render-resources.ts';

export interface Printing {
  queue: PrintQueue;
  watch: PrinterWatch;
  /** Lets a job under way end as it will; the printers stay. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** The printers of the chosen office, and the queue before them. */
export function openPrinting(
  { kept: { store }, chosen, clock, unfinished }: OpenedData,
  office: Office,
  queueStates: QueueStates,
  log: Log,
  onCondition: (printer: string, condition: PrinterCondition) => void,
): Printing {
  const renderResources = prepareRenderResources(chosen.office, log);
  const printers = chosen.printers.map(({ id, setting, profile }) => ({
    id,
    device: openPrinter({ link: openLink(setting.link), profile, shaper: renderResources.shaper }),
  }));
  const watch = watchPrinters(printers, store, log, onCondition);
  const compose: Parameters<typeof createPrintQueue>[0]['compose'] = (order) =>
    composeSlip(renderResources.paper(), order, office.momentOf, queueStates.ofTicket);
  const queue = createPrintQueue({ store, printers, compose, afterAnswer: setImmediate, clock, log }, unfinished);
  return {
    queue,
    watch,
    finish: () => queue.close(),
    async close() {
      await Promise.all(printers.map(({ device }) => device.close()));
    },
  };
}
