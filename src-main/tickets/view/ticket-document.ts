import { composeBooking } from '../../booking/view/booking-document.ts';
import { composeAttendance } from '../../check-in/view/attendance-document.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { MOST_PEOPLE, type QueueState } from '../../domain/queue-state.ts';
import { isSensitiveService } from '../../domain/sensitive-service.ts';
import { composeDirections } from '../../office/view/directions-document.ts';
import { composeStaffPaper } from '../../staff/view/staff-document.ts';
import { composeTest } from '../../technician/view/test-document.ts';
import type { DocumentListElement, TicketElement } from '../contract/ticket-template.ts';
import type { SlipBlock, SlipDocument, Wording } from '../ports/printer.ts';
import type { SlipOrder } from '../ports/store.ts';
import type { Moment, SlipResources, TicketTextKey, TicketWords } from '../steps/render-resources.ts';
import { inLargePrint } from './large-print.ts';
import {
  catalan,
  hasDocumentList,
  heading,
  logoBlock,
  printedNameOf,
  type Style,
  tickBlock,
  wordingOf,
} from './slip-parts.ts';

/** The content of a ticket. It contains no personal data. */
export interface TicketContent {
  label: string;
  serviceId: string;
  visitType: VisitType;
  language: TicketLanguage;
  issuedAt: Moment;
  /** `HH:MM`; `null` for a walk-in, and for an appointment that the citizen only claims to have or must not see. */
  appointmentTime: string | null;
  /** The name of the desk at which a citizen with a specialist's appointment waits. */
  waitAt?: LocalizedText | undefined;
  /** The queue ahead of the turn; `null` while unknown, because a wrong number is worse than none. */
  queue: QueueState | null;
  /** Printed only if the office has a page to follow turns. */
  followToken: string | null;
  duplicate: boolean;
  /** True for a technician's sample ticket, which is not called. */
  sample: boolean;
  /** Labels of withdrawn tickets whose paper the citizen may still have. */
  replaces: readonly string[];
}

export interface DocumentListContent {
  serviceId: string;
  language: TicketLanguage;
  printedAt: Moment;
}

/**
 * Composes the slip of a print job. `momentOf` converts to the office's wall clock, `queueOf` returns the queue ahead of a ticket,
 * `isSample` recognises a technician's request.
 * @throws Error for a job without the ticket, service or content that its kind needs, and for a list of documents that must not exist
 * (caller's bug: `hasDocumentList` comes first)
 */
export function composeSlip(...given: Parameters<typeof composePlain>): SlipDocument {
  const [, order] = given;
  const slip = composePlain(...given);
  return order.largePrint || order.ticket?.largePrint ? inLargePrint(slip) : slip;
}

function composePlain(
  paper: SlipResources,
  order: SlipOrder,
  momentOf: (wallMs: number) => Moment,
  queueOf: (ticketId: string) => QueueState | null,
  isSample: (requestId: string) => boolean,
): SlipDocument {
  const { kind, ticket, serviceId, language, code, duplicate } = order;
  if (kind === 'staff')
    return composeStaffPaper(
      paper,
      { staffPaper: order.staffPaper, language, printedAt: momentOf(order.askedAtMs), duplicate },
      momentOf,
    );
  if (kind === 'test') return composeTest(paper, momentOf(order.askedAtMs));
  if (kind === 'directions') return composeDirections(paper, language, order.directions);
  if (kind === 'booking') return composeBooking(paper, { ...order, momentOf });
  if (kind !== 'documents' && ticket === null) throw new Error(`print job ${order.jobId} has no ticket`);
  if (kind === 'attendance' && ticket !== null)
    return composeAttendance(paper, {
      language,
      from: momentOf(ticket.issuedAtMs),
      to: momentOf(order.askedAtMs),
      code: code ?? '',
    });
  if (kind === 'ticket' && ticket !== null) {
    const { ticketId, requestId, appointment } = ticket;
    return composeTicket(paper, {
      ...ticket,
      language,
      duplicate,
      issuedAt: momentOf(ticket.issuedAtMs),
      appointmentTime: appointment && momentOf(appointment.startMs).time,
      waitAt: paper.profile.desks.find(({ deskId }) => deskId === appointment?.deskId)?.name,
      queue: queueOf(ticketId),
      sample: isSample(requestId),
    });
  }
  if (serviceId === null) throw new Error(`print job ${order.jobId} has no service`);
  const list = composeDocumentList(paper, { serviceId, language, printedAt: momentOf(order.askedAtMs) });
  if (list === null) throw new Error(`service ${serviceId} has no list of documents`);
  return list;
}

