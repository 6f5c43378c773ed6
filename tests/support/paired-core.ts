import type { CentreStatus } from '../../src-main/centre/contract/centre-status.ts';
import { CoreStatus } from '../../src-main/session/contract/kiosk-api.ts';
import type { CoreProcess } from './core-process.ts';

export async function centreStatus(core: CoreProcess): Promise<CentreStatus> {
  const status = await core.call('getStatus', {});
  if (!status.ok) throw new Error(status.error.kind);
  return CoreStatus.parse(status.value).centre;
}

export async function centreStatusWhen(
  core: CoreProcess,
  test: (status: CentreStatus) => boolean,
): Promise<CentreStatus> {
  for (;;) {
    const status = await centreStatus(core);
    if (test(status)) return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Starts a pairing. Resolves when the pairing has a code or has ended. If the centre does not answer in time, another pairing is started,
 * as by a technician.
 */
export async function startPairing(core: CoreProcess): Promise<CentreStatus> {
  for (;;) {
    const asked = await core.call('startPairing', {});
    if (!asked.ok) throw new Error(`the core does not ask to be paired: ${asked.error.kind}`);
    const status = await centreStatusWhen(core, ({ pairing, state }) => pairing !== null || state !== 'pairing');
    if (status.pairing !== null || status.trouble !== 'central-unreachable') return status;
  }
}

export async function pairingCode(core: CoreProcess): Promise<string> {
  const { pairing, trouble } = await startPairing(core);
  if (pairing === null) throw new Error(`the centre gives no code: ${trouble}`);
  return pairing.code;
}
