import type { Language } from '../../../config/languages.ts';
import type { DecidedProposal } from '../../centre/ports/centre-memory.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { OfficeRule, PaperView } from '../contract/office.ts';
import type { CarriedFile } from '../contract/office-file.ts';
import type { OwnOfficeVersion } from '../contract/own-office.ts';

/** Why a profile cannot be used. `pointer` (RFC 6901): the faulty place; '' for the whole profile. */
export interface OfficeProblem {
  pointer: string;
  rule: OfficeRule;
  detail: string;
}

export interface OfficeFault {
  kind: 'profile-invalid';
  problems: OfficeProblem[];
}

export interface OfferedToOffice {
  themes: readonly string[];
  logos: readonly string[];
  unreviewed: readonly Language[];
}

/** The versions of the office's profile that technicians make at this kiosk. A version is on disk when `keep` returns. */
export interface OwnOffice {
  /** The profile without the technician's changes; `version` is the centre's, `null` for the profile of this machine. */
  base(): { version: number | null; profile: OfficeProfile };
  /** Number of the technician's version that this run uses; `null` if it uses the profile without changes. */
  now(): number | null;
  versions(): readonly OwnOfficeVersion[];
  decided(): readonly DecidedProposal[];
  check(document: unknown, carried: readonly CarriedFile[]): Result<OfficeProfile, OfficeFault>;
  offered(): OfferedToOffice;
  keep(version: OwnOfficeVersion): Result<null, StoreFailure>;
  /** A ticket of the profile, laid out for this kiosk's printer; `null` without a printer, or if no service has walk-ins. */
  paper(profile: OfficeProfile): PaperView | null;
  /** Restarts the program with the saved version; afterwards the technician continues on the same page. */
  startAnew(): void;
}