/**
 * Composes a ticket with the template's elements from the top. The body is in the citizen's language; office, service, number and the mark
 * of a duplicate are in Catalan too, so that a clerk can read them. The ticket never contains the citizen's name, document number or phone
 * number, a locator or a reason.
 */
export function composeTicket(paper: SlipResources, content: TicketContent): SlipDocument {
  const { profile, template, words } = paper;
  const { language } = content;
  const service = serviceOf(profile, content.serviceId);
  const name = service ? printedNameOf(service) : { ca: content.serviceId };
  const follow = followAddress(profile, content.followToken);
  const say = (key: TicketTextKey, values?: Readonly<Record<string, string | number>>): Wording => ({
    text: words.text(language, key, values),
    language,
  });

  function wordingsOf(element: Exclude<Extract<TicketElement, { size: unknown }>, { show: 'queue' }>): Wording[] {
    switch (element.show) {
      case 'duplicate':
        return whatCounts(content, words);
      case 'appointment-time':
        if (content.appointmentTime === null) return [];
        return [say('appointment-at', { time: words.time(language, content.appointmentTime) })];
      case 'your-turn':
        return [say('your-turn')];
      case 'service':
        return name === null ? [] : own(name, language);
      case 'service-in-catalan':
        return name === null ? [] : [catalan(name.ca)];
      case 'what-to-do':
        return isFetched(profile, content.serviceId) ? [say('fetched')] : whatToDo(content, words);
      case 'follow':
        return follow ? [say('follow')] : [];
      case 'closing':
        return profile.ticket.closing === undefined ? [] : [wordingOf(profile.ticket.closing, language)];
      case 'privacy':
        return privacyWordings(say('keep-it', { page: profile.ticket.privacyPage }), profile.ticket.privacyPage);
    }
  }

  function blocksOf(element: TicketElement): SlipBlock[] {
    if ('gap' in element) return [{ kind: 'gap', lines: element.gap }];
    switch (element.show) {
      case 'logo':
        return logoBlock(paper);
      case 'office-and-time':
        return [heading(profile, content.issuedAt)];
      case 'queue':
        return queueBlock(element, content, words);
      case 'number':
        return [{ kind: 'number', text: content.label }];
      case 'follow-code':
        return follow === null ? [] : [{ kind: 'qr', text: follow }];
      default:
        return wordingsOf(element).map((wording) => textBlock(element, wording));
    }
  }

  return { blocks: withoutIdleGaps(template.ticket.flatMap(blocksOf)) };
}

/**
 * Composes the list of a service's documents with boxes to tick, in the citizen's language and Catalan; `null` for a service without a
 * list, and for every sensitive service.
 */
export function composeDocumentList(paper: SlipResources, content: DocumentListContent): SlipDocument | null {
  const { profile, template, words } = paper;
  const { language } = content;
  const service = serviceOf(profile, content.serviceId);
  if (!service || !hasDocumentList(profile, service)) return null;
  const { documents = [], name } = service;

  function wordingsOf(element: Extract<DocumentListElement, { size: unknown }>): Wording[] {
    switch (element.show) {
      case 'documents-title':
        return [{ text: words.text(language, 'documents-title'), language }];
      case 'documents-title-in-catalan':
        return language === 'ca' ? [] : [catalan(words.text('ca', 'documents-title'))];
      case 'service':
        return [wordingOf(name, language)];
      case 'service-in-catalan':
        return inLanguage(name, language) === name.ca ? [] : [catalan(name.ca)];
      case 'bring-originals':
        return [{ text: words.text(language, 'bring-originals'), language }];
      case 'ask-by-phone':
        if (profile.phone === undefined) return [];
        return [{ text: words.text(language, 'ask-by-phone', { phone: profile.phone }), language }];
    }
  }

  function blocksOf(element: DocumentListElement): SlipBlock[] {
    if ('gap' in element) return [{ kind: 'gap', lines: element.gap }];
    if ('size' in element) return wordingsOf(element).map((wording) => textBlock(element, wording));
    switch (element.show) {
      case 'logo':
        return logoBlock(paper);
      case 'office-and-time':
        return [heading(profile, content.printedAt)];
      case 'documents':
        return documents.map((document) => tickBlock(document, language));
    }
  }

  return { blocks: withoutIdleGaps(template.documents.flatMap(blocksOf)) };
}

