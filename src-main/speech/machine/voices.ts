import { type Result, refuse } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { SpeechFault, Synthesiser } from '../ports/speech.ts';

export interface Voice {
  name: 'clips' | 'own' | 'espeak-ng';
  synthesiser: Synthesiser;
}

/** How long a failed voice is skipped if another can speak, because a voice that hangs would delay every sentence. */
const REST_MS = 60_000;

const NOTHING: Result<null, SpeechFault> = refuse({ kind: 'speech-not-there', detail: 'no voice' });

/**
 * Combines voices: the first available one speaks each sentence. A voice that fails is skipped for `REST_MS`, except the last voice and the
 * recorded clips. If a voice fails before any sound was heard, the next voice speaks the sentence.
 */
export function createVoices(voices: readonly Voice[], clock: Clock, log: Log): Synthesiser {
  const restsUntilMs = new Map<Voice, number>();
  const isLast = (voice: Voice): boolean => voice === voices.at(-1);
  const isAwake = (voice: Voice): boolean => isLast(voice) || (restsUntilMs.get(voice) ?? 0) <= clock.monotonicMs();

  function rest(voice: Voice, { kind, detail }: SpeechFault): void {
    if (isLast(voice) || voice.name === 'clips') return;
    restsUntilMs.set(voice, clock.monotonicMs() + REST_MS);
    log.event(kind, { voice: voice.name, detail });
  }

  return {
    isThere: () => voices.some(({ name, synthesiser }) => name !== 'clips' && synthesiser.isThere()),
    async *render(sentence, signal) {
      let last = NOTHING;
      for (const voice of voices.filter(isAwake)) {
        const pieces = voice.synthesiser.render(sentence, signal);
        let wasHeard = false;
        try {
          let step = await pieces.next();
          while (step.done !== true) {
            yield step.value;
            wasHeard = true;
            step = await pieces.next();
          }
          last = step.value;
        } finally {
          await pieces.return(NOTHING);
        }
        if (last.ok || signal.aborted) return last;
        rest(voice, last.error);
        if (wasHeard) return last;
      }
      return last;
    },
  };
}
