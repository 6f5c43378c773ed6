import { z } from 'zod';
import { OfficeId } from '../shared/ids.ts';
import { Language } from '../shared/languages.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const Version = z.int().positive();
/** A moment of the office's wall clock. */
const OfficeMoment = z.object({ date: IsoDate, time: z.string() });

export const OfficeInList = z.object({
  officeId: OfficeId,
  /** The office's name from its newest profile; its id without a profile. */
  name: z.string(),
  /** The version in effect; `null`: none yet. */
  version: Version.nullable(),
  /** The version published last, whatever its day. */
  newest: Version.nullable(),
  /** The next version that has been published for a later day. */
  next: z.object({ version: Version, effectiveFrom: IsoDate }).nullable(),
  /** Number of changes made at its kiosks' screens that await a decision. */
  openProposals: z.int().nonnegative(),
  /**
   * Whether the office is open by the hours in effect; `null`: the hours are unknown. `until`: the closing or the next opening; `null`: not
   * in the near future.
   */
  opening: z.object({ isOpen: z.boolean(), until: OfficeMoment.nullable() }).nullable(),
});
export type OfficeInList = z.infer<typeof OfficeInList>;
export const OfficeList = z.object({ at: Instant, offices: z.array(OfficeInList) });
export type OfficeList = z.infer<typeof OfficeList>;

/** A profile as it would be published. */
export const HoursDraft = z.strictObject({ profile: z.unknown(), effectiveFrom: IsoDate });

/** Number of appointments outside the hours of a draft, by day; days without any are left out. It does not reveal their holders. */
export const BookingsOutside = z.object({ days: z.array(z.object({ day: IsoDate, count: z.int().positive() })) });

export const PublishedVersion = z.object({
  version: Version,
  effectiveFrom: IsoDate,
  publishedAt: Instant,
  /** The person or program, as the audit names it. */
  publishedBy: z.string(),
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;

export const PublishedVersions = z.object({
  /** The office's wall clock and service day; `null` without a readable zone. */
  now: OfficeMoment.extend({ serviceDay: IsoDate }).nullable(),
  /** The version in effect; `null`: none yet. */
  inEffect: Version.nullable(),
  /** The published versions, newest first. */
  versions: z.array(PublishedVersion),
});

/**
 * A published version: its document as sent, the holidays of the calendar that it names, and the names from which a document may choose.
 */
export const PublishedProfile = PublishedVersion.extend({
  document: z.unknown(),
  holidays: z.array(z.object({ date: IsoDate, name: LocalizedText })),
  offered: z.object({
    themes: z.array(z.string()),
    logos: z.array(z.string()),
    /** Languages of screens whose sentences no speaker has reviewed. */
    unreviewed: z.array(Language),
  }),
});
export type PublishedProfile = z.infer<typeof PublishedProfile>;
