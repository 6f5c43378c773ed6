import type { HallCall } from '../../src-main/calling/contract/hall.ts';
import { CHIMES, playTone, TONE_MS } from '../sound.ts';

/** Plays the sound of a call: a chime, then number and desk in Catalan and in the ticket's language. */
export interface Announcer {
  /** Resolves when the call has been played or cannot be played; the screen shows the call in either case. */
  announce(call: HallCall): Promise<void>;
  /** Whether Chromium blocks sound because the page has not been touched yet. */
  isSilent(): boolean;
  wake(): void;
}

/** The address of the speech for a call in a language; it answers with WAV, or with 404 if no voice speaks the language. */
const speechOf = ({ id }: HallCall, language: string): string =>
  `/api/hall/speech?call=${encodeURIComponent(id)}&language=${encodeURIComponent(language)}`;

const SPEECH_WITHIN_MS = 4_000;
const LOUDNESS_PERCENT = 100;
/** The pause after the chime and between two languages, in seconds. */
const PAUSE_S = 0.25;

/** One audio context stays open as long as the page, because a hall's loudspeaker is on all day. */
export function createAnnouncer(newContext: () => AudioContext = () => new AudioContext()): Announcer {
  let opened: AudioContext | null = null;
  function context(): AudioContext | null {
    try {
      opened ??= newContext();
      return opened;
    } catch {
      return null;
    }
  }
  return {
    isSilent: () => context()?.state === 'suspended',
    wake: () =>
      void context()
        ?.resume()
        .catch(() => undefined),
    async announce(call) {
      const here = context();
      if (here === null || here.state !== 'running') return;
      const languages = call.language === 'ca' ? ['ca'] : ['ca', call.language];
      // Both languages are requested at once, so that the second is ready when the first has been spoken.
      const spoken = languages.map((language) => fetchSound(here, speechOf(call, language)));
      await chime(here);
      for (const sound of spoken) await play(here, await sound);
    },
  };
}

function chime(context: AudioContext): Promise<void> {
  const tones = CHIMES.calls;
  for (const tone of tones) playTone(context, tone, LOUDNESS_PERCENT);
  const lastMs = tones.at(-1)?.atMs ?? 0;
  return new Promise((resolve) => setTimeout(resolve, lastMs + TONE_MS + PAUSE_S * 1_000));
}

async function fetchSound(context: AudioContext, address: string): Promise<AudioBuffer | null> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(SPEECH_WITHIN_MS) });
    return answer.ok ? await context.decodeAudioData(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

function play(context: AudioContext, buffer: AudioBuffer | null): Promise<void> {
  if (buffer === null) return Promise.resolve();
  return new Promise((resolve) => {
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.onended = () => setTimeout(resolve, PAUSE_S * 1_000);
    source.start();
  });
}
