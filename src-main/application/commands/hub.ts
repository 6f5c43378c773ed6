import { refuse, succeed } from '../../domain/result.ts';
import type { KioskContext } from '../kiosk-context.ts';
import type { Commands } from './command.ts';

/** Browsers of the office's desks and halls are let in, and sent away. */
export function hubCommands({ hub, office }: KioskContext) {
  return {
    getHub: () => succeed(hub.state()),
    pairBrowser({ code, deskId = null }) {
      if (deskId !== null && !office.profile.desks.some((desk) => desk.deskId === deskId))
        return refuse({ kind: 'unknown-desk', detail: deskId });
      return hub.pair(code, deskId);
    },
    unpairBrowser: ({ identityId }) => hub.unpair(identityId),
  } satisfies Partial<Commands>;
}
