import { LONGEST_TOKEN_LIFE_DAYS } from '../../src-main/contract/centre/authorization.ts';
import type { KeptToken } from '../../src-main/contract/centre/tokens.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import { isSameName } from '../people/people.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { addToken } from './access-tokens.ts';
import { recordAudit } from './audit.ts';

const MAKER = `coalesce((SELECT nullif(person.name, '') FROM person WHERE person.city_id = $1 AND person.person_id = access_token.made_by),
    (SELECT maker.name FROM access_token AS maker WHERE maker.city_id = $1 AND maker.token_id = access_token.made_by))`;

export const TOKEN_OPERATIONS = {
  list: `SELECT * FROM (
      SELECT token_id AS "tokenId", name, role, office_id AS "officeId", NULL AS "channelId", created_at AS "madeAt", ${MAKER} AS "madeBy",
        until_at AS until, withdrawn_at AS "withdrawnAt" FROM access_token WHERE city_id = $1
      UNION ALL
      SELECT token_id, name, NULL, NULL, channel_id, created_at, NULL, until_at, withdrawn_at FROM channel_token WHERE city_id = $1
    ) AS token
    ORDER BY ("withdrawnAt" IS NOT NULL OR coalesce(until <= $2::timestamptz, false)), "madeAt" DESC, "tokenId" LIMIT 500`,
  /** The last use of each token. Only the newest rows of the audit are read, because its index is by time. */
  used: `SELECT DISTINCT ON (token_id) token_id AS "tokenId", coalesce(last_at, at) AS at, address FROM audit
    WHERE city_id = $1 AND at > $2::timestamptz AND token_id IS NOT NULL ORDER BY token_id, coalesce(last_at, at) DESC`,
  people: `SELECT person_id AS "personId", name FROM person WHERE city_id = $1 AND withdrawn_at IS NULL`,
  office: 'SELECT 1 FROM office WHERE city_id = $1 AND office_id = $2',
  withdraw: `UPDATE access_token SET withdrawn_at = $3::timestamptz
    WHERE city_id = $1 AND token_id = $2::uuid AND withdrawn_at IS NULL RETURNING name`,
  withdrawOfChannel: `UPDATE channel_token SET withdrawn_at = $3::timestamptz
    WHERE city_id = $1 AND token_id = $2::uuid AND withdrawn_at IS NULL RETURNING name`,
} as const;

const DAY_MS = 86_400_000;
const USE_SHOWN_MS = 90 * DAY_MS;

export const listTokens =
  ({ database, clock }: Centre): Handler<'listTokens'> =>
  async ({ params: { cityId } }) => {
    const nowMs = clock.nowMs();
    const usedSince = instantOf(nowMs - USE_SHOWN_MS);
    const tokens = await database.query<Omit<KeptToken, 'lastUsed'>>(TOKEN_OPERATIONS.list, [cityId, instantOf(nowMs)]);
    type Use = NonNullable<KeptToken['lastUsed']> & { tokenId: string };
    const used = await database.query<Use>(TOKEN_OPERATIONS.used, [cityId, usedSince]);
    const lastOf = new Map(used.map(({ tokenId, ...use }) => [tokenId, use]));
    return succeed({
      body: { tokens: tokens.map((token) => ({ ...token, lastUsed: lastOf.get(token.tokenId) ?? null })), usedSince },
    });
  };

/** Makes a token. Only the answer has the token; the audit has its id, role, office, channel and end. */
export const makeToken =
  ({ database, clock }: Centre): Handler<'makeToken'> =>
  async ({ params: { cityId }, body, caller }) =>
    database.transaction(async (queries) => {
      const nowMs = clock.nowMs();
      const untilMs = Date.parse(body.until);
      if (untilMs <= nowMs || untilMs > nowMs + LONGEST_TOKEN_LIFE_DAYS * DAY_MS)
        return refuseMember(
          'malformed-request',
          '/body/until',
          `expected a time within ${LONGEST_TOKEN_LIFE_DAYS} days`,
        );
      const { name, until } = body;
      const channelId = 'channelId' in body ? body.channelId : null;
      const { role, officeId } = 'role' in body ? body : { role: undefined, officeId: null };
      if (officeId !== null && (await queries.query(TOKEN_OPERATIONS.office, [cityId, officeId])).length === 0)
        return refuseMember('not-found', '/body/officeId', NO_OFFICE);
      // A token's name must differ from the names of all people other than the caller, because the audit names the actor.
      const people = await queries.query<{ personId: string; name: string }>(TOKEN_OPERATIONS.people, [cityId]);
      if (people.some((person) => person.personId !== caller.tokenId && isSameName(person.name, name)))
        return refuseMember('name-taken', '/body/name');
      const terms = { ...(role === undefined ? {} : { role }), officeId, untilMs, madeBy: caller.tokenId };
      const { tokenId, token } = await addToken(queries, cityId, name, nowMs, channelId, terms);
      await recordAudit(queries, caller, 'makeToken', { subjectId: tokenId, role, officeId, channelId, until }, nowMs);
      return succeed({ body: { tokenId, token, until: instantOf(untilMs) } });
    });

export const withdrawToken =
  ({ database, clock }: Centre): Handler<'withdrawToken'> =>
  async ({ params: { cityId, tokenId }, caller }) =>
    database.transaction(async (queries) => {
      const nowMs = clock.nowMs();
      const withdrawal = [cityId, tokenId, instantOf(nowMs)];
      const ofPerson = await queries.query(TOKEN_OPERATIONS.withdraw, withdrawal);
      const ended =
        ofPerson.length > 0 ? ofPerson : await queries.query(TOKEN_OPERATIONS.withdrawOfChannel, withdrawal);
      if (ended.length === 0)
        return refuseMember('not-found', '/path/tokenId', 'the city has no such token that is still valid');
      await recordAudit(queries, caller, 'withdrawToken', { subjectId: tokenId }, nowMs);
      return succeed({ body: null });
    });
