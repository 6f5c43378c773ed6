import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './session.ts';

export const Touching = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(Touching);
  if (session === null) throw new Error('a control with an action must be inside a session');
  return session;
}
