import type { Result } from '../../domain/result.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { DevicesView } from '../contract/devices.ts';
import type { DeviceRole, ProofAnswer } from '../rules/device-proof.ts';

/** The devices of this kiosk, which a technician finds and tests. `view` shows the result of each command. */
export interface Devices {
  view(): DevicesView;
  /** Another device in the printer's place, with its name; `null`: there is no such device. */
  otherPrinter(): { name: string | null } | null;
  list(network: boolean): void;
  ask(address: string): void;
  prove(deviceKey: string, role: DeviceRole): Result<null, Refusal>;
  answer(proofNo: number, answer: ProofAnswer): Result<null, Refusal>;
  keep(): Result<null, Refusal>;
  /** Ends a search or a test; the kiosk goes on with the device that it used before. */
  leave(): void;
  onChange(listener: () => void): void;
}
