import { slipFonts } from '../../../config/fonts/slip-fonts.ts';
import { SLIP_WORDS } from '../../../config/locales/ticket-words.ts';
import { createCanvasShaper } from '../../../hardware/printer/canvas-shaper.ts';
import { openPrinter } from '../../../hardware/printer/driver.ts';
import { readPicture } from '../../../hardware/printer/picture.ts';
import { createReplaceablePrinter, type ReplaceablePrinter } from '../../../hardware/printer/replaceable.ts';
import type { QueueStates } from '../../calling/ports/queue-state.ts';
import type { LoadedOffice } from '../../configuration/load.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { OpenedData } from '../../core/open-data.ts';
import type { PaperView } from '../../office/contract/office.ts';
import { MAIN } from '../../office/machine/office-choice.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Log } from '../../ports/log.ts';
import { createOtherDevice, type OtherDevice } from '../../technician/machine/other-device.ts';
import { linkTo, type PrinterToOpen } from '../../technician/machine/proven-devices.ts';
import type { Bitmap, Printer, PrinterCondition } from '../ports/printer.ts';
import { createPrintQueue } from '../steps/print-queue.ts';
import { watchPrinters } from '../steps/printer-watch.ts';
import type { SlipResources } from '../steps/render-resources.ts';
import { composeSlip } from '../view/ticket-document.ts';
import { layTicket } from './lay-ticket.ts';

export type Printing = ReturnType<typeof openPrinting>;
export type MainPrinter = ReturnType<typeof mainOf>;

/** Opens the printers of the chosen office and their queue. `isSample`: whether a technician made the request during the first set-up. */
export function openPrinting(
  { kept: { store }, chosen, clock, unfinished }: OpenedData,
  office: Office,
  queueStates: QueueStates,
  isSample: (requestId: string) => boolean,
  deviceRoot: string,
  log: Log,
  onCondition: (printer: string, condition: PrinterCondition) => void,
) {
  const { shaper, paper } = prepareResources(chosen.office, log);
  const scanner = chosen.scanner === 'wedge' ? null : chosen.scanner;
  const other = createOtherDevice(scanner?.identity ?? null, log);
  const open = (printer: PrinterToOpen) =>
    openPrinter({ link: linkTo(printer, deviceRoot, other.look), profile: printer.profile, shaper });
  const printers = chosen.printers.map((printer) => ({
    id: printer.id,
    device: createReplaceablePrinter(() => open(printer)),
  }));
  const watch = watchPrinters(printers, store, log, onCondition);
  const compose: Parameters<typeof createPrintQueue>[0]['compose'] = (order) =>
    composeSlip(paper(), order, office.momentOf, queueStates.ofTicket, isSample);
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
    /**
     * The first ticket of a day with this profile, as this kiosk's printer would print it; `null` without a printer, or if no service has
     * walk-ins.
     */
    layTicket(profile: OfficeProfile): PaperView | null {
      const printer = main.opened();
      return printer && layTicket({ ...paper(), profile }, printer.profile, shaper, office.now());
    },
    finish: () => queue.close(),
    async close(): Promise<void> {
      await Promise.all(printers.map(({ device }) => device.close()));
    },
  };
}

/**
 * Starts to read fonts and logo, one file after the other. A file that cannot be read is logged and left out, so that tickets are printed
 * anyway. The logo is missing until it has been read, a moment after the start; slips are printed without waiting for this.
 */
function prepareResources({ profile, template, logo: png }: LoadedOffice, log: Log) {
  const shaper = createCanvasShaper(slipFonts());
  let logo: Bitmap | null = null;

  async function prepare(): Promise<void> {
    for (const file of await shaper.warmUp(profile.languages)) log.event('font-unreadable', { detail: file });
    if (png === null) return;
    const picture = await readPicture(png);
    if (picture.ok) logo = picture.value;
    else log.event(picture.error.kind, { detail: picture.error.detail });
  }
  void prepare();
  return { shaper, paper: (): SlipResources => ({ profile, template, logo, words: SLIP_WORDS }) };
}

/**
 * The main printer. Technicians can release it to try another one, and replace it while the kiosk runs. The object exists even before the
 * kiosk has a printer. `include` adds the first printer of a kiosk that had none to the queue.
 */
function mainOf(
  atStart: PrinterToOpen | null,
  deviceAtStart: ReplaceablePrinter | null,
  open: (printer: PrinterToOpen) => Printer,
  other: OtherDevice,
  include: (device: ReplaceablePrinter) => void,
) {
  let last = atStart;
  let device = deviceAtStart;
  let isReleased = false;
  return {
    isReleased: () => isReleased,
    async release(): Promise<void> {
      isReleased = device !== null;
      await device?.release();
    },
    async take(printer: PrinterToOpen): Promise<void> {
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
    opened: (): PrinterToOpen | null => last,
    other,
  };
}
