import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeEvent, ExchangePlan } from '../../../../hardware/printer/exchange.ts';
import { beginExchange, step } from '../../../../hardware/printer/job.ts';
import {
  deadline,
  dropped,
  ending,
  idle,
  lost,
  noise,
  noPaper,
  PROCESS_ID,
  PROOF_TIMEOUT_MS,
  passed,
  planOf,
  proof,
  refused,
  report,
  run,
  says,
  status,
  WELL,
  waits,
} from './exchanges.ts';

const JOB = planOf(PROCESS_ID);
const CLEARING_JOB = planOf(PROCESS_ID, true);
const PROBE: ExchangePlan = { ...JOB, job: null };

const othersProof = says({ kind: 'printed', processId: 'othr' });
const reportsReady = report('ready');
const reportsNoPaper = report('paper-out');
const reportsHot = report('overheated');

test('the four questions are sent one by one, each after the previous answer', () => {
  for (const question of [0, 1, 2, 3])
    expect(run(JOB, idle.slice(0, question)).effects).toEqual([{ do: 'ask', question }, waits(500)]);
});

test('the job is sent only after the fourth answer', () => {
  expect(run(JOB, idle).effects).toEqual([{ do: 'send-job' }, waits(PROOF_TIMEOUT_MS)]);
});

test('a probe ends with the sum of the answers and sends nothing else', () => {
  expect(ending(PROBE, noPaper)).toEqual({ result: null, heard: 'paper-out', link: 'good', owesClear: false });
});

test('a printer near the end of its roll prints', () => {
  expect(run(JOB, [...idle.slice(0, 3), status(0x1e)]).effects[0]).toEqual({ do: 'send-job' });
});

test.each<[string, ExchangeEvent[], unknown]>([
  ['no paper', noPaper, { result: { kind: 'not-sent', cause: 'paper-out' }, heard: 'paper-out', link: 'good' }],
  ['no answer', [deadline], { result: { kind: 'not-sent', cause: 'printer-offline' }, heard: null, link: 'silent' }],
  [
    'no second answer',
    [status(0x16), deadline],
    { result: { kind: 'not-sent', cause: 'printer-offline' }, link: 'silent' },
  ],
  ['only nonsense', [noise, deadline], { result: { kind: 'not-sent', cause: 'unknown-answer' }, link: 'nonsense' }],
  ['a link lost', [lost], { result: { kind: 'not-sent', cause: 'printer-unreachable' }, link: 'lost' }],
  [
    'a link that refuses a question',
    [refused],
    { result: { kind: 'not-sent', cause: 'printer-unreachable' }, link: 'lost' },
  ],
  [
    'a link that refuses the job',
    [...idle, refused],
    { result: { kind: 'not-sent', cause: 'printer-unreachable' }, link: 'lost' },
  ],
])('before the first byte, %s means not sent', (_, events, expected) => {
  expect(ending(JOB, events)).toMatchObject({ owesClear: false, ...(expected as object) });
});

test('reports, proofs and stray answers do not count as answers to a question', () => {
  const events = [reportsNoPaper, othersProof, dropped, passed];
  expect(run(JOB, events).state).toMatchObject({ at: 'asking', answers: [] });
});

test('its own proof makes a job printed', () => {
  expect(ending(JOB, [...idle, reportsReady, proof])).toEqual({
    result: { kind: 'printed' },
    ...WELL,
  });
});

test('another job’s proof is ignored', () => {
  expect(run(JOB, [...idle, othersProof]).state).toMatchObject({ at: 'printing' });
});

test('the proof of an old job, received while it is cleared, is ignored', () => {
  expect(run(CLEARING_JOB, [proof]).state).toMatchObject({ at: 'clearing-first' });
});

