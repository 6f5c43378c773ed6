import type { Page } from '@playwright/test';
import type { Answer, CallName } from '../../src-central/pages/client.ts';
import type { Session } from '../../src-central/pages/session.ts';
import type { ProblemKind } from '../../src-main/contract/centre/problems.ts';

/** The centre's answers by call. A function gets the path with its query; `problem` refuses the call. */
export type CannedAnswers = {
  [N in CallName]?: Answer<N> | { problem: ProblemKind } | ((path: string) => Answer<N>);
};

export interface CannedPage {
  name: string;
  path: string;
  answers: CannedAnswers;
  session?: Partial<Session>;
  /** Content of the browser tab's session storage. */
  kept?: Readonly<Record<string, string>>;
  /** The page loses the centre: the stream of revisions ends, and each call is answered only the first time. */
  isCut?: true;
  steps?: (page: Page) => Promise<void>;
}
