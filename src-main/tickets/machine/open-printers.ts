import { openPrinter } from '../../../hardware/printer/driver.ts';
import { createReplaceablePrinter, type ReplaceablePrinter } from '../../../hardware/printer/replaceable.ts';
import type { QueueStates } from '../../calling/ports/queue-state.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { OpenedData } from '../../core/open-data.ts';
import type { PaperView } from '../../office/contract/office.ts';
import { MAIN } from '../../office/machine/office-choice.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Log } from '../../ports/log.ts';
import { createOtherDevice, type OtherDevice } from '../../technician/machine/other-device.ts';
import { linkTo, type PrinterToOpen } from '../../technician/machine/proven-devices.ts';
import type { Printer, PrinterCondition } from '../ports/printer.ts';
import { createPrintQueue, type PrintQueue } from '../steps/print-queue.ts';
import { type PrinterWatch, watchPrinters } from '../steps/printer-watch.ts';
import { composeSlip } from '../view/ticket-document.ts';
import { layTicket } from './lay-ticket.ts';
import { prepareRenderResources } from './render-resources.ts';

export interface Printing {
  queue: PrintQueue;
  watch: PrinterWatch;
  main: MainPrinter;
  /** The first ticket of a day with this profile, as this kiosk's printer would print it; `null` without a printer. */
  layTicket(profile: OfficeProfile): PaperView | null;
  finish(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The main printer. Technicians can release it to try another one, and replace it while the kiosk runs. The object exists even before the
 * kiosk has a printer.
 */
export interface MainPrinter {
  release(): Promise<void>;
  take(printer: PrinterToOpen): Promise<void>;
  isReleased(): boolean;
  opened(): PrinterToOpen | null;
  other: OtherDevice;
}

/** Opens the printers of the chosen office and their queue. `isSample`: whether a technician made the request during the first set-up. */
export function openPrinting(
  { kept: { store }, chosen, clock, unfinished }: OpenedData,
  office: Office,
  queueStates: QueueStates,
  isSample: (requestId: string) => boolean,
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
    composeSlip(renderResources.paper(), order, office.momentOf, queueStates.ofTicket, isSample);
  const queue = createPrintQueue({ store, printers, compose, afterAnswer: setImmediate, clock, log }, unfinished);
  const atStart = chosen.printers.find(({ id }) => id === MAIN) ?? null;
  const main = mainOf(atStart, printers.find(({ id }) => id === MAIN)?.device ?? null, open, other, (device) => {
    printers.unshift({ id: MAIN, device });
    watch.include({ id: MAIN, device });
    queue.include({ id: MAIN, device });
  });
  return {
    queue,
    watch,
    main,
    layTicket(profile) {
      const printer = main.opened();
      const paper = { ...renderResources.paper(), profile };
      return printer && layTicket(paper, printer.profile, renderResources.shaper, office.now());
    },
    finish: () => queue.close(),
    async close() {
      await Promise.all(printers.map(({ device }) => device.close()));
    },
  };
}

/** `include` adds the first printer of a kiosk that had none to the queue. */
function mainOf(
  atStart: PrinterToOpen | null,
  deviceAtStart: ReplaceablePrinter | null,
  open: (printer: PrinterToOpen) => Printer,
  other: OtherDevice,
  include: (device: ReplaceablePrinter) => void,
): MainPrinter {
  let last = atStart;
  let device = deviceAtStart;
  let isReleased = false;
  return {
    isReleased: () => isReleased,
    async release() {
      isReleased = device !== null;
      await device?.release();
    },
    async take(printer) {
      last = printer;
      isReleased = false;
      other.forget();
      if (device !== null) {
        await device.take(() => open(printer));
        return;
      }
      device = createReplaceablePrinter(() => open(printer));
      include(device);
    },
    opened: () => last,
    other,
  };
}
