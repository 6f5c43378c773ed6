import type { CentreStatus } from '../../src-main/centre/contract/centre-status.ts';
import { CoreStatus } from '../../src-main/session/contract/kiosk-api.ts';
import type { CoreProcess } from './core-process.ts';

export async function centreStatus(core: CoreProcess): Promise<CentreStatus> {
  const status = await core.call('getStatus', {});
  if (!status.ok) throw new Error(status.error.kind);
  return CoreStatus.parse(status.value).centre;
}

/** Polls until the kiosk's centre status passes the test. */
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

/** The pairing code on the screen. A trouble is ignored: it may be an old one, or pass when the kiosk asks again. */
export async function pairingCode(core: CoreProcess): Promise<string> {
  const asked = await core.call('startPairing', {});
  if (!asked.ok) throw new Error(`the core does not ask to be paired: ${asked.error.kind}`);
  for (;;) {
    const { pairing } = await centreStatusWhen(core, (status) => status.pairing !== null);
    if (pairing !== null) return pairing.code;
  }
}
