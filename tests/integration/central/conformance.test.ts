import { expect, test } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { CENTRE } from '../../../src-central/replica-context.ts';
import { ChannelId } from '../../../src-main/contract/centre/appointments.ts';
import { RULES, tryRules, type Verdict } from '../../conformance/suite.ts';
import { FAULTS, type Fault, startFaultyCentre } from '../../support/faulty-centre.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const startOurs = async (): Promise<TestCentre> =>
  startTestCentre(await postgres.newDatabase(), {
    // The centre's clock runs, because the conformance suite signs its requests with the real time.
    clock: {
      get ms() {
        return Date.now();
      },
    },
  });

const channelTokenOf = ({ database, clock }: Pick<TestCentre, 'database' | 'clock'>): Promise<string> =>
  makeToken(database, terrassa, 'canal', clock.ms, ChannelId.parse('web'));

const viewerTokenOf = ({ database, clock }: Pick<TestCentre, 'database' | 'clock'>): Promise<string> =>
  makeToken(database, terrassa, 'mostrador', clock.ms, null, { role: 'viewer' });

const brokenOf = (verdicts: readonly Verdict[]): Record<string, string> =>
  Object.fromEntries(verdicts.flatMap(({ id, broken }) => (broken === null ? [] : [[id, broken]])));

test('our own centre keeps every rule on PostgreSQL', async () => {
  const { url, token, database, clock } = await startOurs();
  const channelToken = await channelTokenOf({ database, clock });
  const viewerToken = await viewerTokenOf({ database, clock });
  const verdicts = await tryRules({ url, token, channelToken, viewerToken, cityId: terrassa });
  expect(brokenOf(verdicts)).toEqual({});
  expect(verdicts.length).toBe(RULES.length + 1);
});

test('every rule has its own name, a group and a sentence', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, says } of RULES) {
    expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    expect(says.length, id).toBeGreaterThan(20);
  }
});

test.each<{ fault: keyof typeof FAULTS; breaks: string[] }>([
  {
    fault: 'unsignedAnswers',
    breaks: [
      'answers/bound-to-their-request',
      'answers/candidates-too',
      'answers/problems-signed',
      'answers/signed',
      'enrolment/one-key-of-the-centre',
      'time/signed-with-nonce',
    ],
  },
  {
    fault: 'answersBoundToNothing',
    breaks: [
      'answers/bound-to-their-request',
      'answers/candidates-too',
      'answers/problems-signed',
      'answers/signed',
      'answers/unproved-not-signed',
      'enrolment/one-key-of-the-centre',
    ],
  },
  {
    fault: 'duplicatesAnsweredAsStored',
    breaks: [
      'ingest/duplicate-answers-duplicate',
      'ingest/fork-flagged',
      'ingest/replayed-upload-answers-duplicate',
      'ingest/stored-is-kept',
    ],
  },
  { fault: 'anyFingerprintTaken', breaks: ['enrolment/both-keys-compared', 'enrolment/fingerprint-compared'] },
  { fault: 'appointmentsHalfShown', breaks: ['appointments/feed-by-hashes', 'appointments/moved-away-told'] },
  { fault: 'unprovedRequestsAnsweredSigned', breaks: ['answers/unproved-not-signed'] },
  { fault: 'ignoredIfNoneMatch', breaks: ['snapshot/etag-304'] },
  {
    fault: 'queuesOfAnotherSystemKept',
    breaks: ['queues/other-system-told-to-its-kiosks', 'queues/own-queue-not-known'],
  },
  { fault: 'lostTurn', breaks: ['ingest/stored-is-kept'] },
  { fault: 'replayedReadsAnswered', breaks: ['reads/replayed-read-refused'] },
  {
    fault: 'halfAnAudit',
    breaks: ['access/viewer-changes-nothing', 'audit/operations-written', 'audit/refused-sign-in-written'],
  },
  { fault: 'anyTokenTaken', breaks: ['access/viewer-changes-nothing', 'audit/refused-sign-in-written'] },
  { fault: 'bodiesWaitedFor', breaks: ['connections/stranger-body-not-waited-for'] },
  { fault: 'countedFromTheHead', breaks: ['connections/half-requests-hold-up-nobody'] },
  {
    fault: 'streamsWithoutEnd',
    breaks: ['connections/streams-end-at-revocation', 'connections/third-stream-ends-the-oldest'],
  },
  { fault: 'malformedUrlAnsweredAsText', breaks: ['connections/malformed-url-is-a-problem'] },
])('a centre with $fault breaks the rules that name it', async ({ fault, breaks }) => {
  const ours = await startOurs();
  const [centre] = await ours.database.query<{ storeEpoch: string }>(CENTRE.storeEpoch);
  const planted: Fault = FAULTS[fault](centre?.storeEpoch ?? '');
  const url = await startFaultyCentre(ours.url, ours.signingKey, planted);
  const broken = brokenOf(
    await tryRules(
      {
        url,
        token: ours.token,
        cityId: terrassa,
        channelToken: await channelTokenOf(ours),
        viewerToken: await viewerTokenOf(ours),
      },
      RULES.filter(({ id }) => breaks.includes(id)),
    ),
  );
  expect(Object.keys(broken).toSorted(), JSON.stringify(broken, null, 1)).toEqual(breaks);
});
