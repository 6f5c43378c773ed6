import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import { ticketNameOf } from '../../office/rules/guidance.ts';
import type { Office } from '../../office/steps/office.ts';
import { whereItComesOut } from '../../office/view/other-office-view.ts';
import type { Screen } from '../../session/contract/view-state.ts';
import type { PlaceOf } from '../../session/steps/session.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { Bookable } from '../steps/bookable.ts';

const nameOf = (serviceId: string, language: Language, { profile }: Office): string => {
  const service = profile.services.find((one) => one.serviceId === serviceId);
  return service === undefined ? serviceId : inLanguage(ticketNameOf(service), language);
};

function momentOf(start: string, office: Office): { date: string; time: string } {
  const { date, time } = office.momentOf(Date.parse(start));
  return { date, time };
}

export const bookErrandScreen = (
  language: Language,
  { office, bookable }: { office: Office; bookable: Pick<Bookable, 'services'> },
): Screen => ({
  screen: 'book-errand',
  choices: office.profile.services
    .filter(({ serviceId }) => bookable.services().includes(serviceId))
    .map(({ serviceId, name, pictogram }) => ({ serviceId, name: inLanguage(name, language), pictogram })),
});

export const bookHourScreen = (
  { serviceId, known, gone }: PlaceOf<'book-hour'>,
  language: Language,
  office: Office,
): Screen => ({
  screen: 'book-hour',
  service: nameOf(serviceId, language, office),
  state: known.is,
  hours: known.is === 'hours' ? known.starts.map((start) => ({ start, at: momentOf(start, office) })) : [],
  wasGone: gone.size > 0,
  phone: office.profile.phone ?? null,
});

export const bookSureScreen = (
  { serviceId, start, doing }: PlaceOf<'book-sure'>,
  language: Language,
  office: Office,
): Screen => ({
  screen: 'book-sure',
  service: nameOf(serviceId, language, office),
  at: momentOf(start, office),
  state: doing,
});

/**
 * Whether the paper about the booked appointment can be printed again: its print job has ended, it is not certain that the paper came out,
 * and a printer works now.
 */
export const canPrintHour = ({ paper, ended }: PlaceOf<'booked'>, printers: PrinterWatch): boolean =>
  ended && paper !== 'out' && printers.canPrint();

export const bookedScreen = (
  place: PlaceOf<'booked'>,
  language: Language,
  { office, printers }: { office: Office; printers: PrinterWatch },
): Screen => ({
  screen: 'booked',
  service: nameOf(place.serviceId, language, office),
  at: momentOf(place.hour.start, office),
  locator: place.hour.locator,
  paper: place.paper,
  place: whereItComesOut(place.printer, language, office),
  canPrintAgain: canPrintHour(place, printers),
});
