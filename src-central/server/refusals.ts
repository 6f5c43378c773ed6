import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { refusalOf } from './answers.ts';
import type { Refusal } from './operation.ts';
import type { Serving } from './serving.ts';

/**
 * Records in the audit a token's request that is refused after its head was accepted and before its operation begins. Returns the refusal
 * to send.
 */
export async function writeDown(
  { entered, auditing, logger }: Serving,
  request: FastifyRequest,
  refusal: Refusal,
): Promise<Refusal> {
  const known = entered.get(request);
  entered.delete(request);
  if (!known) return refusal;
  try {
    await auditing.turnedAway(known.name, known.head, refusal.kind);
    return refusal;
  } catch (error) {
    const about = { requestId: request.id, kind: refusal.kind, operation: known.name };
    logger.error({ event: 'refusal-not-written-down', ...about, err: error });
    return refusalOf(error);
  }
}

/** Sends the refusal, and logs it unless it only concerns the replica's own state. */
export function refuseAloud(
  { answers, logger }: Serving,
  name: OperationName,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): Promise<FastifyReply> {
  const { kind, detail, errors } = refusal;
  if (kind !== 'overloaded' && kind !== 'draining')
    logger.info({
      event: 'refused',
      requestId: request.id,
      kind,
      operation: name,
      params: placesOf(name, request.params),
      detail,
      errors,
    });
  return answers.sendRefusal(reply, refusal);
}

/**
 * Returns the ids in a request's path, for the log. An id that does not have the contract's form is left out: it is a text that a person
 * chose or typed, and may be a document number.
 */
export function placesOf(name: OperationName, params: unknown): Record<string, unknown> {
  const { params: schema }: Operation = OPERATIONS[name];
  const given: Record<string, unknown> = Object(params);
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([member, one]) => {
      if (!member.endsWith('Id')) return [];
      const read = z.safeParse(one, given[member]);
      return read.success ? [[member, read.data]] : [];
    }),
  );
}
