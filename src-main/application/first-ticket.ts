import type { FirstRunView } from '../contract/kiosk/screens/first-run.ts';
import type { Installation } from '../ports/installation.ts';
import type { TicketStore } from '../ports/store.ts';
import type { Office } from './office.ts';
import type { PrinterWatch } from './printer-watch.ts';

type TicketView = Extract<FirstRunView, { at: 'ticket' }>;

interface TicketPlace {
  installation: Installation;
  office: Office;
  printers: Pick<PrinterWatch, 'canPrint'>;
  noNumbers: () => 'no-slot' | 'kiosk-revoked' | null;
  store: Pick<TicketStore, 'findByRequest'>;
}

/** A service that takes turns now. */
export const openService = ({ profile, closureOf }: Office) =>
  profile.services.find((service) => service.ways.includes('walk-in') && closureOf(service, 'walk-in') === null);

/** Why no first ticket can be taken; `null` when one can. */
export function missingForTicket({ installation, office, printers, noNumbers }: TicketPlace): TicketView['missing'] {
  if (installation.isOpen && installation.file().office === null) return 'office';
  if (noNumbers() !== null) return 'slot';
  if (!printers.canPrint()) return 'printer';
  return openService(office) === undefined ? 'open-service' : null;
}

/** The one that was taken; a technician gives it up again: nobody is called with it. */
export function takenTicket({ store, installation }: TicketPlace): TicketView['ticket'] {
  const { firstTicket } = installation.file();
  const found = firstTicket === null ? null : store.findByRequest(firstTicket);
  if (!found?.ok || found.value === null || found.value.withdrawnAtMs !== null) return null;
  return { label: found.value.label, print: found.value.print.state };
}