test.each<[string, ExchangeEvent]>([
  ['a fault', reportsNoPaper],
  ['the deadline', deadline],
])('%s while printing makes the exchange clear the printer', (_, event) => {
  expect(run(JOB, [...idle, event]).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
});

test('a cleared job is cancelled, with its cause', () => {
  expect(ending(JOB, [...idle, reportsNoPaper, dropped])).toEqual({
    result: { kind: 'cancelled', cause: 'paper-out' },
    ...WELL,
  });
  expect(ending(JOB, [...idle, deadline, dropped]).result).toEqual({ kind: 'cancelled', cause: 'no-answer' });
});

test('a cause that comes after the deadline is still the cause', () => {
  expect(ending(JOB, [...idle, deadline, reportsNoPaper, dropped]).result).toEqual({
    kind: 'cancelled',
    cause: 'paper-out',
  });
});

test('a late proof still makes the job printed, but the exchange waits for the end of the clearing', () => {
  expect(run(JOB, [...idle, reportsNoPaper, proof]).state).toMatchObject({ at: 'clearing' });
  expect(ending(JOB, [...idle, reportsNoPaper, proof, dropped])).toMatchObject({
    result: { kind: 'printed' },
    owesClear: false,
  });
  expect(ending(JOB, [...idle, reportsNoPaper, proof, deadline])).toMatchObject({
    result: { kind: 'printed' },
    link: 'silent',
    owesClear: true,
  });
});

test('an unanswered clearing leaves the job unknown, to be cleared before the next', () => {
  expect(ending(JOB, [...idle, reportsNoPaper, deadline])).toMatchObject({
    result: { kind: 'unknown', cause: 'paper-out' },
    link: 'silent',
    owesClear: true,
  });
});

test.each<[string, ExchangeEvent[]]>([
  ['while printing', [...idle, lost]],
  ['while clearing', [...idle, deadline, lost]],
  ['just when it clears', [...idle, deadline, refused]],
])('a link lost %s leaves the job unknown, to be cleared before the next', (_, events) => {
  expect(ending(JOB, events)).toMatchObject({
    result: { kind: 'unknown', cause: 'link-lost' },
    link: 'lost',
    owesClear: true,
  });
});

test('a hot print head gets time to cool, once', () => {
  expect(run(JOB, [...idle, reportsHot]).effects).toEqual([waits(20_000)]);
  expect(run(JOB, [...idle, reportsHot, reportsHot]).effects).toEqual([]);
  expect(run(JOB, [...idle, reportsHot, reportsReady]).effects).toEqual([waits(PROOF_TIMEOUT_MS)]);
  expect(ending(JOB, [...idle, reportsHot, deadline, dropped]).result).toEqual({
    kind: 'cancelled',
    cause: 'overheated',
  });
});

test('an unfinished old job is cleared before the first question', () => {
  expect(beginExchange(CLEARING_JOB).effects).toEqual([{ do: 'clear' }, waits(1_500)]);
  expect(run(CLEARING_JOB, [dropped]).effects).toEqual([{ do: 'ask', question: 0 }, waits(500)]);
});

test.each<[string, ExchangeEvent, string]>([
  ['is not answered', deadline, 'printer-offline'],
  ['loses the link', lost, 'printer-unreachable'],
])('if that clearing %s, the job is not sent and the clearing stays pending', (_, event, cause) => {
  expect(ending(CLEARING_JOB, [event])).toMatchObject({ result: { kind: 'not-sent', cause }, owesClear: true });
});

test('an ended exchange never changes', () => {
  const ended = run(JOB, [...idle, proof]).state;
  for (const event of [proof, deadline, lost, refused, dropped, status(0x12)])
    expect(step(ended, event)).toEqual({ state: ended, effects: [] });
});

const anyEvent = fc.constantFrom(
  ...[status(0x12), status(0x16), status(0x1e), status(0x72)],
  ...[proof, othersProof, dropped, noise, reportsReady, reportsNoPaper, reportsHot, deadline, lost, refused],
);
// Half of the runs start with four idle answers, which are rare by chance; most other runs end before the job is sent.
const anyEvents = fc
  .tuple(fc.boolean(), fc.array(anyEvent, { maxLength: 12 }))
  .map(([getsThrough, events]) => (getsThrough ? [...idle, ...events] : events));

test('deadlines alone end an exchange from any state', () => {
  fc.assert(
    fc.property(fc.constantFrom(JOB, CLEARING_JOB, PROBE), anyEvents, (plan, events) => {
      expect(run(plan, [...events, deadline, deadline]).state.at).toBe('ended');
    }),
  );
});
