import type { CentreStatus, CentreTrouble } from '../contract/kiosk/centre-status.ts';
import type { KeyPlace } from '../contract/shared/key-place.ts';
import { isKioskSlot } from '../domain/numbering.ts';
import type { CentreMemory, Enrolment, ReplacedKiosk, SlotToTake } from '../ports/centre-memory.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { DeviceKey } from '../security/device-key.ts';
import type { SigningKey } from '../security/keys.ts';
import type { Confirmed } from './pairing.ts';

export interface EnrolmentParts {
  memory: Pick<CentreMemory, 'enrolment' | 'enrol' | 'isRevoked' | 'revoke'>;
  deviceKey: DeviceKey;
  /** Of this city alone: a kiosk that was moved to another one is unknown there. */
  cityId: string;
  /** Of the kiosk's data; `null` while it has no slot. */
  identity: SlotToTake | null;
  build: 'official' | 'test';
  clock: Clock;
  log: Log;
  isClosed: () => boolean;
  /** The kiosk is about to be another one: what was asked under the name before must end here and now. */
  onTaken: () => void;
}

/** Who this kiosk is to its centre: its enrolment and its key. */
export interface KioskEnrolment {
  now(): Enrolment | null;
  key(): SigningKey | null;
  keyPlace(): KeyPlace | null;
  state(): Exclude<CentreStatus['state'], 'none' | 'pairing'>;
  /** It was enrolled once, with a slot that the centre never gives again. */
  wasEnrolled(): boolean;
  readKey(): Promise<void>;
  /** The enrolment as it stands on the disk. */
  reread(): void;
  useKey(key: SigningKey): void;
  /**
   * Takes what the centre confirmed, with the key it was asked with; `asked` is the slot to be given. Answers why the kiosk cannot be
   * that, `null` when it is, and `'closed'` where the program ended meanwhile.
   */
  take(confirmed: Confirmed, key: SigningKey, asked: SlotToTake | null): Promise<CentreTrouble | 'closed' | null>;
  /** `isReplaced`: another kiosk has taken its place. Whether the disk has taken it: then no number is given any more. */
  revoke(isReplaced: boolean): boolean;
  forgetKey(): void;
}

/** What is known, and kept on the disk. */
interface Known extends EnrolmentParts {
  now: Enrolment | null;
  key: SigningKey | null;
  place: KeyPlace | null;
}

export function createEnrolment(parts: EnrolmentParts): KioskEnrolment {
  const { memory, deviceKey, cityId, log, isClosed } = parts;
  const ours = (enrolment: Enrolment | null) => (enrolment?.cityId === cityId ? enrolment : null);
  const known: Known = { ...parts, now: ours(memory.enrolment()), key: null, place: null };
  const state = () => {
    if (known.now && known.key) return 'paired';
    return memory.isRevoked() ? 'revoked' : 'unpaired';
  };
  return {
    now: () => known.now,
    key: () => known.key,
    keyPlace: () => known.place,
    state,
    wasEnrolled: () => state() === 'revoked' || known.now !== null || known.key !== null,
    async readKey() {
      const kept = await deviceKey.read();
      if (isClosed()) return;
      if (!kept.ok) {
        log.event(kept.error.kind, { detail: kept.error.detail });
        return;
      }
      known.key = kept.value?.key ?? null;
      known.place = kept.value?.place ?? null;
    },
    reread() {
      known.now = ours(memory.enrolment());
    },
    useKey(next) {
      known.key = next;
    },
    take: (confirmed, key, asked) => take(known, confirmed, key, asked),
    revoke(isReplaced) {
      log.event(isReplaced ? 'kiosk-replaced' : 'kiosk-revoked', { kioskId: known.now?.kioskId });
      const saved = memory.revoke(isReplaced);
      if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
      known.now = null;
      forgetKey(known);
      return saved.ok;
    },
    forgetKey: () => forgetKey(known),
  };
}

function forgetKey(known: Known): void {
  const wiped = known.deviceKey.wipe();
  if (!wiped.ok) known.log.event(wiped.error.kind, { detail: wiped.error.detail });
  known.key = null;
  known.place = null;
}

async function take(
  known: Known,
  confirmed: Confirmed,
  newKey: SigningKey,
  asked: SlotToTake | null,
): Promise<CentreTrouble | 'closed' | null> {
  const { memory, deviceKey, clock, log, isClosed } = known;
  const unfit = whyUnfit(confirmed, asked, known);
  if (unfit !== null) return unfit;
  // The key first: an enrolment without it is worth nothing.
  const kept = await deviceKey.keep(newKey);
  if (isClosed()) return 'closed';
  if (!kept.ok) {
    log.event(kept.error.kind, { detail: kept.error.detail });
    return 'central-refused';
  }
  known.place = kept.value;
  const { kioskId, cityId, officeId, environment, storeEpoch, centreKeys, slot } = confirmed;
  const about = { kioskId, cityId, officeId, environment, storeEpoch, centreKeys };
  const enrolment: Enrolment = { ...about, keySinceMs: clock.wallMs() };
  const saved = memory.enrol(enrolment, asked && { ...asked, slot }, predecessorIn(confirmed));
  if (!saved.ok) {
    log.event(saved.error.kind, { detail: saved.error.detail });
    return 'central-refused';
  }
  // In the same turn: a task that ends a moment later would begin the next one as the new kiosk, with the data of the old one.
  known.onTaken();
  known.key = newKey;
  known.now = enrolment;
  log.event('kiosk-enrolled', { kioskId, officeId, slot, keyPlace: kept.value });
  return null;
}

/** As this kiosk remembers it. */
function predecessorIn({ replaces }: Confirmed): ReplacedKiosk | null {
  if (replaces === undefined) return null;
  const { lastHeardAt, ...old } = replaces;
  return { ...old, lastHeardMs: lastHeardAt === null ? null : Date.parse(lastHeardAt), sent: null };
}

function whyUnfit(
  { environment, slot }: Confirmed,
  asked: SlotToTake | null,
  { build, identity }: Pick<EnrolmentParts, 'build' | 'identity'>,
): CentreTrouble | null {
  if (environment === 'production' && build === 'test') return 'pairing-test-build';
  const isOther = asked === null && identity !== null && slot !== identity.slot;
  return isOther || !isKioskSlot(slot) ? 'slot-differs' : null;
}
