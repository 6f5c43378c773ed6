import type { KeyId } from '../../contract/shared/ids.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Result } from '../../domain/result.ts';
import type { CarriedFile } from '../contract/office-file.ts';
import type { LookTrouble, OfficePlaceName, OfficeRefusal, OfficeTrust, SaveStage } from '../contract/office-travel.ts';

/** An office from elsewhere, with valid form and signature, usable here. */
export interface ReadOffice {
  profile: OfficeProfile;
  carried: readonly CarriedFile[];
  /** The number of the file that people compare. */
  check: string;
  /** The signing key; `null` for an unsigned office. */
  keyId: KeyId | null;
}

/** `refused`: why the office cannot be used; `seen` is `null` if its file was refused before it was read. */
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
  /** The office is not in the list, or was refused. */
  | { kind: 'not-there' }
  /** A person must confirm the office first. */
  | { kind: 'not-confirmed' };

/** Exchanges offices with other kiosks on USB memories, one signed file each. `state` shows the result of each command. */
export interface OfficeTravel {
  state(): OfficeTravelState;
  /** Saves the present office on the plugged-in memory. */
  save(): void;
  /** `bare`: includes unsigned profiles. `at` `null` stops. `only`: accepts only this office; `null`: any. */
  look(at: OfficePlaceName | null, which: { bare: boolean; only: string | null }): void;
  /** Returns a found office for use. `isSure`: a person has compared the digits of a file that this kiosk has not signed. */
  take(no: number, isSure: boolean): Result<ReadOffice, TakeFault>;
  /** Call it when the page is left: found and saved offices are no longer shown. */
  leave(): void;
  onChange(listener: () => void): void;
}
