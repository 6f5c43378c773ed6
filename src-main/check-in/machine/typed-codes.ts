import { noticeCode, type RecentCodes } from '../../../hardware/scanner/repeats.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ScannedCode } from '../steps/read-codes.ts';

/** Codes of a scanner that types as a keyboard, from the shell: each is reported once, like those of a cable. */
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
