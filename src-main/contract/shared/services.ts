import { z } from 'zod';
import { CheckInMinutes } from './check-in.ts';
import { ExternalId, ServiceId, Slug } from './ids.ts';
import { LocalizedText, localized } from './localized-text.ts';
import { OpeningHours } from './opening-hours.ts';
import { VisitType } from './visit-type.ts';

/** One or two capitals. I, O and Q are left out, because on paper they look like 1 and 0. */
const Series = z.string().regex(/^[A-HJ-NPR-Z]{1,2}$/, 'expected one or two capitals other than I, O, Q');

/** One line under a service's name, at a size that everyone can read. */
const Subtitle = localized(31);
const DocumentToBring = localized(120);

/** Names of pictograms; the renderer has a drawing for each name. */
export const Pictogram = z.enum([
  'signpost',
  'house',
  'stamp',
  'coins',
  'chat',
  'phone-key',
  'blueprint',
  'storefront',
  'tree',
  'road',
  'key',
  'briefcase',
  'specialist',
  'hands',
  'calendar',
  'folder',
  'info',
  'pencil',
  'hall',
  'graduation',
  'lightbulb',
  'card',
  'more',
]);
export type Pictogram = z.infer<typeof Pictogram>;

export const Service = z.strictObject({
  serviceId: ServiceId,
  externalId: ExternalId.optional(),
  series: Series,
  name: LocalizedText,
  /** The service's name on tickets, if `name` is phrased as the citizen's words: `Orientació`. */
  ticketName: LocalizedText.optional(),
  /** Present if the service is for citizens who do not know which service they need; it is then first in the first list. */
  guidance: z.literal(true).optional(),
  hint: Subtitle.optional(),
  pictogram: Pictogram,
  /** The service is shown in this group instead of the first list. */
  groupId: Slug.optional(),
  ways: z.array(VisitType).min(1).default(['walk-in']),
  /** Replaces the office's hours for this service. */
  hours: OpeningHours.optional(),
  /**
   * Largest number of turns without an appointment that this kiosk issues for the service in a service day; after that the service is full.
   */
  dailyLimit: z.int().min(1).max(999).optional(),
  /** Replaces the office's `checkIn.minutes` for appointments of this service. */
  checkInMinutes: CheckInMinutes.optional(),
  /**
   * True if the reason for the visit is private. Its turns are then shown only to their holders and the staff, and no list of documents is
   * printed.
   */
  sensitive: z.boolean().default(false),
  /** Documents to bring, one line each; printed on request as a list to tick. */
  documents: z.array(DocumentToBring).min(1).max(10).optional(),
});
export type Service = z.infer<typeof Service>;

export const Desk = z.strictObject({
  deskId: Slug,
  externalId: ExternalId.optional(),
  name: LocalizedText,
  /** The services that the desk may call; its staff choose among them. Default: all services. */
  services: z.array(ServiceId).min(1).max(36).optional(),
});

export const ServiceGroup = z.strictObject({
  groupId: Slug,
  name: LocalizedText,
  hint: Subtitle.optional(),
  pictogram: Pictogram,
});
export type ServiceGroup = z.infer<typeof ServiceGroup>;
