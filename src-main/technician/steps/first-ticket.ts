import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import type { OwnOffice } from '../../office/ports/own-office.ts';
import type { Office } from '../../office/steps/office.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { FirstRunView } from '../contract/first-run.ts';
import type { Installation } from '../ports/installation.ts';

type TicketView = Extract<FirstRunView, { at: 'ticket' }>;

interface TicketPlace {
  installation: Installation;
  ownOffice: Pick<OwnOffice, 'base'>;
  printers: Pick<PrinterWatch, 'canPrint'>;
  noNumbers: () => 'no-slot' | 'kiosk-revoked' | null;
  store: Pick<TicketStore, 'findByRequest'>;
}

/**
 * The service of the sample ticket: an open service with walk-ins, otherwise a closed service with walk-ins, because installers often come
 * while the office is closed, otherwise the first service, for an appointment. `null`: the office has no services.
 */
export function sampleService({ profile, closureOf }: Office): { service: Service; visitType: VisitType } | null {
  const walkIn = profile.services.filter(({ ways }) => ways.includes('walk-in'));
  const service = walkIn.find((one) => closureOf(one, 'walk-in') === null) ?? walkIn[0] ?? profile.services[0];
  const visitType = walkIn.length > 0 ? 'walk-in' : 'appointment';
  return service === undefined ? null : { service, visitType };
}

/** Why no sample ticket can be issued; `null` if it can. */
export function missingForTicket(place: TicketPlace): TicketView['missing'] {
  if (!hasOffice(place)) return 'office';
  if (place.noNumbers() !== null) return 'slot';
  return place.printers.canPrint() ? null : 'printer';
}

/** Whether the kiosk has an office: chosen at the screen, sent by the centre, or named on the command line. */
const hasOffice = ({ installation, ownOffice }: TicketPlace): boolean =>
  !installation.isOpen || installation.file().office !== null || ownOffice.base().version !== null;

/** The sample ticket that was issued and not withdrawn yet; `null`: none. */
export function takenTicket({ store, installation }: TicketPlace): TicketView['ticket'] {
  const { firstTicket } = installation.file();
  const found = firstTicket === null ? null : store.findByRequest(firstTicket);
  if (!found?.ok || found.value === null || found.value.withdrawnAtMs !== null) return null;
  return { label: found.value.label, print: found.value.print.state };
}
