import type { KeyPlace } from '../../contract/shared/key-place.ts';
import { isKioskSlot } from '../../domain/numbering.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { DeviceKey, KeyNotKept } from '../../security/device-key.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { CentreStatus, CentreTrouble } from '../contract/centre-status.ts';
import type { CentreMemory, Enrolment, ReplacedKiosk, SlotToTake } from '../ports/centre-memory.ts';
import type { Confirmed } from './pairing.ts';

export interface EnrolmentParts {
  memory: Pick<CentreMemory, 'enrolment' | 'enrol' | 'isRevoked' | 'revoke' | 'endStated'>;
  deviceKey: DeviceKey;
  /** The configured city. An enrolment in another city is not valid, because this city does not know the kiosk. */
  cityId: string;
  identity: SlotToTake | null;
  build: 'official' | 'test';
  clock: Clock;
  log: Log;
  isClosed: () => boolean;
  onTaken: () => void;
}

export interface KioskEnrolment {
  now(): Enrolment | null;
  key(): SigningKey | null;
  keyPlace(): KeyPlace | null;
  state(): Exclude<CentreStatus['state'], 'none' | 'pairing'>;
  /** Whether the kiosk was enrolled before, with a slot that the centre never assigns again. */
  wasEnrolled(): boolean;
  readKey(): Promise<void>;
  reread(): void;
  useKey(key: SigningKey): void;
  /**
   * Stores the confirmed enrolment and the key with which it was requested; `asked` is the requested slot. Returns why the kiosk cannot use
   * the enrolment, `null` on success, or `'closed'` if the program ended during the call.
   */
  take(confirmed: Confirmed, key: SigningKey, asked: SlotToTake | null): Promise<CentreTrouble | 'closed' | null>;
  /**
   * Deletes the enrolment. `isReplaced`: another kiosk has taken this one's place. The key then stays until this kiosk has reported to the
   * centre how its journal ends; it is deleted at once if the disk cannot save the revocation.
   */
  revoke(isReplaced: boolean): void;
  /** Deletes the key of this replaced kiosk, because the end of its journal need not be reported any more. */
  endSettled(): void;
  forgetKey(): void;
}

interface Known extends EnrolmentParts {
  now: Enrolment | null;
  key: SigningKey | null;
  place: KeyPlace | null;
  /** The enrolment that `take` stores; `hasEnded`: the end of the replaced kiosk's journal was settled meanwhile. */
  taking: { hasEnded: boolean } | null;
}

/** A replaced kiosk tries for this long to report the end of its journal: as long as a kiosk may be without a network. */
const END_STATED_FOR_MS = 14 * 86_400_000;

export function createEnrolment(parts: EnrolmentParts): KioskEnrolment {
  const { memory, deviceKey, cityId, log, isClosed } = parts;
  const ours = (enrolment: Enrolment | null) => (enrolment?.cityId === cityId ? enrolment : null);
  const known: Known = { ...parts, now: ours(memory.enrolment()), key: null, place: null, taking: null };
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
      const { now } = known;
      const states = isReplaced && now !== null && known.key !== null;
      const end = states ? { enrolment: now, untilMs: known.clock.wallMs() + END_STATED_FOR_MS } : null;
      const saved = memory.revoke(isReplaced, end);
      if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
      known.now = null;
      // A kiosk whose disk did not save the end of the journal could issue a number after that end, so it does not report the end.
      if (end === null || !saved.ok) forgetKey(known);
    },
    endSettled() {
      const saved = memory.endStated();
      if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
      // Once `take` has begun, the key on disk may already be the key of the new enrolment, unless `take` fails.
      if (known.taking === null) forgetKey(known);
      else known.taking.hasEnded = true;
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
  const taking = { hasEnded: false };
  known.taking = taking;
  const fail = ({ kind, detail }: KeyNotKept | StoreFailure): CentreTrouble => {
    const { hasEnded } = taking;
    known.taking = null;
    log.event(kind, { detail });
    if (hasEnded) forgetKey(known);
    return 'central-refused';
  };
  // The key is saved first, because an enrolment without its key is useless.
  const kept = await deviceKey.keep(newKey);
  if (isClosed()) return 'closed';
  if (!kept.ok) return fail(kept.error);
  known.place = kept.value;
  const { kioskId, cityId, officeId, environment, storeEpoch, centreKeys, slot } = confirmed;
  const about = { kioskId, cityId, officeId, environment, storeEpoch, centreKeys };
  const enrolment: Enrolment = { ...about, keySinceMs: clock.wallMs() };
  const saved = memory.enrol(enrolment, asked && { ...asked, slot }, predecessorIn(confirmed));
  if (!saved.ok) return fail(saved.error);
  // `onTaken` stops the schedule of requests in the same turn of the event loop as `enrol`. Otherwise a request that ends a moment later
  // would start the next one, with the new identity and old data.
  known.onTaken();
  known.key = newKey;
  known.now = enrolment;
  log.event('kiosk-enrolled', { kioskId, officeId, slot, keyPlace: kept.value });
  return null;
}

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
