import type { Clock } from '../../ports/clock.ts';
import type { Sentence, Synthesiser } from '../ports/speech.ts';

/** Most bytes of a sentence's sound, about a minute; Torn's sentences take ten seconds. */
const MOST_BYTES = 4_000_000;

/** A whole sentence as WAV of 16-bit samples, one channel; `null` if no voice renders it within `withinMs`. */
export async function wholeSentence(
  synthesiser: Synthesiser,
  sentence: Sentence,
  clock: Clock,
  withinMs: number,
): Promise<Buffer | null> {
  const ending = new AbortController();
  const callOff = clock.after(withinMs, () => ending.abort());
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let rate: number | null = null;
  try {
    const rendering = synthesiser.render(sentence, ending.signal);
    for (;;) {
      const step = await rendering.next();
      if (step.done === true) return step.value.ok && rate !== null ? wavOf(pieces, bytes, rate) : null;
      const { pcm, sampleRate } = step.value;
      bytes += pcm.length;
      if (bytes > MOST_BYTES || (rate !== null && rate !== sampleRate)) {
        ending.abort();
        return null;
      }
      rate = sampleRate;
      pieces.push(pcm);
    }
  } finally {
    callOff();
  }
}

const HEADER_BYTES = 44;

function wavOf(pieces: readonly Uint8Array[], bytes: number, rate: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, ...pieces]);
}
