import { blankedMembers } from '../../src-main/contract/shared/blanked-event.ts';
import { EVENT_TYPES } from '../../src-main/contract/shared/events.ts';
import { TO_BLANK as INDEXED } from '../database/migrations/0003-retention.ts';

const known = EVENT_TYPES.map(({ type, v }) => `('${type}', ${v})`).join(', ');

/** SQL for whether the payload contains a member that `blankPayload` would change. */
const holds = (member: string, blank: unknown): string => {
  if (blank === undefined) return `payload ? '${member}'`;
  return blank === null ? `payload ->> '${member}' IS NOT NULL` : `payload ->> '${member}' <> '${String(blank)}'`;
};

const held = EVENT_TYPES.flatMap(({ type, v }) => {
  const members = blankedMembers(type).map(([member, blank]) => holds(member, blank));
  return members.length === 0 ? [] : [`(type = '${type}' AND v = ${v} AND (${members.join(' OR ')}))`];
});

/**
 * SQL for events from which retention may still remove something. `INDEXED` is the condition of an index (migration 0003), which skips the
 * event types that were known then and had nothing to blank. The second condition follows today's contract. If a newer type becomes so
 * frequent that the index is slow, a migration must create the index again.
 */
export const TO_BLANK = `(${INDEXED})
    AND ((type, v) NOT IN (${known}) OR ${held.join(' OR ')})`;
