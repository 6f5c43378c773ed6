import { CityId, KioskId, OfficeId, StoreEpoch } from '../../src-main/contract/shared/ids.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { openDeviceKey } from '../../src-main/security/device-key.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import type { WireCentre } from './centre-at-the-wire.ts';
import { openTicketStore } from './store.ts';

/** Enrols the kiosk of this data folder at the centre, with slot 1. Returns the kiosk's id. */
export async function enrolFolder(data: string, centre: WireCentre, keySinceMs = Date.now()): Promise<string> {
  const { centre: memory, close } = openTicketStore(data, createSystemClock());
  try {
    const key = newSigningKey();
    const { kioskId } = centre.enrol(key.publicKey, 1);
    const kept = await openDeviceKey({ folder: data, environment: {}, hostKeyFile: '/nowhere' }).keep(key);
    if (!kept.ok) throw new Error(kept.error.detail);
    const saved = memory.enrol(
      {
        kioskId: KioskId.parse(kioskId),
        cityId: CityId.parse(centre.cityId),
        officeId: OfficeId.parse(centre.officeId),
        environment: centre.environment,
        storeEpoch: StoreEpoch.parse(centre.storeEpoch()),
        centreKeys: [centre.key.publicKey],
        keySinceMs,
      },
      null,
    );
    if (!saved.ok) throw new Error(saved.error.detail);
    return kioskId;
  } finally {
    close();
  }
}
