import { type Result, refuse, succeed } from '../../domain/result.ts';
import { SAMPLE_RATES_HZ } from '../contract/speech.ts';
import type { SoundPiece } from '../ports/speech.ts';

export interface WavReader {
  /** Takes the next bytes and returns the sound that they complete; `null` while there is none. */
  push(chunk: Uint8Array): Result<SoundPiece | null, { kind: 'not-wav'; detail: string }>;
  /** Whether fewer bytes arrived than the header declared; false if the header does not state a length. */
  isCut(): boolean;
}

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const FORMAT_BYTES = 16;
/** Longest header that is read; a longer one is no header of speech. */
const MOST_HEADER_BYTES = 4_096;
const PCM = 1;
const BYTES_PER_SAMPLE = 2;

const notWav = (detail: string) => refuse({ kind: 'not-wav' as const, detail });
type Header = { sampleRate: number; headerBytes: number; soundBytes: number };

/** From this value on a declared length says nothing: a program that writes into a pipe declares 0 or the maximum. */
const LEAST_UNKNOWN_BYTES = 0x7fff_0000;

/** Reads WAV of 16-bit samples, one channel, as it arrives, even beyond the declared length. */
export function createWavReader(): WavReader {
  let waiting = Buffer.alloc(0);
  let sampleRate: number | null = null;
  let saidBytes = 0;
  let cameBytes = 0;

  return {
    isCut: () => saidBytes < LEAST_UNKNOWN_BYTES && cameBytes < saidBytes,
    push(chunk) {
      waiting = Buffer.concat([waiting, chunk]);
      if (sampleRate === null) {
        const header = readHeader(waiting);
        if (!header.ok) return header;
        if (header.value === null)
          return waiting.length > MOST_HEADER_BYTES ? notWav('the data have no sound') : succeed(null);
        ({ sampleRate, soundBytes: saidBytes } = header.value);
        waiting = waiting.subarray(header.value.headerBytes);
      }
      const whole = waiting.length - (waiting.length % BYTES_PER_SAMPLE);
      if (whole === 0) return succeed(null);
      cameBytes += whole;
      const pcm = waiting.subarray(0, whole);
      waiting = waiting.subarray(whole);
      return succeed({ sampleRate, pcm });
    },
  };
}

function readHeader(bytes: Buffer): Result<Header | null, { kind: 'not-wav'; detail: string }> {
  if (bytes.length < RIFF_HEADER_BYTES) return succeed(null);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return notWav('no RIFF/WAVE');
  let sampleRate: number | null = null;
  for (let at = RIFF_HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const start = at + CHUNK_HEADER_BYTES;
    const length = bytes.readUInt32LE(at + 4);
    if (name === 'data') {
      if (sampleRate === null) return notWav('the sound comes before the format');
      return succeed({ sampleRate, headerBytes: start, soundBytes: length });
    }
    if (name === 'fmt ') {
      if (bytes.length < start + FORMAT_BYTES) return succeed(null);
      const format = readFormat(bytes.subarray(start, start + FORMAT_BYTES));
      if (!format.ok) return format;
      sampleRate = format.value;
    }
    at = start + length + (length % 2);
  }
  return succeed(null);
}

function readFormat(format: Buffer): Result<number, { kind: 'not-wav'; detail: string }> {
  const [codec, channels, rate, bits] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
    format.readUInt16LE(14),
  ];
  if (codec !== PCM || bits !== 8 * BYTES_PER_SAMPLE) return notWav(`format ${codec} of ${bits} bits`);
  if (channels !== 1) return notWav(`${channels} channels`);
  if (rate < SAMPLE_RATES_HZ.least || rate > SAMPLE_RATES_HZ.most) return notWav(`${rate} samples a second`);
  return succeed(rate);
}
