import { ASK_IN_TURN, askWhenPrinted, REPORT_CHANGES } from './commands.ts';
import type { PrinterProfile } from './profile.ts';

/** `GS e 3 6`: Custom's presenter holds the ticket out by six steps of 6.5 mm. */
const PRESENT = [0x1d, 0x65, 0x03, 0x06];
const MM_PER_INCH = 25.4;
/** The most that `ESC J` feeds at once. */
const MOST_FEED_DOTS = 255;

/** What stands before the rows of an ESC/POS job: reset, reports, Windows-1252. */
export const jobStart = ({ status, cp1252Page }: PrinterProfile): Buffer =>
  Buffer.from([0x1b, 0x40, ...(status.reportsChanges ? REPORT_CHANGES : []), 0x1b, 0x74, cp1252Page]);

/** Brings the ticket's end to the blade and cuts, or to the edge where a person tears. */
export function cut(profile: PrinterProfile): Buffer {
  // `ESC i` cuts where the paper is.
  if (profile.presenter === 'custom') return Buffer.from([...feedToBlade(profile), 0x1b, 0x69, ...PRESENT]);
  switch (profile.cutter) {
    case 'none':
      return Buffer.from(feedToBlade(profile));
    case 'partial':
      return Buffer.from([0x1d, 0x56, 0x42, 0x00]);
    case 'full':
      return Buffer.from([0x1d, 0x56, 0x41, 0x00]);
  }
}

/** What makes the printer say that the job is done, where it can. */
export function proofRequest({ confirmation }: PrinterProfile, processId: string): Uint8Array {
  if (confirmation === 'process-id') return askWhenPrinted(processId);
  return confirmation === 'fence' ? ASK_IN_TURN : new Uint8Array();
}

function feedToBlade({ headToCutterMm, dpi }: PrinterProfile): number[] {
  const bytes: number[] = [];
  for (let left = Math.round((headToCutterMm * dpi) / MM_PER_INCH); left > 0; left -= MOST_FEED_DOTS)
    bytes.push(0x1b, 0x4a, Math.min(left, MOST_FEED_DOTS));
  return bytes;
}
