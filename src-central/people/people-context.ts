import type { Centre } from '../replica-context.ts';
import type { SessionTerms } from './sessions.ts';

export interface PeopleContext {
  centre: Centre;
  /** The public origin of the staff pages. `null`: this centre has no pages for staff. */
  origin: string | null;
  terms: SessionTerms;
}
