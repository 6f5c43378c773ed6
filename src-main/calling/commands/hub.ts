import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { behindPin } from '../../technician/commands/behind-pin.ts';

export function hubCommands(context: KioskContext) {
  const { hub, office, session } = context;
  const there = { isThere: () => session().place.at === 'technician-access' };
  const pair = (code: string, deskId: string | null, seen: string | null): Result<null, Refusal> =>
    deskId !== null && !office.profile.desks.some((desk) => desk.deskId === deskId)
      ? refuse({ kind: 'unknown-desk', detail: deskId })
      : hub.pair(code, deskId, seen);
  return {
    getHub: () => succeed(hub.state()),
    pairBrowser: ({ stamp, code, deskId = null, seen = null }) =>
      behindPin(context, stamp, 'pair-browser', () => pair(code, deskId, seen), there),
    pairKiosk: ({ stamp, check }) => behindPin(context, stamp, 'pair-kiosk', () => hub.pairKiosk(check), there),
    unpairKiosk: ({ stamp, check }) => behindPin(context, stamp, 'unpair-kiosk', () => hub.unpairKiosk(check), there),
    unpairBrowser: ({ stamp, identityId }) =>
      behindPin(context, stamp, 'unpair-browser', () => hub.unpair(identityId), there),
  } satisfies Partial<Commands>;
}
