import type { Page } from '@playwright/test';
import type { Answer, CallName } from '../../src-central/pages/client.ts';
import type { Session } from '../../src-central/pages/session.ts';
import type { ProblemKind } from '../../src-main/contract/centre/problems.ts';

/** Answers of the centre by call; a function gets the path with its query. `problem`: the call is refused. */
export type CannedAnswers = {
  [N in CallName]?: Answer<N> | { problem: ProblemKind } | ((path: string) => Answer<N>);
};

export interface CannedPage {
  name: string;
  path: string;
  answers: CannedAnswers;
  session?: Partial<Session>;
  /** The session storage of the browser's tab. */
  kept?: Readonly<Record<string, string>>;
  /** The stream of revisions is cut, and no question is answered after the first. */
  isCut?: true;
  /** The person's acts that lead to the state. */
  steps?: (page: Page) => Promise<void>;
}
