import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { WorkingLanguage } from '../../config/languages.ts';
import { cityTranslator, operatorTranslator } from '../../config/locales/city-words.ts';
import { type AdministrativeName, isPermitted } from '../../src-main/contract/centre/authorization.ts';
import type { Answer, CallName, Client, Question, Refused } from './client.ts';
import type { Live } from './live.ts';
import type { Route } from './router.ts';
import type { Session } from './session.ts';

export interface PageProps {
  params: Readonly<Record<string, string>>;
}

export interface PageParts {
  session: Session;
  client: Client;
  live: Live;
  route: Route;
  language: WorkingLanguage;
  setLanguage: (language: WorkingLanguage) => void;
}

export const PageContext = createContext<PageParts | null>(null);

export function usePage() {
  const parts = useContext(PageContext);
  if (parts === null) throw new Error('a page must be rendered within PageContext');
  const { language, session } = parts;
  return {
    ...parts,
    t: cityTranslator(language),
    operator: operatorTranslator(language),
    may: (name: AdministrativeName, office?: string | null) => isPermitted(name, session, office),
  };
}

export interface Asked<N extends CallName> {
  body: Answer<N> | null;
  /** The time at which the answer was last confirmed, by this browser's clock. */
  atMs: number | null;
  /** The reason why there is no newer answer. `null`: no request has failed since the last answer. */
  fault: Refused | null;
  again: () => void;
}

/**
 * Calls an operation, and calls it again at each message of the city's stream. If the ETag of the last answer equals the revision in the
 * message, nothing has changed and the operation is not called. An operation with another kind of ETag is called at each message, which
 * costs little, because an unchanged answer has no body. `question`: `null` calls nothing yet. `once`: calls the operation only at first,
 * and by `again`.
 */
export function useAsked<N extends CallName>(name: N, question: Question<N> | null, { once = false } = {}): Asked<N> {
  const { client, live } = usePage();
  const [asked, setAsked] = useState<Omit<Asked<N>, 'again'>>({ body: null, atMs: null, fault: null });
  const again = useRef(() => {});
  const key = JSON.stringify(question);
  useEffect(() => {
    let etag: string | null = null;
    let isAsking = false;
    let isWanted = false;
    let isOver = false;
    setAsked({ body: null, atMs: null, fault: null });
    if (question === null) return;
    const ask = async (): Promise<void> => {
      isWanted = isAsking;
      if (isAsking) return;
      isAsking = true;
      const answered = await client.ask(name, { ...question, etag });
      isAsking = false;
      if (isOver) return;
      if (answered.ok) {
        const { body } = answered.value;
        etag = answered.value.etag;
        setAsked((before) => ({ body: body ?? before.body, atMs: Date.now(), fault: null }));
      } else setAsked((before) => ({ ...before, fault: answered.error }));
      if (isWanted) void ask();
    };
    again.current = () => void ask();
    void ask();
    const leave = once
      ? () => {}
      : live.follow((revision) => {
          if (revision !== null && revision === etag)
            setAsked((before) => ({ ...before, atMs: Date.now(), fault: null }));
          else void ask();
        });
    return () => {
      isOver = true;
      leave();
    };
  }, [client, live, name, key, once]);
  return { ...asked, again: () => again.current() };
}
