import type { EventsAnswer, WireEvent } from '../../../contract/centre/events-upload.ts';
import { type DeadLetter, type OutgoingEvent, REFUSED_ALONE, UNREADABLE } from '../../ports/outbox.ts';
import { type CallFault, strangeAnswer } from '../call-fault.ts';
import { meetMemory } from './known-centre.ts';
import { done, failed, LONGEST_REASON, signedBy, type TaskContext, type TaskResult, unsaved } from './task.ts';

interface Batch {
  waiting: readonly OutgoingEvent[];
  events: readonly (OutgoingEvent & { wire: WireEvent })[];
  dead: readonly DeadLetter[];
  whenSettled: TaskResult;
}

export async function upload(context: TaskContext, most: number): Promise<TaskResult> {
  const { client, outbox, enrolment, key, incarnation, clock } = context;
  const signing = key();
  const known = enrolment();
  const waiting = outbox.next(most);
  if (!signing || !known || !waiting.ok) return unsaved();
  if (waiting.value.length === 0) return done('push', false);
  const batch = batchOf(waiting.value, most);
  if (batch.events.length === 0) return settle(context, batch, batch.dead);
  const answer = await client.ask('uploadEvents', {
    ...signedBy(known, signing),
    body: {
      incarnation,
      sender: { bootId: outbox.bootId, monoMs: clock.monotonicMs() },
      events: batch.events.map(({ wire }) => wire),
    },
  });
  return answer.ok ? taken(context, batch, answer.value.body) : refused(context, batch, answer.error);
}

function batchOf(waiting: readonly OutgoingEvent[], most: number): Batch {
  const events = waiting.flatMap((event) => (event.wire === null ? [] : [{ ...event, wire: event.wire }]));
  const dead = waiting.flatMap(({ ord, eventId, wire }) =>
    wire === null ? [{ ord, eventId, problem: UNREADABLE }] : [],
  );
  // After a batch of resent dead letters, `more` is true even if the batch was not full, because `next` returns dead letters without other
  // events.
  const more = waiting.length === most || waiting.some(({ again }) => again);
  return { waiting, events, dead, whenSettled: done('push', more) };
}

const settle = ({ outbox }: TaskContext, batch: Batch, dead: readonly DeadLetter[]): TaskResult =>
  outbox.settle(batch.waiting, dead).ok ? batch.whenSettled : unsaved();

function taken(context: TaskContext, batch: Batch, answer: EventsAnswer | null): TaskResult {
  const { events } = batch;
  const { items = [], storeEpoch } = answer ?? {};
  if (items.length !== events.length || storeEpoch === undefined)
    return failed(strangeAnswer(200, 'the answer has another number of items than the upload', true));
  const rejected = items.flatMap((item, index) => {
    const event = events[index];
    if (item.status !== 'rejected' || !event) return [];
    return [{ ord: event.ord, eventId: event.eventId, problem: item.problem.type.slice(0, LONGEST_REASON) }];
  });
  for (const { eventId, problem } of rejected) context.log.event('upload-rejected', { eventId, problem });
  const isSettled = context.outbox.settle(batch.waiting, [...batch.dead, ...rejected]).ok;
  if (!isSettled || !meetMemory(context, storeEpoch)) return unsaved();
  // The centre knows later events of this kiosk, so this disk is an old one or a copy: the next snapshot says which numbers of this kiosk
  // the centre has.
  if (items.some((item) => item.status === 'stored' && item.fork === true)) {
    context.snapshot.day = null;
    context.onNewMemory();
  }
  // A change that reports a check-in may have arrived before the answer to this upload, and the centre does not send the change again. Now
  // that the events are acknowledged, the kiosk cannot tell whether the report is older than its own withdrawal, so it pulls once more.
  if (context.memory.doubtsCheckIns()) context.onNewMemory();
  return batch.whenSettled;
}

function refused(context: TaskContext, batch: Batch, fault: CallFault): TaskResult {
  const { status } = fault;
  if (status !== 400 && status !== 413) return failed(fault);
  const { events } = batch;
  const [alone, ...others] = events;
  if (alone?.again === true && others.length === 0) {
    // A resent dead letter that is refused remains a dead letter, so that later events do not wait for it.
    const { ord, eventId } = alone;
    context.log.event('upload-rejected', { eventId, problem: REFUSED_ALONE });
    return settle(context, batch, [...batch.dead, { ord, eventId, problem: REFUSED_ALONE }]);
  }
  // A smaller upload may be accepted. An upload of one event is tried again later, because the centre refused the request and not the
  // event.
  return { event: { type: 'batch-refused', sent: events.length }, fault: events.length > 1 ? null : fault };
}
