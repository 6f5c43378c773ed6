import type { KeyId } from '../../contract/shared/ids.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Result } from '../../domain/result.ts';
import type { CarriedFile } from '../contract/office-file.ts';
import type { LookTrouble, OfficePlaceName, OfficeRefusal, OfficeTrust, SaveStage } from '../contract/office-travel.ts';

export interface ReadOffice {
  profile: OfficeProfile;
  carried: readonly CarriedFile[];
  /** The digits derived from the file, which people compare. */
  check: string;
  /** The signing key; `null` for an unsigned office. */
  keyId: KeyId | null;
}

/** A found file. `refused`: why its office cannot be used. `seen` is `null` if the file was refused before it was read. */
export interface SeenOffice {
  no: number;
  name: string;
  refused: OfficeRefusal | null;
  seen: {
    profile: OfficeProfile;
    slot: number | null;
    madeAt: string | null;
    trust: OfficeTrust;
    check: string;
  } | null;
}

export interface OfficeTravelState {
  saving: { stage: SaveStage; file: string | null; check: string | null };
  looking: { at: OfficePlaceName | null; isBusy: boolean; trouble: LookTrouble | null };
  found: readonly SeenOffice[];
}

export type TakeFault =
  /** The list has no office of this number, or that office was refused. */
  | { kind: 'not-there' }
  /** A person must first confirm that the check digits are the same on both kiosks. */
  | { kind: 'not-confirmed' };

/** Exports and imports offices on USB sticks, each as one signed file. `state` shows the result of each method. */
export interface OfficeTravel {
  state(): OfficeTravelState;
  save(): void;
  /**
   * Searches a place for offices; `at` `null` stops the search. `bare`: includes unsigned profiles. `only`: the id of the only office that
   * is accepted; `null`: any.
   */
  look(at: OfficePlaceName | null, which: { bare: boolean; only: string | null }): void;
  /**
   * Returns a found office for use. `isSure`: a person has compared the check digits, which is required for a file that this kiosk has not
   * signed.
   */
  take(no: number, isSure: boolean): Result<ReadOffice, TakeFault>;
  /** To be called when the technician leaves the page: found and saved offices are not shown any more. */
  leave(): void;
  onChange(listener: () => void): void;
}
