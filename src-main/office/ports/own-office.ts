import type { Language } from '../../../config/languages.ts';
import type { DecidedProposal } from '../../centre/ports/centre-memory.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { OfficeRule, PaperView } from '../contract/office.ts';
import type { CarriedFile } from '../contract/office-file.ts';
import type { OwnOfficeVersion } from '../contract/own-office.ts';

/** Why a profile cannot be used. `pointer` (RFC 6901) is the place; '' for the whole. */
export interface OfficeProblem {
  pointer: string;
  rule: OfficeRule;
  detail: string;
}

/** The faults of an invalid profile, at least one. */
export interface OfficeFault {
  kind: 'profile-invalid';
  problems: OfficeProblem[];
}

export interface OfferedToOffice {
  themes: readonly string[];
  logos: readonly string[];
  /** Languages of screens whose sentences no speaker has reviewed. */
  unreviewed: readonly Language[];
}

/** The technician's edits of this kiosk's office. A version is on disk when `keep` returns. */
export interface OwnOffice {
  /** The office without local edits; `version` is the centre's, `null` for the profile of this machine. */
  base(): { version: number | null; profile: OfficeProfile };
  /** Number of the technician's version that this run uses; `null` if the base is in use. */
  now(): number | null;
  /** Versions of this office. */
  versions(): readonly OwnOfficeVersion[];
  /** The centre's decisions on these versions. */
  decided(): readonly DecidedProposal[];
  /** Validates a profile and everything it names; `carried`: the files it brought along. */
  check(document: unknown, carried: readonly CarriedFile[]): Result<OfficeProfile, OfficeFault>;
  /** The themes and logos of this kiosk, and the languages that are not reviewed. */
  offered(): OfferedToOffice;
  keep(version: OwnOfficeVersion): Result<null, StoreFailure>;
  /** A ticket of the profile, laid out for this kiosk's printer; `null` without one. */
  paper(profile: OfficeProfile): PaperView | null;
  /** Restarts the program with the saved version; the technician then continues. */
  startAnew(): void;
}
