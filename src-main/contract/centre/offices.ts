import { z } from 'zod';
import { OfficeId } from '../shared/ids.ts';
import { Language } from '../shared/languages.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const Version = z.int().positive();
const OfficeMoment = z.object({ date: IsoDate, time: z.string() });

export const OfficeInList = z.object({
  officeId: OfficeId,
  /** The name in the office's newest profile; the office's id if it has no profile. */
  name: z.string(),
  /** The version in effect; `null`: none yet. */
  version: Version.nullable(),
  /** The version published last, even if it is not in effect yet. */
  newest: Version.nullable(),
  next: z.object({ version: Version, effectiveFrom: IsoDate }).nullable(),
  /** Number of changes that were made at the screens of the office's kiosks and await a decision (`OfficeProposal`). */
  openProposals: z.int().nonnegative(),
  /**
   * Whether the office is open by the hours of the version in effect; `null`: the hours are unknown. `until`: the time at which it closes
   * or, if it is closed, opens next; `null`: it stays open past midnight, or does not open in the next 60 days.
   */
  opening: z.object({ isOpen: z.boolean(), until: OfficeMoment.nullable() }).nullable(),
});
export type OfficeInList = z.infer<typeof OfficeInList>;
export const OfficeList = z.object({ at: Instant, offices: z.array(OfficeInList) });
export type OfficeList = z.infer<typeof OfficeList>;

export const HoursDraft = z.strictObject({ profile: z.unknown(), effectiveFrom: IsoDate });

/**
 * Number of appointments outside the hours of a draft, by day; days without such appointments are left out. The holders are not revealed.
 */
export const BookingsOutside = z.object({ days: z.array(z.object({ day: IsoDate, count: z.int().positive() })) });

export const PublishedVersion = z.object({
  version: Version,
  effectiveFrom: IsoDate,
  publishedAt: Instant,
  /** The person or program, with the name that the audit shows. */
  publishedBy: z.string(),
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;

export const PublishedVersions = z.object({
  /** The office's local time and service day; `null` if its time zone cannot be read. */
  now: OfficeMoment.extend({ serviceDay: IsoDate }).nullable(),
  /** The version in effect; `null`: none yet. */
  inEffect: Version.nullable(),
  /** Newest first. */
  versions: z.array(PublishedVersion),
});

/**
 * A published version: its document as sent, the holidays of the calendar that the document names, and the names of themes, logos and
 * languages that a document may use (`offered`).
 */
export const PublishedProfile = PublishedVersion.extend({
  document: z.unknown(),
  holidays: z.array(z.object({ date: IsoDate, name: LocalizedText })),
  offered: z.object({
    themes: z.array(z.string()),
    logos: z.array(z.string()),
    /** Languages of screens whose sentences no native speaker has reviewed. */
    unreviewed: z.array(Language),
  }),
});
