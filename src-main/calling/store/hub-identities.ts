import type Database from 'better-sqlite3';
import { z } from 'zod';
import { guard } from '../../storage/guard.ts';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import { HubIdentity, HubRole } from '../contract/pairing.ts';
import type { HubIdentities } from '../ports/hub-identities.ts';

const NOT_ENDED = 'NOT EXISTS (SELECT 1 FROM hub_ended WHERE hub_ended.identity_id = hub_identity.identity_id)';
const SELECT = `SELECT identity_id AS identityId, role, desk_id AS deskId, paired_at_ms AS pairedAtMs, certificate FROM hub_identity WHERE ${NOT_ENDED}`;

export function openHubEnds(database: Database.Database): (identityId: string, atMs: number) => void {
  const end = database.prepare('INSERT OR IGNORE INTO hub_ended (identity_id, at_ms) VALUES (?, ?)');
  return (identityId, atMs) => void end.run(identityId, atMs);
}

/** Uses the store's only connection. A row that fails its schema is treated as missing. */
export function openHubIdentities({ database, outboxWriter, clock, dayOf }: ReportingParts): HubIdentities {
  const endRow = openHubEnds(database);
  const put = database.prepare(
    `INSERT INTO hub_identity (identity_id, role, desk_id, token_hash, paired_at_ms, certificate)
     VALUES (@identityId, @role, @deskId, @tokenHash, @pairedAtMs, @certificate)`,
  );
  const byToken = database.prepare<[string], object>(`${SELECT} AND token_hash = ?`);
  const byId = database.prepare<[string], object>(`${SELECT} AND identity_id = ?`);
  const ofDesk = database.prepare<[string], { identityId: string }>(`${SELECT} AND desk_id = ?`);
  const all = database.prepare<[], object>(`${SELECT} ORDER BY paired_at_ms, identity_id`);
  const tokens = database.prepare<[], object>(
    `SELECT identity_id AS identityId, role, token_hash AS token FROM hub_identity WHERE ${NOT_ENDED}`,
  );
  const dropEnded = database.prepare(
    'DELETE FROM hub_identity WHERE identity_id IN (SELECT identity_id FROM hub_ended)',
  );
  const moment = () => {
    const atMs = clock.wallMs();
    return { requestId: null, atMs, serviceDay: dayOf(atMs) };
  };
  return {
    add: (identity, tokenHash) =>
      outboxWriter.commit((record) => {
        const at = moment();
        const { identityId, deskId } = identity;
        const before = deskId === null ? [] : ofDesk.all(deskId);
        record({ event: { type: 'desk-paired', v: 1, payload: { identityId, deskId } }, ...at });
        for (const one of before)
          record({ event: { type: 'desk-unpaired', v: 1, payload: { identityId: one.identityId } }, ...at });
        for (const one of before) endRow(one.identityId, at.atMs);
        dropEnded.run();
        put.run({ ...identity, tokenHash });
        return null;
      }),
    end: (identityId) =>
      outboxWriter.commit((record) => {
        if (byId.get(identityId) === undefined) return false;
        const at = moment();
        record({ event: { type: 'desk-unpaired', v: 1, payload: { identityId } }, ...at });
        endRow(identityId, at.atMs);
        dropEnded.run();
        return true;
      }),
    byToken: (tokenHash) => guard(() => Kept.safeParse(byToken.get(tokenHash)).data ?? null),
    tokens: () => guard(() => tokens.all().flatMap((row) => KeptToken.safeParse(row).data ?? [])),
    all: () => guard(() => all.all().flatMap((row) => Kept.safeParse(row).data ?? [])),
  };
}

const KeptToken = z.object({ identityId: z.uuid(), role: HubRole, token: z.string() });
const Kept = HubIdentity.omit({ lastSeenAtMs: true });
