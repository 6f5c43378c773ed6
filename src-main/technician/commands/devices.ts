import type { Result } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { isDevicesPlace } from '../steps/first-run.ts';
import { askBehindPin, behindPin } from './behind-pin.ts';

export function deviceCommands(context: KioskContext) {
  const { devices } = context;
  const there = { isThere: () => isDevicesPlace(context) };
  return {
    listDevices: ({ stamp, network }) => {
      const action = network ? 'search-network' : 'list-devices';
      return askBehindPin(context, stamp, action, () => devices.list(network), there);
    },
    askAddress: ({ stamp, address }) => askBehindPin(context, stamp, 'ask-address', () => devices.ask(address), there),
    proveDevice: ({ stamp, deviceKey, role }) =>
      behindPin(context, stamp, 'prove-device', () => devices.prove(deviceKey, role), there),
    answerProof: ({ stamp, proofNo, answer }) =>
      behindPin(context, stamp, 'answer-proof', () => devices.answer(proofNo, answer), there),
    keepDevice: ({ stamp }) => behindPin(context, stamp, 'keep-device', () => keep(context), there),
    stopProof: ({ stamp }) => askBehindPin(context, stamp, 'stop-proof', () => devices.leave(), there),
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
