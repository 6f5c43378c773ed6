import { AssertionError } from 'node:assert';
import type { z } from 'zod';
import { OPERATIONS, type OperationName } from '../../src-main/contract/centre/operations.ts';
import {
  kindOf,
  PROBLEM_MEDIA_TYPE,
  PROBLEMS,
  Problem,
  type ProblemKind,
} from '../../src-main/contract/centre/problems.ts';
import type { Answer } from './exchange.ts';

type BodyOf<N extends OperationName> = (typeof OPERATIONS)[N]['answer']['body'] extends infer B
  ? B extends z.ZodType
    ? z.infer<B>
    : null
  : never;

const broken = (message: string): never => {
  throw new AssertionError({ message });
};

export function expectAnswer<N extends OperationName>(name: N, answer: Answer): BodyOf<N> {
  const { status, body: schema } = OPERATIONS[name].answer;
  if (answer.status !== status) return broken(`${name} answered ${described(answer)}, not ${status}`);
  if (schema === null) return null as BodyOf<N>;
  if (!answer.headers['content-type']?.startsWith('application/json'))
    return broken(
      `${name} answered ${answer.headers['content-type'] ?? 'without a content-type'}, not application/json`,
    );
  const read = (schema as z.ZodType).safeParse(json(answer));
  if (!read.success)
    return broken(
      `${name} answered what its schema does not allow: ${read.error.issues[0]?.path.join('/')}: ${read.error.issues[0]?.message}`,
    );
  return read.data as BodyOf<N>;
}

export function expectProblem(answer: Answer, ...kinds: readonly ProblemKind[]): Problem {
  if (!answer.headers['content-type']?.startsWith(PROBLEM_MEDIA_TYPE))
    return broken(`answered ${described(answer)}, expected ${kinds.join(' or ')}`);
  const read = Problem.safeParse(json(answer));
  if (!read.success) return broken(`answered ${answer.status} with a body that is not a problem document`);
  const kind = kindOf(read.data);
  if (kind === null || !kinds.includes(kind))
    return broken(`answered ${read.data.type}, expected ${kinds.join(' or ')}`);
  if (answer.status !== PROBLEMS[kind].status || read.data.status !== answer.status)
    return broken(`answered ${kind} with status ${answer.status}, not ${PROBLEMS[kind].status}`);
  return read.data;
}

const described = ({ status, headers, body }: Answer): string =>
  `${status} (${headers['content-type'] ?? 'no content-type'}: ${body.toString('utf8', 0, 200)})`;

function json({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return broken('answered a body that is not JSON');
  }
}

const POLL_MS = 100;
const WITHIN_MS = 10_000;

/**
 * Retries until the check passes, because a centre may take a moment to derive state from events. After `WITHIN_MS` it
 * throws the last error, and at once any error that is not an `AssertionError`.
 */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof AssertionError) || performance.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
