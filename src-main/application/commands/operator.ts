import type { CoreStatus, Refusal } from '../../contract/kiosk/kiosk-api.ts';
import { type Result, succeed } from '../../domain/result.ts';
import type { KioskContext } from '../kiosk-context.ts';
import type { Commands } from './command.ts';

/** What the shell, a test or a technician asks over the core's own line. */
export function operatorCommands(context: KioskContext) {
  const { store, centre, view, appearance } = context;
  return {
    getViewState: () => succeed(view()),
    getAppearance: () => succeed(appearance),
    getStatus: () => statusOf(context),
    confirmClock: () => store.confirmClock(),
    rotateKey() {
      centre.rotateKey();
      return succeed(null);
    },
  } satisfies Partial<Commands>;
}

function statusOf(context: KioskContext): Result<CoreStatus, Refusal> {
  const { office, store, printers, scanner, queue, centre } = context;
  const { serviceDay } = office.now();
  const count = store.countTickets(serviceDay);
  if (!count.ok) return count;
  const rows = printers.report();
  if (!rows.ok) return rows;
  return succeed({
    officeId: office.profile.officeId,
    serviceDay,
    printers: rows.value,
    scanner: scanner(),
    waitingJobs: queue.waiting(),
    ticketsToday: count.value,
    centre: centre.status(),
  });
}
