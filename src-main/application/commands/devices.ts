import type { KioskContext } from '../kiosk-context.ts';
import { isTechnician } from '../session.ts';
import type { SessionEvent } from '../session-step.ts';
import { asked, behindPin } from './behind-pin.ts';
import type { Commands } from './command.ts';

const STAY: SessionEvent = { type: 'stay' };

/** On the technician's page of devices. */
export function deviceCommands(context: KioskContext) {
  const { devices } = context;
  const isThere = () => isTechnician(context.session()) && context.session().place.at === 'technician-devices';
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
    keepDevice: ({ stamp }) => behindPin(context, stamp, 'keep-device', () => devices.keep(), STAY, isThere),
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
