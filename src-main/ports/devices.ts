import type { Refusal } from '../contract/kiosk/kiosk-api.ts';
import type { DevicesView } from '../contract/kiosk/screens/devices.ts';
import type { DeviceRole, ProofAnswer } from '../domain/device-proof.ts';
import type { Result } from '../domain/result.ts';

/** The devices of this kiosk, found and proven by a technician who stands before it. What comes of each order is in `view`. */
export interface Devices {
  view(): DevicesView;
  /** The name of another device that stands where the printer was; `null` where none does. */
  otherPrinter(): { name: string | null } | null;
  /** Looks anew; `network`: at every address of the own network too. */
  list(network: boolean): void;
  /** Whether a printer is at this address of the network. */
  ask(address: string): void;
  prove(deviceKey: string, role: DeviceRole): Result<null, Refusal>;
  answer(proofNo: number, answer: ProofAnswer): Result<null, Refusal>;
  /** What was proven is used from now on, and after each start. */
  keep(): Result<null, Refusal>;
  /** Ends a search and a proof; the device is as it was before. */
  leave(): void;
  onChange(listener: () => void): void;
}
