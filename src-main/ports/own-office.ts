import type { CarriedFile } from '../contract/kiosk/office-file.ts';
import type { OwnOfficeVersion } from '../contract/kiosk/own-office.ts';
import type { OfficeRule, PaperView } from '../contract/kiosk/screens/office.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import type { Language } from '../domain/languages.ts';
import type { Result } from '../domain/result.ts';
import type { DecidedProposal } from './centre-memory.ts';
import type { StoreFailure } from './store-failure.ts';

/** Why a profile cannot be used. `pointer` (RFC 6901) is where; '' where it is the whole. */
export interface OfficeProblem {
  pointer: string;
  rule: OfficeRule;
  detail: string;
}

/** One or more. */
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

/** What a technician makes of this kiosk's office at its screen. Every version is on disk when `keep` answers. */
export interface OwnOffice {
  /** The office without what was said here; `version` is the centre's, `null` for the profile of this machine. */
  base(): { version: number | null; profile: OfficeProfile };
  /** The version of this run; `null` where the base holds. */
  now(): number | null;
  /** Of this office. */
  versions(): readonly OwnOfficeVersion[];
  /** What the centre decided of them. */
  decided(): readonly DecidedProposal[];
  /** Whether it can be used here, with all that it names; `carried`: what it has brought along. */
  check(document: unknown, carried: readonly CarriedFile[]): Result<OfficeProfile, OfficeFault>;
  /** What there is here to choose from. */
  offered(): OfferedToOffice;
  keep(version: OwnOfficeVersion): Result<null, StoreFailure>;
  /** A ticket of the profile, laid out for the printer that is here; `null` without one. */
  paper(profile: OfficeProfile): PaperView | null;
  /** What was kept holds after a new start of the program, at which whoever stands here goes on. */
  startAnew(): void;
}
