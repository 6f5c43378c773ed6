import type { Centre } from '../replica-context.ts';
import type { SessionTerms } from './sessions.ts';

/** The context of the operations on people. */
export interface PeopleContext {
  centre: Centre;
  /** `null`: this centre has no pages for people. */
  origin: string | null;
  terms: SessionTerms;
}
