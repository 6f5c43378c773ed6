import type { CentreSetting } from '../../contract/shared/office-profile.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { CentreStatus, CentreTrouble } from '../contract/centre-status.ts';
import type { SlotToTake } from '../ports/centre-memory.ts';
import type { KioskEnrolment } from './enrolment.ts';
import { type Confirmed, type Pairing, type PairingParts, startPairing } from './pairing.ts';
import type { Standing } from './standing.ts';

export interface PairingsParts extends Pick<PairingParts, 'client' | 'clock' | 'log'> {
  setting: CentreSetting;
  enrolment: KioskEnrolment;
  standing: Standing;
  identity: SlotToTake | null;
  newId: () => string;
  version: string;
  build: 'official' | 'test';
  onEnrolled: () => void;
}

export interface Pairings {
  isUnderWay(): boolean;
  /** The code and fingerprint that two people compare; `null` without a pairing. */
  shown(): CentreStatus['pairing'];
  /** Starts a pairing, unless one is running or the centre knows the enrolled kiosk. `replaces` does nothing on a kiosk that has a slot. */
  start(replaces: boolean): void;
  stop(): void;
}

export function createPairings(parts: PairingsParts): Pairings {
  const { setting, enrolment, standing, identity, newId, version, build, onEnrolled } = parts;
  const { client, clock, log } = parts;
  let pairing: Pairing | null = null;
  const hearing = createHearing(standing);

  async function enrol(confirmed: Confirmed, key: SigningKey, asked: SlotToTake | null): Promise<CentreTrouble | null> {
    const why = await enrolment.take(confirmed, key, asked);
    if (why === 'closed') return null;
    if (why !== null) return why;
    pairing = null;
    onEnrolled();
    return null;
  }

  return {
    isUnderWay: () => pairing !== null,
    shown: () => pairing?.shown() ?? null,
    start(replaces) {
      // The centre's answer "unknown kiosk" may be forged, so the enrolment stays until a new one is confirmed.
      const isUnknown = standing.trouble() === 'kiosk-unknown';
      if (pairing !== null || (enrolment.state() === 'paired' && !isUnknown)) return;
      if (replaces && identity !== null) return;
      hearing.begin();
      // A kiosk that was revoked, or lost its key or data, has lost its slot at the centre and needs a new one.
      const asked = identity === null || enrolment.wasEnrolled() ? { slot: 0, incarnation: newId() } : null;
      pairing = startPairing({
        client,
        clock,
        log,
        cityId: setting.cityId,
        expectedKeyId: setting.keyId ?? null,
        candidate: {
          slot: asked ? null : (identity?.slot ?? null),
          incarnation: asked?.incarnation ?? identity?.incarnation ?? newId(),
          version,
          build,
          ...(replaces ? { replaces } : {}),
        },
        onShown: () => standing.changed(),
        onHeard: hearing.heard,
        onEnded(why) {
          standing.setTrouble(why);
          pairing = null;
          standing.changed();
        },
        enrol: (confirmed, key) => enrol(confirmed, key, asked),
      });
      standing.changed();
    },
    stop() {
      pairing?.stop();
      pairing = null;
    },
  };
}

/** Reports whether the centre answers while a code is shown, because the technician has no other sign. */
function createHearing(standing: Standing) {
  let unheard: CentreTrouble | null = null;
  return {
    begin() {
      unheard = null;
      standing.setTrouble(null);
    },
    heard(trouble: CentreTrouble | null): void {
      if (trouble === unheard) return;
      if (trouble !== null || standing.trouble() === unheard) standing.setTrouble(trouble);
      unheard = trouble;
      standing.changed();
    },
  };
}
