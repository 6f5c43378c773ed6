import type { Result } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { isTechnician } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';
import { isDevicesPlace } from '../steps/devices-place.ts';
import { asked, behindPin } from './behind-pin.ts';

const STAY: SessionEvent = { type: 'stay' };

export function deviceCommands(context: KioskContext) {
  const { devices } = context;
  const isThere = () => isTechnician(context.session()) && isDevicesPlace(context);
  return {
    listDevices: ({ stamp, network }) =>
      behindPin(
        context,
        stamp,
        network ? 'search-network' : 'list-devices',
        asked(() => devices.list(network)),
        STAY,
        isThere,
      ),
    askAddress: ({ stamp, address }) =>
      behindPin(
        context,
        stamp,
        'ask-address',
        asked(() => devices.ask(address)),
        STAY,
        isThere,
      ),
    proveDevice: ({ stamp, deviceKey, role }) =>
      behindPin(context, stamp, 'prove-device', () => devices.prove(deviceKey, role), STAY, isThere),
    answerProof: ({ stamp, proofNo, answer }) =>
      behindPin(context, stamp, 'answer-proof', () => devices.answer(proofNo, answer), STAY, isThere),
    keepDevice: ({ stamp }) => behindPin(context, stamp, 'keep-device', () => keep(context), STAY, isThere),
    stopProof: ({ stamp }) =>
      behindPin(
        context,
        stamp,
        'stop-proof',
        asked(() => devices.leave()),
        STAY,
        isThere,
      ),
  } satisfies Partial<Commands>;
}

function keep({ devices, firstRun, session, step }: KioskContext): Result<null, Refusal> {
  const at = firstRun.at();
  const kept = devices.keep();
  if (!kept.ok || session().place.at !== 'technician-first-run' || (at !== 'printer' && at !== 'scanner')) return kept;
  const done = firstRun.move({ type: 'done', step: at });
  if (done.ok) step({ type: 'first-run', to: 'page' });
  return done;
}
