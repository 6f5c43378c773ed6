import { type EncoderInput, encodeJob } from './encoder.ts';
import { encodeStarJob } from './encoder-star.ts';
import type { PrinterProfile } from './profile.ts';

/** What makes a job's bytes for this printer. */
export const encoderFor = (profile: PrinterProfile): ((input: EncoderInput) => Uint8Array) =>
  profile.commandSet === 'star-line' ? encodeStarJob : encodeJob;
