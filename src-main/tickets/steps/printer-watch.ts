import { PRINTER_CONDITION, type PrinterCondition } from '../../domain/device-conditions.ts';
import { type Result, succeed } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { CoreStatus } from '../../session/contract/kiosk-api.ts';
import type { PrinterNotice } from '../../session/contract/view-state.ts';
import type { TicketStore } from '../ports/store.ts';
import type { QueuePrinter } from './print-queue.ts';

export interface PrinterWatch {
  /** `null` while every printer is ready. */
  notice(): PrinterNotice | null;
  canPrint(): boolean;
  /** Adds a printer after the start; it is listed before the other printers. */
  include(printer: QueuePrinter): void;
  report(): Result<CoreStatus['printers'], StoreFailure>;
  /** Records that a person has inserted a new roll, even if no printer reported it. */
  startRolls(): Result<null, StoreFailure>;
}

/**
 * Follows the printers' conditions: each change is reported to `onChange` and recorded as an event for the centre. A printer that lacked
 * paper and now has enough has started a new roll. The first condition of a printer is not a change.
 */
export function watchPrinters(
  atStart: readonly QueuePrinter[],
  store: TicketStore,
  log: Log,
  onChange: (printer: string, condition: PrinterCondition) => void,
): PrinterWatch {
  const printers = [...atStart];
  const lackedPaper = new Set<string>();

  function noteCondition(printer: string, condition: PrinterCondition): void {
    log.event(condition === 'ready' ? 'printer-ready' : condition, { printer });
    const saved = store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer, condition } });
    if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
    const { paper } = PRINTER_CONDITION[condition];
    if (paper === 'lacks') lackedPaper.add(printer);
    else if (paper === 'has' && lackedPaper.delete(printer)) {
      const started = store.startRoll(printer);
      if (!started.ok) log.event(started.error.kind, { detail: started.error.detail });
    }
    onChange(printer, condition);
  }

  function follow({ id, device }: QueuePrinter): void {
    device.onCondition((condition) => noteCondition(id, condition));
  }

  for (const printer of printers) follow(printer);

  const conditions = () => printers.map(({ device }) => device.condition());
  const canPrint = () => conditions().some((condition) => PRINTER_CONDITION[condition].prints);

  return {
    notice() {
      if (printers.length === 0) return { condition: 'no-printer', printing: false };
      const trouble = conditions().find((condition) => condition !== 'ready');
      return trouble === undefined ? null : { condition: trouble, printing: canPrint() };
    },
    canPrint,
    include(printer) {
      printers.unshift(printer);
      follow(printer);
      // Until now the screen showed that there is no printer, so the new printer's condition is a change.
      onChange(printer.id, printer.device.condition());
    },
    startRolls() {
      const started = printers.map(({ id }) => store.startRoll(id));
      lackedPaper.clear();
      return started.find(({ ok }) => !ok) ?? succeed(null);
    },
    report: () => reportOf(printers, store),
  };
}

function reportOf(printers: readonly QueuePrinter[], store: TicketStore): Result<CoreStatus['printers'], StoreFailure> {
  const rows: CoreStatus['printers'] = [];
  for (const { id, device } of printers) {
    const roll = store.roll(id);
    if (!roll.ok) return roll;
    rows.push({
      printer: id,
      condition: device.condition(),
      papers: roll.value?.papers ?? 0,
      sinceMs: roll.value?.sinceMs ?? null,
    });
  }
  return succeed(rows);
}
