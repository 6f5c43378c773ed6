import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { type SandboxOffice, ZONE } from './city.ts';
import { enrolPlayed, giveTurn, type PlayedWire, tell } from './played-kiosk.ts';

export interface SandboxKiosk {
  kioskId: string;
  giveTurn(): Promise<void>;
}

interface Place {
  token: string;
  centreKey: PublicKey;
  office: SandboxOffice;
}

export async function sandboxKiosk(wire: PlayedWire, { token, centreKey, office }: Place): Promise<SandboxKiosk> {
  const { officeId, services } = office;
  const place = { token, centreKey, officeId, slot: 1, name: 'entrada', version: '0.0.0' };
  const kiosk = await enrolPlayed(wire, place);
  let given = 0;
  return {
    kioskId: kiosk.kioskId,
    async giveTurn() {
      const service = services[given % services.length];
      if (!service) return;
      given += 1;
      await tell(wire, kiosk, giveTurn(wire, kiosk, service, ZONE));
    },
  };
}
