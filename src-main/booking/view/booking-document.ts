import { inLanguage } from '../../contract/shared/localized.ts';
import type { SlipBlock, SlipDocument } from '../../tickets/ports/printer.ts';
import type { SlipOrder } from '../../tickets/ports/store.ts';
import type { Moment, SlipResources, TicketTextKey } from '../../tickets/steps/render-resources.ts';
import { hasDocumentList, heading, logoBlock, printedNameOf, tickBlock } from '../../tickets/view/slip-parts.ts';

type Style = Pick<Extract<SlipBlock, { kind: 'text' }>, 'size' | 'bold' | 'align'>;

const PLAIN: Style = { size: 'tall', bold: false, align: 'center' };
const STRONG: Style = { size: 'tall', bold: true, align: 'center' };
/** A locator is read and typed in two halves of this length. */
const HALF = 4;

interface BookingContent extends Pick<SlipOrder, 'booking' | 'serviceId' | 'language' | 'askedAtMs'> {
  momentOf: (wallMs: number) => Moment;
}

/**
 * Composes the paper about a booked appointment: time, place, code and locator for the check-in, and what to bring. It names no person.
 * @throws Error if `booking` is missing (caller's bug)
 */
export function composeBooking(paper: SlipResources, content: BookingContent): SlipDocument {
  const { booking, serviceId, language, askedAtMs, momentOf } = content;
  if (booking === undefined) throw new Error('the slip of a booking needs a booking');
  const { profile, words } = paper;
  const { date, time } = momentOf(Date.parse(booking.start));
  const service = profile.services.find((one) => one.serviceId === serviceId);
  const name = service && printedNameOf(service);
  const say = (key: TicketTextKey, style: Style, values?: Readonly<Record<string, string>>): SlipBlock => ({
    kind: 'text',
    ...style,
    text: words.text(language, key, values),
    language,
  });
  const text = (style: Style, written: string, of?: typeof language): SlipBlock => ({
    kind: 'text',
    ...style,
    text: written,
    ...(of === undefined ? {} : { language: of }),
  });
  const documents = service && hasDocumentList(profile, service) ? (service.documents ?? []) : [];
  return {
    blocks: [
      ...logoBlock(paper),
      // The paper names the city instead of a sensitive office, because it is kept for weeks and another person may find it.
      heading(profile.sensitive ? { ...profile, name: profile.city } : profile, momentOf(askedAtMs)),
      { kind: 'gap', lines: 1 },
      say('booking-title', STRONG),
      ...(name ? [text(PLAIN, inLanguage(name, language), name[language] === undefined ? 'ca' : language)] : []),
      ...(name && inLanguage(name, language) !== name.ca ? [text({ ...PLAIN, size: 'normal' }, name.ca, 'ca')] : []),
      text(STRONG, words.date(language, date), language),
      say('booking-at', { ...STRONG, size: 'large' }, { time: words.time(language, time) }),
      text({ ...PLAIN, size: 'normal' }, profile.address, 'ca'),
      { kind: 'qr', text: booking.qr },
      say('booking-show', { ...PLAIN, size: 'normal' }),
      say('booking-locator', { ...PLAIN, size: 'normal' }),
      text({ ...STRONG, size: 'large' }, `${booking.locator.slice(0, HALF)}-${booking.locator.slice(HALF)}`),
      ...(documents.length === 0
        ? []
        : [
            { kind: 'gap' as const, lines: 1 },
            say('documents-title', { ...STRONG, align: 'start' }),
            ...documents.map((document) => tickBlock(document, language)),
          ]),
      { kind: 'gap', lines: 1 },
      say('booking-walk-in', { ...PLAIN, size: 'normal' }),
      ...(profile.phone === undefined
        ? []
        : [say('ask-by-phone', { ...PLAIN, size: 'normal' }, { phone: profile.phone })]),
    ],
  };
}
