const ANSWER_MS = 8_000;

export const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Fetches a feed only for its HTTP status, because a refused event stream does not report the status. `null`: no answer. */
export async function statusOf(path: string): Promise<number | null> {
  const asked = new AbortController();
  const late = setTimeout(() => asked.abort(), ANSWER_MS);
  try {
    return (await fetch(path, { signal: asked.signal })).status;
  } catch {
    return null;
  } finally {
    clearTimeout(late);
    asked.abort();
  }
}

/** Sends a body and returns the status, with the answer's value if it is 200. `null`: no answer. */
export async function post(
  path: string,
  body: unknown,
  answerMs = ANSWER_MS,
): Promise<{ status: number; value: unknown } | null> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerMs),
    });
    const value: unknown = answer.ok ? await answer.json() : null;
    return { status: answer.status, value };
  } catch {
    return null;
  }
}