/** Whether a clerk fetches the citizen: desks of this office call numbers, and the hall does not show calls of sensitive services. */
export const isFetched = (profile: OfficeProfile, serviceId: string): boolean =>
  profile.hub !== undefined && isSensitiveService(profile, serviceId);

const serviceOf = (profile: OfficeProfile, serviceId: string): Service | undefined =>
  profile.services.find((candidate) => candidate.serviceId === serviceId);

/** Returns the text in the citizen's language; empty if it would only repeat the Catalan text. */
const own = (text: LocalizedText, language: TicketLanguage): Wording[] =>
  inLanguage(text, language) === text.ca ? [] : [wordingOf(text, language)];

const alsoInCatalan = (wording: Wording, inCatalan: Wording): Wording[] =>
  wording.text === inCatalan.text ? [inCatalan] : [inCatalan, wording];

function queueBlock(style: Style, { language, queue }: TicketContent, words: TicketWords): SlipBlock[] {
  if (queue === null) return [];
  const ahead = words.text(language, 'people-ahead', { count: Math.min(queue.waiting, MOST_PEOPLE) });
  const parts = queue.minutes === null ? [ahead] : [ahead, words.text(language, 'wait', { ...queue.minutes })];
  return [{ kind: 'details', ...styleOf(style), parts, language }];
}

/** Marks that every template prints: sample, duplicate, replaced tickets. */
function whatCounts({ language, duplicate, sample, replaces }: TicketContent, words: TicketWords): Wording[] {
  const both = (key: TicketTextKey, values?: Readonly<Record<string, string>>): Wording[] =>
    alsoInCatalan({ text: words.text(language, key, values), language }, catalan(words.text('ca', key, values)));
  return [
    ...(sample ? both('sample') : []),
    ...(duplicate ? both('duplicate') : []),
    ...replaces.flatMap((label) => both('replaces', { label })),
  ];
}

/** Splits the privacy text into lines. The line with the web address is printed without a language, because it belongs to none. */
const privacyWordings = ({ text, ...rest }: Wording, page: string): Wording[] =>
  text.split('\n').map((line) => (line === page ? { text: line } : { text: line, ...rest }));

function whatToDo({ appointmentTime, waitAt, language, visitType }: TicketContent, words: TicketWords): Wording[] {
  if (appointmentTime !== null) {
    const called = words.text(language, 'called-about', { time: words.time(language, appointmentTime) });
    const where = waitAt && {
      text: words.text(language, 'wait-at', { place: inLanguage(waitAt, language) }),
      language,
    };
    return [...(where ? [where] : []), { text: called, language }];
  }
  const sitDown = { text: words.text(language, 'sit-down'), language };
  return visitType === 'appointment' ? [{ text: words.text(language, 'appointment'), language }, sitDown] : [sitDown];
}

const styleOf = ({ size, bold, align }: Style): Style => ({ size, bold, align });

const textBlock = (style: Style, wording: Wording): SlipBlock => ({ kind: 'text', ...styleOf(style), ...wording });

/**
 * Returns the address to follow a turn by phone; `null` if the office has no such page, or the ticket no token. It is in capitals, because
 * the QR mode that makes the smallest code has no small letters.
 */
export const followAddress = ({ ticket }: OfficeProfile, token: string | null): string | null =>
  ticket.followPage === undefined || token === null ? null : `${ticket.followPage}/${token}`.toUpperCase();

/** Removes needless gaps: at the edges of the paper, above a QR code, which brings a gap of its own, and all but one between two blocks. */
function withoutIdleGaps(blocks: readonly SlipBlock[]): SlipBlock[] {
  return blocks.filter((block, at) => {
    if (block.kind !== 'gap') return true;
    const next = blocks[at + 1];
    return (
      next !== undefined &&
      next.kind !== 'gap' &&
      next.kind !== 'qr' &&
      blocks.slice(0, at).some(({ kind }) => kind !== 'gap')
    );
  });
}
