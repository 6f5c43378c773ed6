import { CodeFormat } from '../../src-main/contract/centre/appointments.ts';
import type { KeptChannel } from '../../src-main/contract/centre/tokens.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { isStrongForm } from '../../src-main/domain/channel-code.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, refuseMember, seenValues } from '../server/operation.ts';

export const CHANNELS = {
  put: `INSERT INTO channel (city_id, channel_id, name, formats, changed_at)
    VALUES ($1, $2, $3, $4::text::jsonb, $5::timestamptz)
    ON CONFLICT (city_id, channel_id) DO UPDATE SET (name, formats, changed_at)
      = (EXCLUDED.name, EXCLUDED.formats, greatest(EXCLUDED.changed_at, channel.changed_at))
    WHERE NOT $6::boolean OR channel.changed_at = $7::timestamptz RETURNING changed_at`,
  list: `SELECT channel_id AS "channelId", name, formats, changed_at AS "changedAt" FROM channel
    WHERE city_id = $1 ORDER BY channel_id`,
  hear: 'UPDATE channel SET results = $3::text::jsonb WHERE city_id = $1 AND channel_id = $2',
  formats: 'SELECT formats FROM channel WHERE city_id = $1 ORDER BY channel_id',
  /** The lock makes bookings of one channel run one after another, so that two requests with the same reference never run at once. */
  lock: 'SELECT 1 FROM channel WHERE city_id = $1 AND channel_id = $2 FOR NO KEY UPDATE',
  offices: 'SELECT office_id AS "officeId" FROM office WHERE city_id = $1 ORDER BY office_id',
} as const;

/**
 * Stores a channel (a booking system) and sends the formats of its codes to every office of the city, because a citizen may show a
 * confirmation at any office.
 */
export const putChannel =
  ({ database, clock }: Centre): Handler<'putChannel'> =>
  async ({ params: { cityId, channelId }, query, body: { name, formats, results }, caller }) =>
    database.transaction(async (queries) => {
      const channel = [cityId, channelId, name, JSON.stringify(formats), ...seenValues(query, clock.nowMs())];
      if ((await queries.query(CHANNELS.put, channel)).length === 0)
        return refuseMember('changed-meanwhile', '/query/seen');
      const hook = results ? JSON.stringify(results) : null;
      if (results !== undefined) await queries.query(CHANNELS.hear, [cityId, channelId, hook]);
      for (const { officeId } of await queries.query<{ officeId: OfficeId }>(CHANNELS.offices, [cityId])) {
        const place = { cityId, officeId };
        await lockOffice(queries, place);
        await recordChange(queries, place, { kind: 'code-formats-changed', content: {} }, clock.nowMs());
      }
      // The address for results may contain a secret, so the audit says only whether there is one.
      const hears = results === undefined ? {} : { hears: results !== null };
      await recordAudit(queries, caller, 'putChannel', { channelId, name, formats, ...hears }, clock.nowMs());
      return succeed({ body: null });
    });

export const listChannels =
  ({ database }: Centre): Handler<'listChannels'> =>
  async ({ params: { cityId } }) =>
    succeed({ body: { channels: await database.query<KeptChannel>(CHANNELS.list, [cityId]) } });

/**
 * Returns the formats of the codes of all channels, each format once. Formats stored by earlier releases are left out if their codes are
 * easy to guess.
 */
export async function formatsOf(queries: Queries, cityId: CityId): Promise<CodeFormat[]> {
  const rows = await queries.query<{ formats: unknown }>(CHANNELS.formats, [cityId]);
  const all = rows.flatMap(({ formats }) => CodeFormat.array().parse(formats)).filter(isStrongForm);
  return [...new Map(all.map((format) => [JSON.stringify(format), format])).values()];
}
