import type { Framing } from '../../../hardware/scanner/framing.ts';
import type { Random } from '../random.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

export const FRAMINGS: Readonly<Record<string, Framing>> = {
  'CR or LF': {
    end: 'suffix',
    prefix: bytesOf(''),
    silenceMs: 200,
    maxBytes: 300,
    suffixes: [bytesOf('\r'), bytesOf('\n')],
  },
  'CR LF': { end: 'suffix', prefix: bytesOf(''), suffixes: [bytesOf('\r\n')], silenceMs: 200, maxBytes: 100 },
  'STX and ETX': {
    end: 'suffix',
    prefix: bytesOf('\x02'),
    silenceMs: 200,
    maxBytes: 100,
    suffixes: [bytesOf('\x03')],
  },
  silence: { end: 'silence', prefix: bytesOf(''), suffixes: [], silenceMs: 50, maxBytes: 1_200 },
  'silence after CR': {
    end: 'silence',
    prefix: bytesOf(''),
    silenceMs: 50,
    maxBytes: 1_200,
    suffixes: [bytesOf('\r\n'), bytesOf('\r')],
  },
};

export interface Passage {
  chunks: Uint8Array[];
  /** `none`: the next passage follows at once. */
  ending: 'none' | 'silence' | 'unplugged';
}

const AIM = [']Q1', ']C0', ']L0', ']d2'] as const;
const MIDNI_BYTES = 1_139;

/** Simulates a scanner's line: noise, and people who scan, scan again and pull the cable. */
export function createWire(random: Random, framing: Framing): () => Passage {
  let lately: Uint8Array[] = [];
  const lineEnd = framing.suffixes[0] ?? new Uint8Array();
  const printable = (count: number) => Array.from({ length: count }, () => random.int(0x20, 0x7e));

  function code(): Uint8Array {
    if (lately.length > 0 && random.chance(0.3)) return random.pick(lately);
    const binary = random.chance(0.3);
    const length = random.chance(0.1) ? MIDNI_BYTES : random.int(1, 60);
    const content = binary ? random.bytes(length) : printable(random.int(1, 60));
    const aim = random.chance(0.3) ? random.pick(AIM) : '';
    const made = Uint8Array.from([...bytesOf(aim), ...content]);
    lately = [...lately, made].slice(-3);
    return made;
  }

  const frame = (content: Uint8Array) => Uint8Array.from([...framing.prefix, ...content, ...lineEnd]);

  function bytes(): Uint8Array {
    const dice = random.int(1, 100);
    if (dice <= 70) return frame(code());
    if (dice <= 80) {
      const whole = frame(code());
      return whole.subarray(0, random.int(1, whole.length));
    }
    if (dice <= 90) return Uint8Array.from(random.bytes(random.int(1, 80)));
    return frame(Uint8Array.from(printable(random.int(framing.maxBytes - 2, framing.maxBytes * 3))));
  }

  function cut(whole: Uint8Array): Uint8Array[] {
    const most = random.chance(0.03) ? 1 : Math.ceil((2 * whole.length) / random.int(1, 8));
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < whole.length; ) {
      const size = random.int(1, most);
      chunks.push(whole.subarray(at, at + size));
      at += size;
    }
    return chunks;
  }

  return () => ({
    chunks: cut(bytes()),
    ending: random.chance(0.75) ? 'silence' : random.chance(0.3) ? 'unplugged' : 'none',
  });
}
