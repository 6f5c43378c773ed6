import { createContext } from 'preact';
import type { RefusalKind } from '../src-main/contract/kiosk/kiosk-api.ts';

/** Why the last touch led nowhere; `null` when it did not, or when the next state will show it anyway. */
export const Noticing = createContext<RefusalKind | null>(null);
