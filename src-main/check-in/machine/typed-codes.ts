import { noticeCode, type RecentCodes } from '../../../hardware/scanner/repeats.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ScannedCode } from '../steps/read-codes.ts';

/**
 * Reads codes that a scanner types as a keyboard and that the shell passes on. Each code is reported once, as with a scanner on a cable.
 */
export function createTypedCodes(clock: Clock, log: Log): (text: string) => ScannedCode | null {
  let recent: RecentCodes = [];
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    const noticed = noticeCode(recent, bytes, clock.monotonicMs());
    ({ recent } = noticed);
    if (!noticed.repeated) return { text, bytes };
    log.event('scanner-drop', { cause: 'repeated' });
    return null;
  };
}
