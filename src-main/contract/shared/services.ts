import { z } from 'zod';
import { CheckInMinutes } from './check-in.ts';
import { ExternalId, ServiceId, Slug } from './ids.ts';
import { LocalizedText, localized } from './localized-text.ts';
import { OpeningHours } from './opening-hours.ts';
import { VisitType } from './visit-type.ts';

/** One or two capitals; I, O and Q are left out because on paper they read as 1 and 0. */
const Series = z.string().regex(/^[A-HJ-NPR-Z]{1,2}$/, 'expected one or two capitals other than I, O, Q');

/** What fits on one line under a service's name, at the size everybody can read. */
const Subtitle = localized(31);
const DocumentToBring = localized(120);

/** Pictogram names; the renderer maps each to a drawing. */
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
  /** What a turn of it is called, where its name is what somebody says who chooses it: `Orientació`. */
  ticketName: LocalizedText.optional(),
  /** For whoever does not know what they need: the first of the first list. */
  guidance: z.literal(true).optional(),
  /** A few words on what the service is for, under its name. */
  hint: Subtitle.optional(),
  pictogram: Pictogram,
  /** Shown inside this group instead of on the first list. */
  groupId: Slug.optional(),
  ways: z.array(VisitType).min(1).default(['walk-in']),
  /** Replaces the office's hours for this service. */
  hours: OpeningHours.optional(),
  /** So many turns without an appointment this kiosk gives in a service day; then the service is full. */
  dailyLimit: z.int().min(1).max(999).optional(),
  /** Replaces the office's for appointments of this service. */
  checkInMinutes: CheckInMinutes.optional(),
  /** What people come for here is nobody's business: no list of documents is printed. */
  sensitive: z.boolean().default(false),
  /** What to bring, one line each; printed as a list to tick when a person asks for it. */
  documents: z.array(DocumentToBring).min(1).max(10).optional(),
});
export type Service = z.infer<typeof Service>;

/** Where a person is served. */
export const Desk = z.strictObject({ deskId: Slug, externalId: ExternalId.optional(), name: LocalizedText });
export type Desk = z.infer<typeof Desk>;

export const ServiceGroup = z.strictObject({
  groupId: Slug,
  name: LocalizedText,
  hint: Subtitle.optional(),
  pictogram: Pictogram,
});
export type ServiceGroup = z.infer<typeof ServiceGroup>;
