import type { Changes, Snapshot } from '../../../contract/centre/configuration.ts';
import type { Result } from '../../../domain/result.ts';
import type { CallFault } from '../call-fault.ts';
import type { Question, Reply } from '../centre-client.ts';
import { pathOfKiosk, type TaskContext } from './task.ts';

type Body<N extends 'readSnapshot' | 'readChanges'> = N extends 'readSnapshot' ? Snapshot : Changes;

/** Path and signer of a read with a count (`nextReadCount`); `null` if the count cannot be saved, or without an enrolment or a key. */
export function signRead({ enrolment, memory, key }: TaskContext, signing = key()): Question | null {
  const known = enrolment();
  const count = memory.nextReadCount();
  if (!signing || !known || !count.ok) return null;
  return { params: pathOfKiosk(known), signer: { key: signing, tag: 'kiosk', count: count.value } };
}

export async function readCounted<N extends 'readSnapshot' | 'readChanges'>(
  context: TaskContext,
  name: N,
  more: Question,
  signing = context.key(),
): Promise<Result<Reply<Body<N>>, CallFault> | null> {
  const { client, memory } = context;
  for (let attempt = 0; ; attempt += 1) {
    const question = signRead(context, signing);
    if (!question) return null;
    const answer = await client.ask(name, { ...question, ...more });
    const above = answer.ok ? undefined : answer.error.problem?.above;
    if (answer.ok || answer.error.problemKind !== 'replayed-request' || above === undefined || attempt > 0)
      // This cast is safe, because the client returns what the schema of `name` produced.
      return answer as Result<Reply<Body<N>>, CallFault>;
    if (!answer.error.signed || !memory.raiseReadCount(above).ok) return answer;
  }
}
