import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { refusalOf } from './answers.ts';
import type { Refusal } from './operation.ts';
import type { Serving } from './serving.ts';

/** A refusal by the way of a token's request, where none of its own steps writes it down; what is answered then. */
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

/** Answered, and logged unless it says something of the replica alone. */
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
      ...{ event: 'refused', requestId: request.id, kind, operation: name },
      ...{ params: placesOf(name, request.params), detail, errors },
    });
  return answers.sendRefusal(reply, refusal);
}

/** Ids that have the form of ours: what people name things by, or type in their place, may be somebody's number. */
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
