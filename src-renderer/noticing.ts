import { createContext } from 'preact';
import type { RefusalKind } from '../src-main/session/contract/kiosk-api.ts';

/** Why the last touch was refused; `null` if it was not, or if the next state shows the reason. */
export const Noticing = createContext<RefusalKind | null>(null);
