import type { CarriedFile } from '../contract/kiosk/office-file.ts';
import type {
  LookTrouble,
  OfficePlaceName,
  OfficeRefusal,
  OfficeTrust,
  SaveStage,
  ShareStage,
} from '../contract/kiosk/screens/office-travel.ts';
import type { KeyId } from '../contract/shared/ids.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** An office from elsewhere, whose form and signature hold and which can be used here. */
export interface ReadOffice {
  profile: OfficeProfile;
  carried: readonly CarriedFile[];
  /** The number of the file that people compare. */
  check: string;
  /** Of the key that signed it; `null` for one that nobody signed. */
  keyId: KeyId | null;
}

/** `refused`: why it cannot be taken; the rest is `null` where that was known before it was read. */
export interface SeenOffice {
  no: number;
  name: string;
  refused: OfficeRefusal | null;
  seen: {
    profile: OfficeProfile;
    slot: number | null;
    madeAt: string | null;
    trust: OfficeTrust;
    fingerprint: string | null;
    check: string;
  } | null;
}

export interface OfficeTravelState {
  fingerprint: string | null;
  saving: { stage: SaveStage; file: string | null; check: string | null };
  /** `untilMs`: by the monotonic clock. */
  sharing: { stage: ShareStage; untilMs: number; check: string | null };
  looking: { at: OfficePlaceName | null; isBusy: boolean; trouble: LookTrouble | null };
  found: readonly SeenOffice[];
}

export type TakeFault =
  /** None of what is shown, or one that is refused. */
  | { kind: 'not-there' }
  /** A person has to confirm it first. */
  | { kind: 'not-confirmed' }
  | StoreFailure;

/** The office of this kiosk goes to others, and theirs come here, as one signed file each. What comes of each order is in `state`. */
export interface OfficeTravel {
  state(): OfficeTravelState;
  /** What holds now, on the memory that is plugged in. */
  save(): void;
  /** `bare`: profiles that nobody signed too. `null` ends it. Offices of `only` are taken; `null`: any. */
  look(at: OfficePlaceName | null, which: { bare: boolean; only: string | null }): void;
  /** `isSure`: a person has confirmed what is not known here. Whoever signed it is known from then on, on disk when it answers. */
  take(no: number, isSure: boolean): Result<ReadOffice, TakeFault>;
  /** For ten minutes, or until it is called off, another kiosk of the network may read the office. */
  share(isOn: boolean): void;
  /** The page is left; `isTimeUp`: by nobody, so that what is shared stays so. */
  leave(isTimeUp: boolean): void;
  onChange(listener: () => void): void;
}
