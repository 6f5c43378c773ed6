export interface Session {
  cityId: string;
  name: string;
  role: string;
  /** `null`: every office. */
  officeIds: readonly string[] | null;
}

const WHO = '/session';
const SIGN_IN = '/sign-in';

export type SessionFound = { kind: 'session'; session: Session } | { kind: 'signed-out' } | { kind: 'unreachable' };

export async function readSession(): Promise<SessionFound> {
  try {
    const answer = await fetch(WHO, { cache: 'no-store' });
    if (answer.status === 401) return { kind: 'signed-out' };
    if (!answer.ok) return { kind: 'unreachable' };
    // The answer is not validated, because it comes from the centre that served this page.
    return { kind: 'session', session: (await answer.json()) as Session };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Goes to the sign-in page, which leads back to this page. */
export function leaveForSignIn(): void {
  location.assign(`${SIGN_IN}?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
}
