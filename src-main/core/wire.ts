import { sayProblems } from '../contract/shared/problems.ts';
import { refuse } from '../domain/result.ts';
import type { Kiosk } from '../session/commands/kiosk.ts';
import { type Answer, type CoreMethod, coreMethods, Request } from '../session/contract/kiosk-api.ts';

/**
 * Answers one line with one answer: at once, or later if the centre or another kiosk must be asked first. A late answer is dropped if the
 * core is ending.
 */
export function sayAnswer(line: string, kiosk: Kiosk, say: (answer: Answer) => void, isEnding: () => boolean): void {
  const answer = answerLine(line, kiosk);
  // An answer that is ready is sent in the same turn of the event loop, because the command may restart the program.
  if (!(answer instanceof Promise)) say(answer);
  else
    void answer.then((late) => {
      if (!isEnding()) say(late);
    });
}

function answerLine(line: string, kiosk: Kiosk): Answer | Promise<Answer> {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return badMessage(null, 'not JSON');
  }
  const request = Request.safeParse(message);
  if (!request.success) return badMessage(idOf(message), sayProblems(request.error, 5, 'message'));
  const { id, method, params } = request.data;
  if (!isMethod(method)) return { id, result: refuse({ kind: 'unknown-method', detail: method }) };
  return call(id, method, params, kiosk);
}

function call<M extends CoreMethod>(id: number, method: M, params: unknown, kiosk: Kiosk): Answer | Promise<Answer> {
  const parsed = coreMethods[method].safeParse(params);
  if (!parsed.success) return badMessage(id, sayProblems(parsed.error, 5, 'message'));
  // The schema of `method` has just produced this value; TypeScript cannot follow the link through the record.
  const value = parsed.data as Parameters<typeof kiosk.handle<M>>[1];
  const result = kiosk.answer(method, value);
  return result instanceof Promise ? result.then((late) => ({ id, result: late })) : { id, result };
}

export const badMessage = (id: number | null, detail: string): Answer => ({
  id,
  result: refuse({ kind: 'bad-message', detail }),
});

const isMethod = (name: string): name is CoreMethod => Object.hasOwn(coreMethods, name);

function idOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null;
  return Number.isSafeInteger(message.id) && Number(message.id) >= 0 ? Number(message.id) : null;
}
