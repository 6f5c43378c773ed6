import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideFolder } from '../../build/electron-command.ts';

const RATE_HZ = 48_000;
const CHANNELS = 2;
const BYTES_PER_FRAME = 2 * CHANNELS;
/** Amplitude (of 32,767) from which a sample counts as sound. Rounding noise has an amplitude of 1. */
const HEARD_FROM = 8;
/** A silence shorter than this is part of the sound around it. */
const PAUSE_MS = 150;

export interface Heard {
  /** Milliseconds from the first audible sample to the last. */
  lengthMs: number;
  /** Amplitude of the loudest sample, from 0 to 1. */
  peak: number;
}

export interface CapturedSound {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Sounds in the sequence of playing, since the program last opened its loudspeaker: each opening starts the file anew. */
  heard(): Heard[];
  forget(): void;
}

/**
 * Captures the sound that a program plays through ALSA in a file, at playing speed and without a sound card. `isKept: false` drops the
 * sound, and `heard` is empty.
 */
export function captureSound({ isKept = true } = {}): CapturedSound {
  const folder = mkdtempSync(join(tmpdir(), 'torn-sound-'));
  provideFolder(folder);
  const file = isKept ? join(folder, 'sound.raw') : '/dev/null';
  const config = join(folder, 'asound.conf');
  writeFileSync(
    config,
    `pcm.captured { type file file "${file}" format raw slave.pcm { type null } }
pcm.!default { type plug slave { pcm captured format S16_LE rate ${RATE_HZ} channels ${CHANNELS} } }
`,
    { mode: 0o644 },
  );
  const card = join(folder, 'card.so');
  execFileSync('cc', ['-shared', '-fPIC', '-o', card, join(import.meta.dirname, 'one-sound-card.c')]);
  return {
    folder,
    env: { ALSA_CONFIG_PATH: config, LD_PRELOAD: card },
    heard: () => (existsSync(file) ? soundsIn(readFileSync(file)) : []),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function soundsIn(samples: Buffer): Heard[] {
  const pauseFrames = (PAUSE_MS * RATE_HZ) / 1_000;
  const sounds: { from: number; to: number; peak: number }[] = [];
  for (let frame = 0; (frame + 1) * BYTES_PER_FRAME <= samples.length; frame += 1) {
    const loud = Math.abs(samples.readInt16LE(frame * BYTES_PER_FRAME));
    if (loud < HEARD_FROM) continue;
    const last = sounds.at(-1);
    if (last && frame - last.to <= pauseFrames) Object.assign(last, { to: frame, peak: Math.max(last.peak, loud) });
    else sounds.push({ from: frame, to: frame, peak: loud });
  }
  return sounds.map(({ from, to, peak }) => ({ lengthMs: ((to - from) * 1_000) / RATE_HZ, peak: peak / 32_767 }));
}
