import { useEffect, useRef } from 'preact/hooks';
import type { CallName, Question } from '../client.ts';
import { type Asked, useAsked } from '../page-context.ts';

const AGAIN_MS = 30_000;

/**
 * Reads figures. Today's figures are read again twice a minute and not at each message of the city's stream, because messages come more
 * often than figures change.
 */
export function useFigures<N extends CallName>(name: N, question: Question<N>, isToday: boolean): Asked<N> {
  const asked = useAsked(name, question, { once: true });
  const again = useRef(asked.again);
  again.current = asked.again;
  useEffect(() => {
    if (!isToday) return;
    const timer = setInterval(() => again.current(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isToday]);
  return asked;
}
